"""The look-alike of Telegram, called in this process, and what it tells of everything that happens there."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from bot.sandbox.errors import CallRefused
from bot.sandbox.inline import Inline
from bot.sandbox.limits import Limits
from bot.sandbox.methods import Methods
from bot.sandbox.people import People
from bot.sandbox.queues import Waiting
from bot.sandbox.taps import Taps
from bot.sandbox.updates import Updates
from bot.sandbox.world import World
from tests.bot.chats import Json

FIRST_UPDATE = 500_001


@dataclass(frozen=True, slots=True)
class Answer:
    """As it goes over the wire."""

    status: int
    body: Json

    @property
    def content(self) -> bytes:
        return orjson.dumps(self.body)


class Events:
    """In the place of a page: hears of each change at once. It does as an asyncio.Queue of the look-alike."""

    def __init__(self, hear: Callable[[Json], None]) -> None:
        self.put_nowait = hear


class WatchedUpdates(Updates):
    """Updates; `acknowledged`: told of those that the bot will not be told again."""

    acknowledged: Callable[[list[Json]], None]

    async def get(self, given: dict[str, Any]) -> list[Json]:
        offset = int(given.get("offset") or 0)
        self.acknowledged([waiting.body for waiting in self._queues if waiting.is_acknowledged_by(offset)])
        return await super().get(given)

    async def done(self, waiting: Waiting) -> None:
        self.acknowledged([waiting.body])
        await super().done(waiting)


class Telegram:
    """Telegram's server: every method, what waits for the bot, and who is there."""

    def __init__(self, wall: Callable[[], float], hear: Callable[[Json], None]) -> None:
        loop_time = asyncio.get_running_loop().time
        self.world = World(wall)
        self.world._listeners.add(Events(hear))  # type: ignore[arg-type] # all that is asked of one
        self.taps = Taps(self.world)
        self.updates = WatchedUpdates(self.world, None, loop_time)
        self.updates._next_id = FIRST_UPDATE
        self.inline = Inline(self.world, self.updates)
        self.methods = Methods(self.world, self.taps, self.inline, Limits(loop_time))
        self.people = People(self.world, self.updates, self.taps, self.inline)

    async def answer(self, method: str, given: Json) -> Answer:
        """What Telegram makes of a call."""
        try:
            return Answer(200, {"ok": True, "result": await self._result(method, given)})
        except CallRefused as error:
            document: Json = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                document["parameters"] = error.parameters
            return Answer(error.code, document)

    async def _result(self, method: str, given: Json) -> object:
        match method:
            case "getUpdates":
                return await self.updates.get(given)
            case "setWebhook":
                return await self.updates.set_webhook(given)
            case "deleteWebhook":
                return await self.updates.set_webhook({**given, "url": ""})
            case "getWebhookInfo":
                return self.updates.describe_webhook()
        found = self.methods.find(method)
        assert found is not None, f"no such method: {method}"
        return found(given)
