"""A look at what is stored, by who must not change it: nothing is made, migrated or locked."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, text

from bot.services.ports import Unit
from bot.storage.address import AddressError, read_address
from bot.storage.engines import LOCK_SECONDS, explained, make_engine
from bot.storage.errors import StorageError
from bot.storage.migrate import has_all_migrations, is_empty
from bot.storage.runner import Runner, Statements
from bot.storage.unit import SqlUnit

T = TypeVar("T")


class Behind(StorageError):
    """What is stored is of an earlier version."""


def read_stored(address: str, look: Callable[[Unit], T]) -> T:
    """What a unit of work finds that only looks.

    Raises:
        StorageError: there is nothing to look at, or not by this version.
    """
    with reading(address) as connection:
        return look(SqlUnit(Runner(connection, Statements(connection.dialect))))


@contextmanager
def reading(address: str) -> Iterator[Connection]:
    """A connection that sees everything as it is at this moment, and can change nothing.

    Raises:
        StorageError: there is nothing to look at, or not by this version.
    """
    try:
        url = read_address(address)
    except AddressError as error:
        raise StorageError(f"DATABASE_URL: {error}") from None
    of_file = url.drivername == "sqlite"
    engine = _file_engine(url) if of_file else make_engine(address)
    with explained(engine), engine.connect() as connection, connection.begin():
        if not of_file:
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        else:
            connection.exec_driver_sql("BEGIN")
        _look_at_version(connection)
        yield connection
    engine.dispose()


def _look_at_version(connection: Connection) -> None:
    if has_all_migrations(connection):
        return
    if is_empty(connection):
        raise StorageError("DATABASE_URL: the database is empty: run `vierstap migrate`, or name another")
    raise Behind("DATABASE_URL: the database is behind: run `vierstap migrate`")


def _file_engine(url: URL) -> Engine:
    file = Path(url.database or "")
    if not file.is_file():
        raise StorageError(
            f"DATABASE_URL: there is no {file}; the bot makes it when it first runs, or name another"
        )

    def connect() -> sqlite3.Connection:
        # Without a write-ahead file nobody is at work on it, and SQLite would make one only to read.
        still = "" if Path(f"{file}-wal").exists() else "&immutable=1"
        return sqlite3.connect(
            f"file:{quote(str(file))}?mode=ro{still}", uri=True, timeout=LOCK_SECONDS, check_same_thread=False
        )

    return create_engine(url, creator=connect, hide_parameters=True, paramstyle="named")
