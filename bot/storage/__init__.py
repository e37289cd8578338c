"""Everything stored: the port `Storage` on SQLite and PostgreSQL."""

from bot.services.ports import Storage
from bot.storage.address import AddressError, read_address
from bot.storage.engines import THREADS, begun, bound_waiting, explained, make_engine
from bot.storage.errors import StorageError
from bot.storage.migrate import (
    bring_up_to_date,
    has_all_migrations,
    is_current,
    is_empty,
    make_tables,
    migrate,
)
from bot.storage.reading import read_stored
from bot.storage.sqlite import SqliteStorage

__all__ = [
    "AddressError",
    "StorageError",
    "is_current",
    "migrate",
    "open_storage",
    "read_address",
    "read_stored",
]


def open_storage(url: str, *, commit_delay: float = 0) -> Storage:
    """Open the database behind DATABASE_URL; a SQLite file is made and brought up to date.

    `commit_delay`, in seconds, slows SQLite's commits, for benchmarks.

    Raises:
        StorageError: The database cannot be opened or written, or PostgreSQL's is behind.
    """
    engine = make_engine(url)
    with explained(engine):
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection, begun(connection):
                (make_tables if is_empty(connection) else bring_up_to_date)(connection)
            return SqliteStorage(engine, commit_delay=commit_delay)

        with engine.connect() as connection, begun(connection):
            if not has_all_migrations(connection):
                raise StorageError("DATABASE_URL: the database is behind: run `vierstap migrate`")
        from bot.storage.postgres import PostgresStorage  # noqa: PLC0415 - SQLite does without its driver

        bound_waiting(engine)
        return PostgresStorage(engine, threads=THREADS)
