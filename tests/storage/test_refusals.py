"""What a statement is refused for: what it says itself, or a database that fails everybody."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from bot.services.failures import reason_of
from bot.services.ports import OutboxMessage, ParkedUpdate, Storage, StorageError, Unit, Unstorable
from bot.storage import open_storage
from bot.storage.errors import presentable
from bot.storage.unit import SqlUnit
from flows.teams.records import Round
from tests.flows.teams.sample import TEAM, team
from tests.storage.people import NOON, add, conversation, load
from tests.storage.teams import put

SECRET = "my secret answer"


def sql(statement: str) -> Callable[[Unit], object]:
    def work(unit: Unit) -> object:
        assert isinstance(unit, SqlUnit)
        return unit._connection.execute(text(statement)).fetchall()

    return work


REFUSED: dict[str, Callable[[Unit], object]] = {
    "a constraint": lambda unit: unit.add(conversation(session=SECRET, delivered_version=1)),
    "a key twice": sql("INSERT INTO seen_updates (update_id, seen_at) VALUES (1, 0), (1, 0)"),
    "a row that is not there": lambda unit: unit.enqueue(OutboxMessage(9, "card", SECRET), NOON),
    "nothing where something must be": lambda unit: unit.add(conversation(session=None)),
    "a number beyond any": lambda unit: unit.add(conversation(session=SECRET, message_id=2**70)),
    "a number beyond an integer": lambda unit: unit.add(conversation(2**70, session=SECRET)),
    "half of a pair": lambda unit: unit.add(conversation(session=f"{SECRET} \ud83d")),
    "no text": lambda unit: unit.add(conversation(session=object())),
    "no payload": lambda unit: unit.park(ParkedUpdate(1, 1, object(), SECRET, NOON)),  # type: ignore[arg-type]
    "no SQL": sql("SELEKT 1"),
}


@pytest.mark.parametrize("work", REFUSED.values(), ids=REFUSED.keys())
async def test_what_a_statement_says_is_a_fault_of_its_own(
    storage: Storage, work: Callable[[Unit], object]
) -> None:
    (error,) = await asyncio.gather(storage.run(work), return_exceptions=True)
    assert isinstance(error, Unstorable | OverflowError | UnicodeEncodeError)
    assert SECRET not in reason_of(error)
    assert await storage.run(lambda unit: unit.load(1)) is None


async def test_a_refusal_names_the_constraint(storage: Storage) -> None:
    await put(storage, team())
    with pytest.raises(Unstorable, match="ck_rounds_step_from_three"):
        await put(storage, Round(TEAM, 1, "2026-09-28", "2026-09-29", 1, step=2, lane="mixed"))


async def test_values_that_json_cannot_hold_are_a_fault_of_their_own(storage: Storage) -> None:
    await put(storage, team())
    with pytest.raises((Unstorable, TypeError)):
        await put(storage, Round(TEAM, 1, "2026-09-28", answers={"a": object()}))  # type: ignore[dict-item]


@pytest.mark.fault(34)
@pytest.mark.promise("G11")
async def test_text_with_a_zero_byte_fails_nobody_else(storage: Storage) -> None:
    try:
        await add(storage, conversation(session="\x00"))
    except Unstorable:  # PostgreSQL holds none
        return
    assert (await load(storage)).session == "\x00"


async def test_one_refused_unit_takes_no_other_with_it(storage: Storage) -> None:
    refused = storage.run(REFUSED["a constraint"])
    others = [add(storage, conversation(number)) for number in range(2, 9)]
    outcomes = await asyncio.gather(*others[:4], refused, *others[4:], return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome] == [Unstorable]
    assert [(await load(storage, number)).user_id for number in range(2, 9)] == list(range(2, 9))


async def test_work_that_raises_what_no_program_catches_leaves_nobody_waiting(storage: Storage) -> None:
    class Panic(BaseException):
        """As libraries written in Rust raise it."""

    def panic(_: Unit) -> None:
        raise Panic

    with pytest.raises(RuntimeError, match="Panic"):
        await storage.run(panic)
    await add(storage, conversation())


@pytest.mark.fault(29)
async def test_a_full_disk_fails_everybody(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'vierstap.sqlite3'}")
    await storage.run(sql("PRAGMA max_page_count = 1"))
    outcomes = await asyncio.gather(
        *(add(storage, conversation(number, session="x" * 50_000)) for number in range(3)),
        return_exceptions=True,
    )
    await storage.close()
    assert [type(outcome) for outcome in outcomes] == [StorageError] * 3


def of_sqlite(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind(f"complaint {code}")
    error.sqlite_errorcode = code
    return error


OUTAGES: list[Exception] = [
    *map(
        of_sqlite,
        (
            sqlite3.SQLITE_BUSY,
            sqlite3.SQLITE_BUSY_SNAPSHOT,
            sqlite3.SQLITE_LOCKED,
            sqlite3.SQLITE_FULL,
            sqlite3.SQLITE_IOERR_FSYNC,
            sqlite3.SQLITE_READONLY_DBMOVED,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
        ),
    ),
    errors.ConnectionFailure(),
    errors.AdminShutdown(),
    errors.CrashShutdown(),
    errors.CannotConnectNow(),
    errors.TooManyConnections(),
    errors.DiskFull(),
    errors.OutOfMemory(),
    errors.IoError(),
    errors.SerializationFailure(),
    errors.DeadlockDetected(),
    errors.QueryCanceled(),
    errors.ReadOnlySqlTransaction(),
    errors.InsufficientPrivilege(),
    errors.UndefinedTable(),
    errors.InvalidPassword(),
    psycopg.OperationalError("the connection is lost"),
    psycopg.InterfaceError("the connection is closed"),
]
FAULTS: list[Exception] = [
    of_sqlite(sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.IntegrityError),
    of_sqlite(sqlite3.SQLITE_TOOBIG, sqlite3.DataError),
    of_sqlite(sqlite3.SQLITE_MISMATCH),
    of_sqlite(sqlite3.SQLITE_RANGE),
    of_sqlite(sqlite3.SQLITE_ERROR),
    sqlite3.InterfaceError("Error binding parameter 1"),
    sqlite3.ProgrammingError("Error binding parameter 1"),
    errors.CheckViolation(),
    errors.NotNullViolation(),
    errors.UniqueViolation(),
    errors.ForeignKeyViolation(),
    errors.ExclusionViolation(),
    errors.NumericValueOutOfRange(),
    errors.StringDataRightTruncation(),
    errors.InvalidTextRepresentation(),
    errors.CharacterNotInRepertoire(),
    errors.UntranslatableCharacter(),
    errors.ProgramLimitExceeded(),
    errors.StatementTooComplex(),
    errors.DatatypeMismatch(),
    psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"),
    psycopg.ProgrammingError("cannot adapt type 'object'"),
]


@pytest.mark.fault(26, 30)
@pytest.mark.parametrize("cause", OUTAGES, ids=repr)
def test_connections_and_resources_fail_everybody(cause: Exception) -> None:
    assert isinstance(presentable(DBAPIError("a statement", {}, cause)), StorageError)


@pytest.mark.parametrize("cause", FAULTS, ids=repr)
def test_integrity_and_data_fail_one_unit(cause: Exception) -> None:
    assert isinstance(presentable(DBAPIError("a statement", {}, cause)), Unstorable)


@pytest.mark.fault(30)
@pytest.mark.parametrize("error", [MemoryError(), PendingRollbackError()], ids=repr)
def test_a_process_without_memory_or_connection_fails_everybody(error: Exception) -> None:
    assert isinstance(presentable(error), StorageError)
