"""Everything that is stored, copied into another database, and read there to see that it arrived."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson
from sqlalchemy import URL, Connection, Row, Table, func, insert, select, text

from bot.services.ports import Unit
from bot.storage.address import AddressError, read_address
from bot.storage.audit import audit
from bot.storage.engines import transaction
from bot.storage.errors import StorageError
from bot.storage.migrate import has_all_migrations, is_empty, make_tables
from bot.storage.outbox import outbox
from bot.storage.private import lock_private_file, make_private_folder
from bot.storage.reading import reading
from bot.storage.runner import Runner, Statements
from bot.storage.signs_of_life import anybody
from bot.storage.team_tables import teams
from bot.storage.unit import SqlUnit

BATCH = 1_000
"""Rows that are in memory at a time."""
TABLES = teams.metadata.sorted_tables
"""Each after those that it refers to."""
Sums = Mapping[str, tuple[int, int]]
"""By table: how many rows there are, and a sum over them, in whatever order they come."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and what it is called to who named it."""

    address: str
    name: str = "DATABASE_URL"

    @classmethod
    def of_file(cls, file: Path, name: Path | None = None) -> "Place":
        """A SQLite file."""
        return cls(f"sqlite:///{file.absolute()}", str(name or file))


def back_up(source: Place, file: Path) -> int:
    """Write everything into a new file, a database as SQLite keeps it; how many people are in it.

    Raises:
        StorageError: there is nothing to back up, the file is there already, or what was written is not what
            was read.
    """
    if file.exists():
        raise StorageError(f"{file}: is there already; name another, or move it away")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        people = copy(source, Place.of_file(part, file))
        part.rename(file)
    finally:
        for left in (part, *(part.with_name(part.name + more) for more in ("-wal", "-shm", ".lock"))):
            left.unlink(missing_ok=True)
    return people


def copy(source: Place, target: Place, then: Callable[[Unit], object] = lambda _: None) -> int:
    """Put everything of one database in the place of everything in another; how many people are in it then.
    `then`: what is to be done there in the same transaction.

    Raises:
        StorageError: one of them cannot be opened, they are the same, somebody serves people from the second,
            or what was written is not what was read.
    """
    if _whole(source) == _whole(target):
        raise StorageError(f"{target.name}: is what it would be copied from; name another")
    with out_of_use(target):
        with (
            _named(source, reading(source.address)) as there,
            _named(target, transaction(target.address)) as here,
        ):
            if is_empty(here):
                make_tables(here)
            elif not has_all_migrations(here):
                raise StorageError(
                    f"{target.name}: the database is behind: run `vierstap migrate` on it first"
                )
            for table in reversed(TABLES):
                here.execute(table.delete())
            expected = {table.name: _copy_table(table, there, here) for table in TABLES}
            _count_on(here)
            if _sums(here) != expected:
                raise StorageError(
                    f"{target.name}: what was written is not what was read; nothing was changed"
                )
            then(SqlUnit(Runner(here, Statements(here.dialect))))
        with _named(target, reading(target.address)) as again:
            people = _sums(again)["conversations"][0]
    return people


@contextmanager
def out_of_use(place: Place) -> Iterator[None]:
    """Nobody serves people from the database while the block runs.

    Raises:
        StorageError: somebody does.
    """
    in_use = StorageError(f"{place.name}: people are being served from this database: stop the bot first")
    with ExitStack() as stack:
        if (file := _file_of(place)) is not None:
            try:
                make_private_folder(file.parent)
                stack.enter_context(lock_private_file(Path(f"{file}.lock")))
            except BlockingIOError:
                raise in_use from None
            except OSError as error:
                raise StorageError(f"{place.name}: {file} cannot be written ({error.strerror})") from None
        else:
            with _named(place, transaction(place.address)) as connection:
                if connection.scalar(anybody):
                    raise in_use
        yield


@contextmanager
def _named(place: Place, opened: AbstractContextManager[Connection]) -> Iterator[Connection]:
    """What is wrong with the database is told under the name that it was given."""
    try:
        with opened as connection:
            yield connection
    except StorageError as error:
        raise type(error)(str(error).replace("DATABASE_URL:", f"{place.name}:", 1)) from None


def _whole(place: Place) -> object:
    file = _file_of(place)
    return file.resolve() if file is not None else _url(place)


def _file_of(place: Place) -> Path | None:
    url = _url(place)
    return Path(url.database or "") if url.drivername == "sqlite" else None


def _url(place: Place) -> URL:
    try:
        return read_address(place.address)
    except AddressError as error:
        raise StorageError(f"{place.name}: {error}") from None


def _copy_table(table: Table, there: Connection, here: Connection) -> tuple[int, int]:
    number, total = 0, 0
    rows = there.execute(select(table).execution_options(yield_per=BATCH))
    for batch in rows.partitions():
        here.execute(insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in batch])
        number, total = number + len(batch), total + sum(map(_sum, batch))
    return number, total


def _sums(connection: Connection) -> Sums:
    return {table.name: _sum_of(table, connection) for table in TABLES}


def _sum_of(table: Table, connection: Connection) -> tuple[int, int]:
    number, total = 0, 0
    for row in connection.execute(select(table).execution_options(yield_per=BATCH)):
        number, total = number + 1, total + _sum(row)
    return number, total


def _sum(row: Row[tuple[object, ...]]) -> int:
    return int.from_bytes(sha256(orjson.dumps(list(row))).digest())


def _count_on(connection: Connection) -> None:
    """PostgreSQL numbers new rows by a counter of its own, which did not see those that were copied."""
    if connection.dialect.name != "postgresql":
        return
    for table in (outbox, audit):
        last = connection.scalar(select(func.max(table.c.id)))
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :n)"),
            {"name": table.name, "n": last or 1},
        )
