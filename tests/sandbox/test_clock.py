"""A clock that the page moves and the bot follows."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.sandbox import clock as module
from bot.sandbox.clock import HOME, STEP, MovableClock
from bot.services.clock import SandboxClock

HOUR = 3_600.0


@pytest.fixture
def sandbox(tmp_path: Path) -> MovableClock:
    """The clock as the page has it."""
    return MovableClock(tmp_path / "clock")


@pytest.fixture
def bot(sandbox: MovableClock) -> SandboxClock:
    """The clock as the bot has it."""
    return SandboxClock(sandbox.path)


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the bot."""
    monkeypatch.setattr(module, "PATIENCE", 0.0)


@asynccontextmanager
async def following(bot: SandboxClock) -> AsyncIterator[list[float]]:
    """A bot that does what is due after each move; how far each was."""
    moves: list[float] = []

    async def follow() -> None:
        while True:
            moves.append(bot.moved())
            bot.ticked()
            await bot.pause(60)

    task = asyncio.create_task(follow())
    try:
        yield moves
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.usefixtures("_hurried")
async def test_both_tell_the_same_time(sandbox: MovableClock, bot: SandboxClock) -> None:
    await sandbox.advance(5 * HOUR)
    assert bot() == pytest.approx(sandbox(), abs=5)
    assert bot() - time.time() == pytest.approx(5 * HOUR, abs=5)


@pytest.mark.usefixtures("_hurried")
async def test_a_bot_hears_once_how_far_the_clock_was_moved(sandbox: MovableClock, bot: SandboxClock) -> None:
    await sandbox.advance(HOUR)
    await sandbox.advance(HOUR)
    assert (bot.moved(), bot.moved()) == (2 * HOUR, 0.0)


@pytest.mark.usefixtures("_hurried")
async def test_a_bot_that_starts_later_was_not_moved(sandbox: MovableClock) -> None:
    await sandbox.advance(HOUR)
    assert SandboxClock(sandbox.path).moved() == 0.0


@pytest.mark.usefixtures("_hurried")
async def test_a_pause_ends_when_the_clock_is_moved(sandbox: MovableClock, bot: SandboxClock) -> None:
    pausing = asyncio.create_task(bot.pause(60))
    await asyncio.sleep(0)
    await sandbox.advance(HOUR)
    async with asyncio.timeout(20):
        await pausing


async def test_a_pause_ends_by_itself(bot: SandboxClock) -> None:
    async with asyncio.timeout(20):
        await bot.pause(0.02)


async def test_the_clock_moves_in_steps_that_the_bot_follows(
    sandbox: MovableClock, bot: SandboxClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 20.0)
    async with following(bot) as moves:
        await sandbox.advance(2 * STEP + 60)
    assert [move for move in moves if move] == [STEP, STEP, 60]


async def test_a_bot_that_is_down_is_waited_for_once(
    sandbox: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    async with asyncio.timeout(20):
        await sandbox.advance(1_000 * STEP)
    assert sandbox() - time.time() == pytest.approx(1_000 * STEP, abs=5)


async def test_the_page_knows_that_the_clock_is_moving(sandbox: MovableClock, bot: SandboxClock) -> None:
    moving = asyncio.create_task(sandbox.advance(STEP))
    await asyncio.sleep(0)
    assert sandbox.moving
    async with following(bot):
        await moving
    assert not sandbox.moving


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        ("2026-11-26T13:00", "2026-11-30T09:00"),
        ("2026-11-30T08:59", "2026-11-30T09:00"),
        ("2026-11-30T09:00", "2026-12-07T09:00"),
        ("2026-10-24T12:00", "2026-10-26T09:00"),  # the clocks go back that night
        ("2026-03-28T12:00", "2026-03-30T09:00"),  # and forward
        ("2026-10-19T10:00", "2026-10-26T09:00"),
    ],
)
def test_monday_is_the_next_one_at_nine(
    sandbox: MovableClock, monkeypatch: pytest.MonkeyPatch, now: str, monday: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=HOME).timestamp()
    monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: moment))
    reached = datetime.fromtimestamp(moment + sandbox.until_monday(), HOME)
    assert reached == datetime.fromisoformat(monday).replace(tzinfo=HOME)
