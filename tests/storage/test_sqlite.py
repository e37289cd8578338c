"""What only SQLite does: waiting work shares commits, in order, on a file that others may lock."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from functools import partial
from operator import methodcaller
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from bot.services.ports import Unit
from bot.storage import StorageError, engines, open_storage
from bot.storage.sqlite import MOST_IN_A_COMMIT, SqliteStorage
from bot.storage.unit import SqlUnit
from tests.storage.people import NOON, add, conversation, load, with_screen


def connection_of(unit: Unit) -> Connection:
    assert isinstance(unit, SqlUnit)
    return unit._connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vierstap.sqlite3"


@pytest.fixture
async def slow_storage(path: Path) -> AsyncIterator[SqliteStorage]:
    opened = open_storage(f"sqlite:///{path}", commit_delay=0.02)
    assert isinstance(opened, SqliteStorage)
    yield opened
    await opened.close()


async def test_work_that_waits_at_the_same_moment_shares_a_commit(
    slow_storage: SqliteStorage,
) -> None:
    commits: list[object] = []
    event.listen(slow_storage._engine, "commit", commits.append)
    people = range(3 * MOST_IN_A_COMMIT)
    await asyncio.gather(*(slow_storage.run(lambda unit: unit.mark_seen(len(commits), NOON)) for _ in people))
    assert 3 <= len(commits) <= 5


async def test_work_runs_in_the_order_in_which_it_was_asked(slow_storage: SqliteStorage) -> None:
    order: list[int] = []

    def note(number: int, _: Unit) -> None:
        order.append(number)

    await asyncio.gather(*(slow_storage.run(partial(note, number)) for number in range(200)))
    assert order == list(range(200))


@pytest.mark.fault(2)
@pytest.mark.promise("G2")
async def test_a_commit_is_on_disk_before_anybody_hears_of_it(path: Path) -> None:
    storage = open_storage(f"sqlite:///{path}")
    assert isinstance(storage, SqliteStorage)
    pragmas = await storage.run(
        lambda unit: [
            connection_of(unit).exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )
    assert pragmas == ["wal", 2, 1]
    await storage.close()


async def test_only_one_process_serves_people_and_the_next_one_takes_over_its_leases(path: Path) -> None:
    first, second = (open_storage(f"sqlite:///{path}") for _ in range(2))
    await first.enter()
    await add(first, with_screen(lease_owner="first", lease_until=NOON + 60))
    with pytest.raises(StorageError, match="DATABASE_URL: another process serves people"):
        await second.enter()
    assert (await load(second)).lease_owner == "first"
    await first.close()
    await second.enter()
    assert (await load(second)).lease_owner is None
    await second.close()


@pytest.mark.fault(26)
async def test_a_database_that_is_locked_for_a_moment_is_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOCK_SECONDS", 0.2)
    storage = open_storage(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    adding = asyncio.create_task(add(storage, conversation()))
    await asyncio.sleep(0.3)  # longer than one try
    other.execute("COMMIT")
    other.close()
    await adding
    assert await load(storage) == conversation()
    await storage.close()


@pytest.mark.fault(26)
async def test_a_database_that_stays_locked_is_an_error_for_all_who_wait(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOCK_SECONDS", 0.01)
    storage = open_storage(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    outcomes = await asyncio.gather(
        *(storage.run(lambda unit: unit.mark_seen(7, NOON)) for _ in range(5)),
        return_exceptions=True,
    )
    assert {str(outcome) for outcome in outcomes} == {"The database failed: database is locked"}
    other.execute("ROLLBACK")
    other.close()
    assert await storage.run(lambda unit: unit.mark_seen(7, NOON))
    await storage.close()


async def together_with(storage: SqliteStorage, work: Callable[[Unit], None]) -> list[object]:
    """What came of ten people that were added in one commit, with this work in their midst as the sixth."""
    busy, go_on = Event(), Event()

    def keep_busy(_: Unit) -> None:
        busy.set()
        go_on.wait()

    keeping_busy = asyncio.create_task(storage.run(keep_busy))
    await asyncio.to_thread(busy.wait)
    together = asyncio.gather(
        *(add(storage, conversation(n)) for n in range(5)),
        storage.run(work),
        *(add(storage, conversation(n)) for n in range(5, 10)),
        return_exceptions=True,
    )
    await asyncio.sleep(0.01)
    go_on.set()
    await keeping_busy
    return list(await together)


def end_the_transaction(unit: Unit, error: Exception) -> None:
    connection_of(unit).exec_driver_sql("ROLLBACK")
    raise error


@pytest.mark.fault(29)
async def test_a_transaction_that_a_full_disk_ended_is_an_error_for_all_who_shared_it(
    slow_storage: SqliteStorage,
) -> None:
    full = sqlite3.OperationalError("the disk is full")
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    refusal = DBAPIError("INSERT", {}, full)
    outcomes = await together_with(slow_storage, partial(end_the_transaction, error=refusal))
    assert {str(outcome) for outcome in outcomes} == {"The database failed: the disk is full"}
    await add(slow_storage, *(conversation(n) for n in range(10)))


async def test_a_transaction_that_one_unit_ended_is_done_again_for_the_others(
    slow_storage: SqliteStorage,
) -> None:
    outcomes = await together_with(slow_storage, partial(end_the_transaction, error=LookupError("a bug")))
    assert [str(outcome) for outcome in outcomes] == ["None"] * 5 + ["a bug"] + ["None"] * 5
    assert [(await load(slow_storage, n)).user_id for n in range(10)] == list(range(10))


SECRET = "a word that was taken back"


def files(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@pytest.mark.promise("G13")
async def test_what_was_erased_is_in_no_file_any_more(slow_storage: SqliteStorage, path: Path) -> None:
    await add(slow_storage, *(conversation(n, session=f"{SECRET} {n}" * 300) for n in range(1, 9)))
    assert SECRET.encode() in files(path)
    for user_id in range(1, 9):
        await slow_storage.run(methodcaller("forget", user_id))
    assert SECRET.encode() not in files(path)


async def test_who_reads_meanwhile_holds_up_nobody_and_the_log_is_emptied_after(
    slow_storage: SqliteStorage, path: Path
) -> None:
    await add(slow_storage, conversation(1, session=SECRET), conversation(2))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM conversations").fetchone()
        started = asyncio.create_task(slow_storage.run(methodcaller("forget", 1)))
        await asyncio.wait_for(started, engines.LOCK_SECONDS)
        assert SECRET.encode() in files(path)
    await slow_storage.run(lambda unit: unit.mark_seen(1, NOON))
    assert SECRET.encode() not in files(path)


async def test_what_a_process_did_not_come_to_is_done_by_the_next(path: Path) -> None:
    url = f"sqlite:///{path}"
    first = open_storage(url)
    await add(first, conversation(1, session=SECRET))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA secure_delete = ON")
        other.execute("DELETE FROM conversations")
        assert SECRET.encode() in files(path)
        second = open_storage(url)
        await second.run(lambda unit: unit.mark_seen(1, NOON))
        assert SECRET.encode() not in files(path)
        await second.close()
    await first.close()
