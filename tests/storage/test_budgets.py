"""A budget that all processes share: it fills at a rate, and whoever comes first spends it."""

import asyncio
from operator import methodcaller

import pytest
from sqlalchemy import text

from bot.services.ports import Storage
from bot.storage.engines import transaction
from tests.storage.people import NOON

DAY = 86_400.0


async def spend(storage: Storage, now: float, want: int = 100) -> int:
    return await storage.run(lambda unit: unit.spend("notices", want, now, 25.0, 25.0))


async def test_processes_share_one_budget(storage: Storage, other_storage: Storage) -> None:
    replicas = (storage, other_storage) * 3
    assert sum(await asyncio.gather(*(spend(replica, NOON, 10) for replica in replicas))) == 25
    assert sum(await asyncio.gather(*(spend(replica, NOON + 0.4, 10) for replica in replicas))) == 10


async def test_clocks_that_differ_a_little_do_not_fill_the_budget_twice(storage: Storage) -> None:
    assert await spend(storage, NOON) == 25
    ahead = [await spend(storage, NOON + second + 0.5) for second in range(9)]
    behind = [await spend(storage, NOON + second) for second in range(9)]
    assert sum(ahead) == 212
    assert behind == [0] * 9
    turns = [await spend(storage, NOON + 10 + n * 0.2 + n % 2 * 0.5) for n in range(50)]
    assert sum(turns) <= 25 + 10.5 * 25


@pytest.mark.fault(31)
async def test_a_clock_that_jumps_grants_no_more_than_a_full_budget_and_never_less_than_none(
    storage: Storage,
) -> None:
    assert await spend(storage, NOON, 20) == 20
    assert await spend(storage, NOON - DAY) == 5
    assert await spend(storage, NOON - DAY) == 0
    assert await spend(storage, NOON - DAY + 0.5) == 12
    assert await spend(storage, NOON + DAY) == 25


async def test_a_budget_that_nobody_spends_from_any_more_is_forgotten(
    storage: Storage, database_url: str
) -> None:
    groups = [f"group:{number}" for number in range(-3, 0)]
    for number, name in enumerate(groups):
        spending = methodcaller("spend", name, 1, NOON + number * DAY, 1 / 60, 1)
        assert await storage.run(spending) == 1
    await storage.run(lambda unit: unit.prune(NOON + DAY, NOON))
    with transaction(database_url) as connection:
        assert set(connection.scalars(text("SELECT name FROM budgets"))) == set(groups[1:])


async def test_what_is_not_granted_is_not_spent(storage: Storage) -> None:
    assert [await spend(storage, NOON, 10) for _ in range(4)] == [10, 10, 5, 0]
    assert await spend(storage, NOON + 0.03125) == 0
    assert await spend(storage, NOON + 0.0625) == 1


async def test_a_budget_held_off_grants_nothing_before_its_time(storage: Storage) -> None:
    for until in (NOON + 30, NOON + 5):
        await storage.run(methodcaller("hold_off", name="notices", now=NOON, until=until))
    assert await spend(storage, NOON + 29.9) == 0
    assert await spend(storage, NOON + 30) == 25
