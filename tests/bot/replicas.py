"""Several processes of the bot behind a load balancer, on one database and one clock that can be moved."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.web.server import SECRET_HEADER
from bot.sandbox.clock import MovableClock
from flows.teams.calendar import next_allowed
from tests.bot.chats import Message
from tests.bot.people import Person
from tests.bot.programs import Program, free_port, program, settings_for
from tests.bot.wire import Wire

SECRET = "a-secret_of-ours"
WEEK = 7 * 86_400.0


class Replicas:
    """The processes, by their place."""

    def __init__(self, wire: Wire, url: str, clock: MovableClock, number: int = 2) -> None:
        self._wire = wire
        self._url = url
        self._clock = clock
        self._ports = [free_port() for _ in range(number)]
        self._running: dict[int, Program] = {}
        self._stack = AsyncExitStack()

    async def start(self, place: int) -> None:
        settings = settings_for(
            self._wire,
            self._url,
            WEBHOOK_URL="https://bot.example.org/telegram",
            WEBHOOK_SECRET=SECRET,
            PORT=str(self._ports[place]),
            VIERSTAP_SANDBOX_CLOCK=str(self._clock.path),
        )
        self._running[place] = await self._stack.enter_async_context(program("run", **settings))
        await self._running[place].said("running")

    async def kill(self, place: int) -> None:
        """As `kill -9`; what was leased to it is free for the other a minute later."""
        await self._running.pop(place).kill()
        await self._clock.advance(61)

    async def deliver(self, update: dict[str, Any]) -> None:
        """As Telegram does: to one process or the other, until one acknowledges it."""
        first = update["update_id"] % len(self._ports)
        for port in islice(cycle(self._ports), first, None):
            if await _acknowledged(port, update):
                return

    @asynccontextmanager
    async def all(self) -> AsyncIterator["Replicas"]:
        async with self._stack:
            for place in range(len(self._ports)):
                await self.start(place)
            yield self


async def _acknowledged(port: int, update: dict[str, Any]) -> bool:
    headers = {SECRET_HEADER: SECRET}
    try:
        async with (
            aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=headers) as http,
            http.post("/telegram", json=update) as answer,
        ):
            return answer.status == 200
    except aiohttp.ClientError:
        return False


class Client(Person):
    """Somebody whose updates come by webhook; they wait until they see what they want to tap."""

    def __init__(self, wire: Wire, replicas: Replicas, user_id: int, name: str) -> None:
        super().__init__(wire, _at_once, user_id, "nl", name)
        self._replicas = replicas

    async def post(self, *updates: Any) -> None:  # noqa: ANN401 - whatever Telegram may say
        for update in updates:
            await self._replicas.deliver(update)

    async def tap(self, what: str) -> None:
        await self._wire.wait_until(lambda: self._match(what, self.screen))
        await super().tap(what)

    @property
    def screen(self) -> Message:
        """The message that asks something and changed last: what colleagues do may be told below it."""
        asking = (message for message in reversed(self.chat) if not all(map(_only_tells, message.buttons)))
        return next(asking, NOTHING)


NOTHING = Message(0, {})


def _only_tells(button: tuple[str, str]) -> bool:
    return ":see:" in button[1]


async def _at_once() -> None:
    """An acknowledged update is all there is to wait for."""


@asynccontextmanager
async def monday_morning(folder: Path, minutes_before_nine: int) -> AsyncIterator[MovableClock]:
    """A clock that stands so long before nine on a Monday that is no holiday."""
    clock = MovableClock(folder / "clock")
    nine = clock() + clock.until_monday()
    while next_allowed(nine, "Europe/Amsterdam", "NL") != nine:
        nine += WEEK
    await clock.advance(nine - minutes_before_nine * 60 - clock())
    yield clock
