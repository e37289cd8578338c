"""What a process had to deliver when it died waits for no lease to run out; one that lives keeps it."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.services import succession
from bot.services.ports import Storage
from bot.services.succession import Succession
from bot.storage import open_storage
from tests.conftest import PostgresServer
from tests.storage.people import NOON, add, with_screen

UNTIL = NOON + 15


@pytest.fixture
def url(postgres_server: PostgresServer) -> str:
    return postgres_server.make_database()


@pytest.fixture
async def ours(url: str) -> AsyncIterator[Storage]:
    storage = open_storage(url)
    yield storage
    await storage.close()


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(succession, "SILENT_SECONDS", 0.0)


async def claimed(storage: Storage) -> bool:
    return await storage.run(lambda unit: unit.claim(1, "ours", NOON, UNTIL)) is not None


@pytest.mark.usefixtures("at_once")
async def test_what_is_leased_is_taken_over_once_its_process_died(url: str, ours: Storage) -> None:
    theirs = open_storage(url)
    leased = with_screen(1, lease_owner="theirs", lease_until=UNTIL)
    await add(ours, leased)
    living, heir = Succession(theirs, "theirs"), Succession(ours, "ours")
    await living.take_over()
    await heir.take_over()
    assert not await claimed(ours)
    await theirs.close()
    async with asyncio.timeout(20):  # PostgreSQL notices a moment later that it is gone
        while not await claimed(ours):
            await heir.take_over()
    await heir.take_over()
    assert await ours.run(lambda unit: unit.extend(1, "ours", UNTIL))


async def test_who_is_silent_for_a_moment_is_not_dead(ours: Storage) -> None:
    leased = with_screen(1, lease_owner="theirs", lease_until=UNTIL)
    await add(ours, leased)
    heir = Succession(ours, "ours")
    for _ in range(3):
        await heir.take_over()
    assert not await claimed(ours)
