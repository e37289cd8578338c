"""Healthy means serving: whatever keeps people from an answer turns readiness red, and tells which it is."""

import asyncio
import time

import pytest

from bot.channels.telegram.polling import LEASE
from bot.services.health import CONFLICT, SILENCE, Health, HealthCheck
from bot.services.ports import StorageError
from bot.storage import open_storage
from bot.storage.unit import SqlUnit
from tests.bot.conftest import Invite, Start
from tests.bot.faults import refusal
from tests.bot.house import House
from tests.bot.wire import Wire


class Moments:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def health(moments: Moments) -> Health:
    return Health(moments)


def test_a_process_that_just_began_is_well(health: Health) -> None:
    assert not health.faults(writable=True)


def test_a_database_that_cannot_be_written_is_a_fault(health: Health) -> None:
    assert health.faults(writable=False) == {HealthCheck.DATABASE}


def test_an_update_that_could_not_be_stored_is_a_fault_until_one_could(health: Health) -> None:
    health.stored(done=False)
    assert health.faults(writable=True) == {HealthCheck.DATABASE}
    health.stored(done=True)
    assert not health.faults(writable=True)


def test_a_minute_without_telegram_is_a_fault(health: Health, moments: Moments) -> None:
    moments.now += SILENCE
    assert health.faults(writable=True) == {HealthCheck.TELEGRAM}
    health.answered()
    assert not health.faults(writable=True)


def test_who_stands_by_need_not_hear_of_telegram(health: Health, moments: Moments) -> None:
    health.stands_by()
    moments.now += SILENCE
    assert not health.faults(writable=True)
    health.answered()  # it took over
    moments.now += SILENCE
    assert health.faults(writable=True) == {HealthCheck.TELEGRAM}


def test_a_conflict_counts_for_a_while_whatever_is_answered_between(health: Health, moments: Moments) -> None:
    health.conflict()
    health.answered()
    assert health.faults(writable=True) == {HealthCheck.CONFLICT}
    moments.now += CONFLICT
    health.answered()
    assert not health.faults(writable=True)


@pytest.mark.fault(18)
async def test_another_program_on_the_same_token_is_seen(start: Start, wire: Wire) -> None:
    wire.fail("getUpdates", refusal(409, "Conflict: terminated by other getUpdates request"))
    async with start() as house:
        await wire.wait_until(lambda: len(wire.calls_of("getUpdates")) > 1)
        assert await house.examiner.faults() == {HealthCheck.CONFLICT}


async def test_a_process_that_waits_for_its_turn_to_poll_is_well(
    start: Start, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = open_storage(url)
    now = time.time()
    await storage.run(lambda unit: unit.hold_lease(LEASE, "another process", now, now + 60))
    await storage.close()
    monkeypatch.setattr(SqlUnit, "free_leases", lambda _: None)  # as on PostgreSQL
    stood_by, stand_by = asyncio.Event(), Health.stands_by

    def stands_by(health: Health) -> None:
        stand_by(health)
        stood_by.set()

    monkeypatch.setattr(Health, "stands_by", stands_by)
    async with start() as house:
        monkeypatch.setattr(house.health, "_now", lambda: time.monotonic() + SILENCE)
        async with asyncio.timeout(20):
            await stood_by.wait()
        assert not await house.examiner.faults()


@pytest.mark.fault(29)
async def test_what_can_be_read_but_not_written_is_a_fault(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is still read."""
    assert not await house.examiner.faults()

    def refuse(*_arguments: object) -> bool:
        raise StorageError("the disk is full")

    monkeypatch.setattr(SqlUnit, "hold_lease", refuse)
    assert await house.examiner.faults() == {HealthCheck.DATABASE}


@pytest.mark.fault(29, 30)
async def test_an_update_that_is_not_stored_is_seen(
    house: House, invite: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = invite("Anna")

    def refuse(*_arguments: object) -> bool:
        raise StorageError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(SqlUnit, "mark_seen", refuse)
        with pytest.raises(StorageError):
            await house.desk.take_in(anna.raw_message(text="/quick"))
        assert await house.examiner.faults() == {HealthCheck.DATABASE}
    await house.desk.take_in(anna.raw_message(text="/quick"))
    assert not await house.examiner.faults()


async def test_the_metrics_are_there_without_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_work: object) -> None:
        raise StorageError("gone")

    monkeypatch.setattr(house.storage, "run", refuse)
    assert 'vierstap_well{check="database"} 0.0' in (await house.examiner.metrics()).decode()
