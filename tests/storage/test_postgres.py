"""What only PostgreSQL does: units side by side, deadlocks, and connections that break."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from threading import Barrier, BrokenBarrierError, Event

import pytest
from sqlalchemy import text

from bot.services.ports import Storage, Unit
from bot.storage import StorageError, engines, open_storage
from bot.storage.engines import transaction
from bot.storage.unit import SqlUnit
from flows.teams.records import Appointment
from tests.conftest import PostgresServer
from tests.flows.teams.sample import PERIODS, TEAM, team
from tests.storage.people import NOON, add, conversation, load
from tests.storage.teams import put

CUT_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def url(postgres_server: PostgresServer) -> str:
    return postgres_server.make_database()


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = open_storage(url)
    yield opened
    await opened.close()


async def test_people_do_not_wait_for_each_other(storage: Storage) -> None:
    await add(storage, *(conversation(user_id) for user_id in range(4)))
    together = Barrier(4, timeout=5)

    def turn(user_id: int) -> Callable[[Unit], None]:
        def work(unit: Unit) -> None:
            unit.load(user_id)
            together.wait()

        return work

    await asyncio.gather(*(storage.run(turn(user_id)) for user_id in range(4)))


@pytest.mark.fault(25, 35)
async def test_who_stands_still_in_a_turn_holds_up_the_others_for_some_seconds_only(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "IDLE_SECONDS", 0.1)
    stopped, other = open_storage(url), open_storage(url)
    await add(other, conversation(1))
    holding, woken = Event(), Event()

    def stand_still(unit: Unit) -> None:
        unit.load(1)
        holding.set()
        woken.wait(9)
        unit.load(1)

    standing = asyncio.create_task(stopped.run(stand_still))
    await asyncio.to_thread(holding.wait)
    assert await other.run(lambda unit: unit.load(1))
    assert not standing.done()
    woken.set()
    await standing  # what was taken from it is done anew
    await stopped.close()
    await other.close()


async def test_nobody_waits_for_what_another_is_claiming(storage: Storage) -> None:
    weeks = [Appointment("week", TEAM, 0, period, NOON) for period in PERIODS[:4]]
    await put(storage, team(), *weeks)
    together = Barrier(4, timeout=5)

    def claim(unit: Unit) -> list[Appointment]:
        claimed = unit.claim_appointments("us", NOON, NOON + 60, 1)
        together.wait()
        return claimed

    claimed = await asyncio.gather(*(storage.run(claim) for _ in weeks))
    assert sorted(one.key for [one] in claimed) == [one.key for one in weeks]


@pytest.mark.fault(30)
async def test_any_number_of_processes_serve_people(storage: Storage, url: str) -> None:
    other = open_storage(url)
    await storage.enter()
    await other.enter()
    await other.close()


@pytest.mark.fault(26)
async def test_of_two_in_a_deadlock_both_succeed(storage: Storage) -> None:
    await add(storage, conversation(1, session="0"), conversation(2, session="0"))
    both_hold_one = Barrier(2)

    def count_both(first: int, second: int) -> Callable[[Unit], None]:
        def work(unit: Unit) -> None:
            for user_id in (first, second):
                person = unit.load(user_id)
                assert person
                unit.save(replace(person, session=str(int(person.session) + 1)))
                if user_id == first:
                    try:
                        both_hold_one.wait(timeout=0.5)
                    except BrokenBarrierError:
                        continue  # the one that is run again is alone

        return work

    await asyncio.gather(storage.run(count_both(1, 2)), storage.run(count_both(2, 1)))
    assert ((await load(storage, 1)).session, (await load(storage, 2)).session) == ("2", "2")


@pytest.mark.fault(27)
async def test_connections_that_broke_are_made_anew(storage: Storage, url: str) -> None:
    with transaction(url) as connection:
        connection.execute(CUT_OTHERS)
    await asyncio.gather(*(add(storage, conversation(user_id)) for user_id in range(30)))
    assert await load(storage, 29) == conversation(29)


@pytest.mark.fault(27)
@pytest.mark.promise("G3")
async def test_work_whose_connection_breaks_is_done_once(storage: Storage, url: str) -> None:
    tries: list[bool] = []

    def work(unit: Unit) -> bool:
        tries.append(unit.mark_seen(7, NOON))
        if len(tries) == 1:
            with transaction(url) as connection:
                connection.execute(CUT_OTHERS)
        unit.add(conversation())
        return tries[-1]

    assert await storage.run(work)
    assert tries == [True, True]
    assert await load(storage) == conversation()


@pytest.mark.fault(26, 27)
async def test_a_connection_that_breaks_each_time_is_an_error_after_three_tries(
    storage: Storage,
) -> None:
    tries: list[int] = []

    def work(unit: Unit) -> None:
        assert isinstance(unit, SqlUnit)
        tries.append(len(tries))
        unit._connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageError, match="terminating connection"):
        await storage.run(work)
    assert tries == [0, 1, 2]
    await add(storage, conversation())
