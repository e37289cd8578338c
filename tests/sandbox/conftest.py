"""A look-alike of Telegram, and a bot beside it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import clock as sandbox_clock
from bot.sandbox import updates
from bot.sandbox.bot_process import BotProcess
from bot.sandbox.clock import MovableClock
from bot.sandbox.sandbox import HOST, Telegram, build_telegram, listen, served
from bot.sandbox.schema import Schema
from bot.sandbox.world import TOKEN
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone
from tests.sandbox.hook import Hook
from tests.sandbox.wall import Wall

Start = Callable[[], AbstractAsyncContextManager[BotProcess]]
Later = Callable[[float], Awaitable[None]]


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The parameters of every method, as aiogram knows them."""
    schema = Schema()
    schema.load()
    return schema


@pytest.fixture
def wall() -> Wall:
    """The real time, until it is stopped."""
    return Wall()


@pytest.fixture
async def telegram(
    tmp_path: Path, schema: Schema, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Telegram]:
    """Telegram at an address, without a bot."""
    monkeypatch.setattr(updates, "LOOK_SECONDS", 0.01)
    clock = MovableClock(tmp_path / "clock")
    telegram = build_telegram(clock, schema=schema, wall=wall)
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
async def anna(telegram: Telegram) -> Phone:
    """Somebody who started the bot."""
    anna = Phone(telegram, "Anna", "nl")
    await anna.send("/start")
    return anna


@pytest.fixture
def later(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> Later:
    """So many seconds later, where no bot has to follow."""
    monkeypatch.setattr(sandbox_clock, "PATIENCE", 0.0)
    return telegram.clock.advance


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    """Where a bot takes updates."""
    async with Hook().open() as hook:
        yield hook


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
