"""How fast what is due is said: as fast as the budget allows, and never faster."""

import pytest

from bot.services.ports import Storage
from bot.services.rate_limit import RateLimit
from flows.teams.changes import Put
from flows.teams.records import Appointment
from tests.bot.house import Clock
from tests.flows.teams.sample import TEAM, team
from tests.storage.teams import apply

RATE, MANY = 25, 400


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def pace(time: Clock) -> RateLimit:
    return RateLimit(time, "us", RATE)


@pytest.fixture(autouse=True)
async def many_due(storage: Storage, time: Clock) -> None:
    due = (Appointment("review", TEAM, 0, str(number), time.now) for number in range(MANY))
    await apply(storage, Put(team()), *map(Put, due))


async def claim(storage: Storage, pace: RateLimit) -> int:
    claimed, _ = await storage.run(pace.claim)
    return len(claimed)


async def test_the_whole_budget_is_used_however_often_one_looks(
    storage: Storage, pace: RateLimit, time: Clock
) -> None:
    at_once = await claim(storage, pace)
    taken = 0
    for _ in range(50):
        time.now += 0.2
        taken += await claim(storage, pace)
    assert (at_once, taken) == (RATE, 10 * RATE)


async def test_where_nothing_may_be_said_nothing_is_claimed_but_there_may_be_more(
    storage: Storage, pace: RateLimit
) -> None:
    await claim(storage, pace)
    assert await storage.run(pace.claim) == ([], True)


async def test_where_less_is_due_than_may_be_said_there_is_no_more(storage: Storage, time: Clock) -> None:
    claimed, more = await storage.run(RateLimit(time, "us", 2 * MANY).claim)
    assert (len(claimed), more) == (MANY, False)


async def test_what_came_to_nothing_costs_nothing(storage: Storage, pace: RateLimit) -> None:
    await claim(storage, pace)
    await storage.run(lambda unit: pace.give_back(unit, RATE - 1))
    assert await claim(storage, pace) == RATE - 1


async def test_what_is_given_back_never_fills_more_than_the_budget(
    storage: Storage, pace: RateLimit, time: Clock
) -> None:
    await claim(storage, pace)
    time.now += 1
    await storage.run(lambda unit: pace.give_back(unit, RATE))
    assert await claim(storage, pace) == RATE


async def test_while_told_to_wait_nothing_is_claimed(storage: Storage, pace: RateLimit, time: Clock) -> None:
    await storage.run(lambda unit: pace.hold_off(unit, 30))
    time.now += 29
    assert await claim(storage, pace) == 0
    time.now += 1
    assert await claim(storage, pace) == RATE


async def test_two_processes_share_the_pace(
    storage: Storage, other_storage: Storage, pace: RateLimit, time: Clock
) -> None:
    them = RateLimit(time, "them", RATE)
    taken = 0
    for _ in range(10):
        time.now += 0.2
        taken += await claim(storage, pace) + await claim(other_storage, them)
    assert taken == RATE + 9 * RATE // 5
