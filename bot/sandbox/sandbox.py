"""Puts the sandbox together: a look-alike of Telegram, a page, and the real bot, on this machine only."""

import asyncio
import socket
import sys
import tempfile
import time
import webbrowser
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

import uvicorn

from bot.sandbox.api import Api
from bot.sandbox.asgi import CuttableProtocol
from bot.sandbox.bot_process import BotProcess
from bot.sandbox.clock import MovableClock
from bot.sandbox.commands import Deeds
from bot.sandbox.faults import Faults
from bot.sandbox.inline import Inline
from bot.sandbox.limits import Limits
from bot.sandbox.methods import Methods
from bot.sandbox.people import People
from bot.sandbox.schema import Schema
from bot.sandbox.server import Site
from bot.sandbox.taps import Taps
from bot.sandbox.transcript import Transcript
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Deliverer
from bot.sandbox.world import World
from bot.services.tasks import begin, end
from messages.renderer import unsaid_languages

HOST = "127.0.0.1"
PORT = 8090
SCHEMA_AFTER = 5.0
"""Seconds after the start: until then the machine is needed for the first screen."""
NUMBERS_SINCE = 1_700_000_000
"""No chat has had a message each second since."""
EXAMPLES = ("Anna", "Ben")


@dataclass(frozen=True, slots=True)
class Telegram:
    """The look-alike, with what tests reach into."""

    world: World
    people: People
    updates: Updates
    faults: Faults
    clock: MovableClock
    transcript: Transcript
    deeds: Deeds
    site: Site
    deliverer: Deliverer


def build_telegram(
    clock: MovableClock,
    bot: BotProcess | None = None,
    *,
    schema: Schema | None = None,
    checks: bool = True,
    wall: Callable[[], float] = time.time,
) -> Telegram:
    """A look-alike without anybody in it. With `checks` off it takes everything on trust, for benchmarks.

    `schema`: what parameters are checked against; `wall`: the real time, by which calls wait.
    """
    world, faults, transcript = World(clock), Faults(), Transcript()
    kept = transcript if checks else None
    taps, updates = Taps(world), Updates(world, kept, wall)
    inline = Inline(world, updates)
    methods = Methods(world, taps, inline, Limits(wall), checks=checks)
    people = People(world, updates, taps, inline)
    api = Api(world, methods, updates, faults, kept, schema)
    deeds = Deeds(people, updates, faults, clock, bot)
    site = Site(world, api, deeds, transcript, bot)
    deliverer = Deliverer(updates, api.call, wall)
    if bot is not None:
        bot.tell = lambda facts: world.tell("bot", bot=facts)
    return Telegram(world, people, updates, faults, clock, transcript, deeds, site, deliverer)


class _Server(uvicorn.Server):
    """Leaves signals to whoever started the sandbox."""

    @asynccontextmanager
    async def serving(self, listening: socket.socket) -> AsyncIterator[None]:
        self.install_signal_handlers = lambda: None
        task = begin(self._serve([listening]), "page")
        try:
            yield
        finally:
            self.should_exit = True
            await task


@asynccontextmanager
async def served(telegram: Telegram, listening: socket.socket) -> AsyncIterator[None]:
    """The look-alike and its page, at an address."""
    config = uvicorn.Config(
        telegram.site,
        http=CuttableProtocol,
        loop="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=600,
        timeout_graceful_shutdown=1,
    )
    delivering = begin(telegram.deliverer.run(), "deliveries to the webhook")
    async with _Server(config).serving(listening):
        try:
            yield
        finally:
            telegram.world.tell("stopped")
            await end(delivering)


def listen(port: int | None) -> socket.socket:
    """A place on the loopback: the port asked for, else the usual one, else any that is free.

    Raises:
        OSError: the port that was asked for is taken.
        OverflowError: it is no port.
    """
    for wanted in (port,) if port is not None else (PORT, 0):
        try:
            return socket.create_server((HOST, wanted))
        except OSError:
            if port is not None:
                raise
    raise OSError("no port is free")


def first_message(database: Path, now: float) -> int:
    """Where messages are numbered from: a bot with an old database knows those of earlier sandboxes."""
    known = database.exists() and database.stat().st_size > 0
    return int(now - NUMBERS_SINCE) if known else 1


async def run_sandbox(
    listening: socket.socket, database: Path, stopping: asyncio.Event, settings: Mapping[str, str]
) -> None:
    """Run look-alike, page and bot until told to stop."""
    address = f"http://{HOST}:{listening.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="vierstap-sandbox-") as folder:
        clock = MovableClock(Path(folder) / "clock")
        bot = BotProcess(address, f"sqlite:///{database}", str(clock.path), settings)
        schema = Schema()
        telegram = build_telegram(clock, bot, schema=schema)
        telegram.world.first_message = first_message(database, time.time())
        for name, language in zip(EXAMPLES, unsaid_languages().values(), strict=False):
            telegram.world.add_person(name, language)
        async with served(telegram, listening):
            await bot.start()
            asyncio.get_running_loop().call_later(SCHEMA_AFTER, schema.load_beside)
            print(f"Vierstap's sandbox: {address}  (Ctrl-C stops it)", flush=True)  # noqa: T201 - for people
            if sys.platform == "darwin" or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
                webbrowser.open(address)
            await stopping.wait()
            await bot.stop()
