"""A look-alike of Telegram, and a bot beside it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.channels.sandbox.bot_process import BotProcess
from bot.channels.sandbox.clock import MovableClock
from bot.channels.sandbox.sandbox import HOST, Telegram, build_telegram, listen, served
from bot.channels.sandbox.world import TOKEN
from tests.sandbox.api import Caller

Start = Callable[[], AbstractAsyncContextManager[BotProcess]]


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    """Telegram at an address, without a bot."""
    clock = MovableClock(tmp_path / "clock")
    telegram = build_telegram(clock)
    listening = listen(0)
    telegram.world.texts["address"] = {"": f"http://{HOST}:{listening.getsockname()[1]}"}
    async with served(telegram, listening):
        yield telegram


@pytest.fixture
def address(telegram: Telegram) -> str:
    return telegram.world.texts["address"][""]


@pytest.fixture
async def call(address: str) -> AsyncIterator[Caller]:
    """Call the Bot API as a bot does."""
    async with aiohttp.ClientSession() as session:
        yield Caller(session, f"{address}/bot{TOKEN}")


@pytest.fixture
def start(telegram: Telegram, address: str, tmp_path: Path) -> Start:
    """Start the real bot; again and again on the same database."""

    @asynccontextmanager
    async def running() -> AsyncIterator[BotProcess]:
        database = f"sqlite:///{tmp_path / 'bot.db'}"
        bot = BotProcess(address, database, str(telegram.clock.path), {"LOG_LEVEL": "WARNING"})
        await bot.start()
        try:
            yield bot
        finally:
            await bot.stop()

    return running
