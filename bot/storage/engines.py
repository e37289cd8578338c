"""An engine for DATABASE_URL, and in one line why it does not work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from bot.storage.address import ENCODED, AddressError, read_address
from bot.storage.errors import StorageError, describe
from bot.storage.private import close_to_others, make_private_file, make_private_folder

THREADS = 8  # of a process on PostgreSQL, each with a connection
LOCK_SECONDS = 5
CONNECT_SECONDS = 5
HELD_SECONDS = 2.0
"""After these whoever waits on PostgreSQL for what somebody else holds leaves its connection to others."""
STATEMENT_SECONDS = 15.0
REMEDIES = {
    "readonly": "give this user write access to the file and its folder",
    "locked": "another program has had it locked for seconds: try again, or see which one has it open",
    "full": "make room on its disk",
}
"""By words of SQLite's."""
IDLE_SECONDS = 10.0
"""After these PostgreSQL takes away what a process has locked that stands still in the middle of a turn."""


def make_engine(address: str) -> Engine:
    """An engine for the address; nothing is opened yet, but SQLite's file is made, for this user alone.

    Raises:
        StorageError: The address is none of ours, or the file cannot be made.
    """
    try:
        url = read_address(address)
    except AddressError as error:
        raise StorageError(f"DATABASE_URL: {error}") from None
    return _sqlite_engine(url) if url.drivername == "sqlite" else _postgres_engine(url)


@contextmanager
def transaction(address: str) -> Iterator[Connection]:
    """One transaction, on a connection that is made for it.

    Raises:
        StorageError: The database cannot be opened or written.
    """
    engine = make_engine(address)
    with explained(engine), engine.connect() as connection, begun(connection):
        yield connection
    engine.dispose()


@contextmanager
def begun(connection: Connection) -> Iterator[None]:
    """A transaction on the connection; on SQLite it waits until nobody else writes."""
    with connection.begin():
        if connection.dialect.name == "sqlite":
            # At once, since a transaction that read first can no longer wait for the write lock. Not by
            # an event of the engine: that would slow every statement.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn the database's refusal into a `StorageError` with a remedy; no failure keeps the engine."""
    try:
        yield
    except BaseException as error:
        engine.dispose()
        if isinstance(error, DBAPIError):
            raise StorageError(_refusal(engine, error)) from None
        raise


def _refusal(engine: Engine, error: DBAPIError) -> str:
    complaint = describe(error)
    if engine.dialect.name == "postgresql":
        remedy = "check that the server runs, and the address, the user and the password"
        if engine.url.password and not engine.url.password.isalnum():
            remedy = f"{remedy}; {ENCODED}"
    else:
        known = (remedy for words, remedy in REMEDIES.items() if words in complaint)
        remedy = next(known, "check that it is a SQLite file, in a folder that this user may write")
    name = engine.url.set(drivername=engine.dialect.name, query={}).render_as_string()
    return f"DATABASE_URL: {name} does not work ({complaint}); {remedy}"


def _sqlite_engine(url: URL) -> Engine:
    file = Path(url.database or "")
    for what, make, path in (
        ("folder", make_private_folder, file.parent),
        ("file", make_private_file, file),
    ):
        try:
            make(path)
        except OSError as error:
            raise StorageError(
                f"DATABASE_URL: the {what} {path} cannot be made ({error.strerror}); "
                "choose a folder that this user may write"
            ) from None
    for ending in ("-wal", "-shm"):  # of a process that was killed
        close_to_others(file.with_name(file.name + ending))
    engine = create_engine(
        url,
        connect_args={"timeout": LOCK_SECONDS, "isolation_level": None},
        hide_parameters=True,
        paramstyle="named",
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - any DBAPI's
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    # What is deleted is overwritten, whatever the library was built with.
    connection.execute("PRAGMA secure_delete = ON")


def bound_waiting(engine: Engine) -> None:
    """On PostgreSQL, no statement of a turn waits for ever, and for a lock only briefly; migrations may."""
    event.listen(engine, "connect", _set_bounds)
    engine.dispose()  # Connections that are there already have none


def _set_bounds(connection: Any, _record: object) -> None:  # noqa: ANN401 - any DBAPI's
    connection.execute(f"SET lock_timeout = {int(HELD_SECONDS * 1000)}")
    connection.execute(f"SET statement_timeout = {int(STATEMENT_SECONDS * 1000)}")
    connection.commit()


def _postgres_engine(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": url.query.get("connect_timeout", CONNECT_SECONDS)},
        pool_size=THREADS,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_postgres)
    return engine


def _prepare_postgres(connection: Any, _record: object) -> None:  # noqa: ANN401 - any DBAPI's
    connection.execute(f"SET idle_in_transaction_session_timeout = {int(IDLE_SECONDS * 1000)}")
    connection.commit()
