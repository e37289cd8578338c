"""Updates on their way to the bot: one queue for each chat and for each person's taps, by polling or webhook.

As Telegram's server has it: messages wait 24 hours, taps 150 seconds; what was acknowledged is gone.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.channels.sandbox.errors import bad, conflict
from bot.channels.sandbox.world import Json, World

MESSAGE_SECONDS, TAP_SECONDS = 86_400.0, 150.0
MOST = 100
"""Updates that one call gives."""
FIRST_ID = 512_000_000
LATE_SECONDS = 3.0


@dataclass(slots=True)
class Waiting:
    """An update that the bot has not acknowledged. `queue`: it waits for those of the same queue before it;
    `again`: it comes although it was acknowledged; `not_before`: held back until then.
    """

    body: Json
    queue: str
    expires_at: float
    again: bool = False
    not_before: float = 0.0

    @property
    def id(self) -> int:
        number: int = self.body["update_id"]
        return number


class Updates:
    """What happened and is still to be told to the bot."""

    def __init__(self, world: World, wall: Callable[[], float]) -> None:
        self._world = world
        self._wall = wall
        self._waiting: deque[Waiting] = deque()
        self._ids = count(FIRST_ID)
        self._changed = asyncio.Condition()
        self.pollers = 0
        self._delivery: deque[str] = deque()
        self.webhook: Json | None = None

    def deliver(self, mode: str, times: int) -> None:
        """How the next updates come: `twice`, `late` or `out_of_order`."""
        self._delivery.extend([mode] * times)

    async def post(self, **body: Json) -> None:
        """Something happened."""
        update = {"update_id": next(self._ids), **body}
        tap = body.get("callback_query")
        message = body.get("message") or body.get("my_chat_member") or {}
        queue = f"tap:{tap['from']['id']}" if tap else f"chat:{message.get('chat', {}).get('id')}"
        expires = self._world.clock() + (TAP_SECONDS if tap else MESSAGE_SECONDS)
        self._world.tell("update", update=update, state="waiting")
        async with self._changed:
            self._put(Waiting(update, queue, expires))
            self._changed.notify_all()

    def _put(self, waiting: Waiting) -> None:
        mode = self._delivery.popleft() if self._delivery else "normal"
        if mode == "out_of_order":
            self._waiting.appendleft(waiting)
            return
        if mode == "late":
            waiting.not_before = self._wall() + LATE_SECONDS
        self._waiting.append(waiting)
        if mode == "twice":
            self._waiting.append(Waiting(waiting.body, waiting.queue, waiting.expires_at, again=True))

    def _ready(self) -> list[Waiting]:
        """What can be told now; what is too old is gone."""
        now, wall = self._world.clock(), self._wall()
        for old in [waiting for waiting in self._waiting if waiting.expires_at < now]:
            self._waiting.remove(old)
            self._world.tell("update", update=old.body, state="expired")
        return [waiting for waiting in self._waiting if waiting.not_before <= wall]

    # ------------------------------------------------------------ polling

    async def get(self, given: dict[str, Any]) -> list[Json]:
        """What a getUpdates call gives; a second one sends the first away.

        Raises:
            Refused: a webhook is set, or another call came.
        """
        if self.webhook is not None:
            raise conflict(webhook=True)
        self.pollers += 1
        mine = self.pollers
        most = min(MOST, max(1, int(given.get("limit") or MOST)))
        async with self._changed:
            if given.get("offset") is not None:
                self._acknowledge(int(given["offset"]))
            self._changed.notify_all()
            until = self._wall() + min(50.0, float(given.get("timeout") or 0))
            while not (found := self._ready()) and self.pollers == mine and self._wall() < until:
                await self._wait(until)
            if self.pollers != mine:
                raise conflict(webhook=False)
            return self._tell(found[:most])

    async def _wait(self, until: float) -> None:
        """Until something changes; looking again from time to time, for what was held back."""
        try:
            async with asyncio.timeout(min(0.5, max(0.0, until - self._wall()))):
                await self._changed.wait()
        except TimeoutError:
            return

    def _tell(self, found: list[Waiting]) -> list[Json]:
        for waiting in found:
            self._world.tell("update", update=waiting.body, state="delivered")
            waiting.again, repeated = False, waiting.again
            if repeated:
                self._waiting.remove(waiting)
        return [waiting.body for waiting in found]

    def _acknowledge(self, offset: int) -> None:
        """A negative offset keeps that many from the end; any other all from it on."""
        kept = (
            list(self._waiting)[offset:]
            if offset < 0
            else [waiting for waiting in self._waiting if waiting.id >= offset or waiting.again]
        )
        self._waiting = deque(kept)

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self._waiting)

    # ------------------------------------------------------------ webhook

    async def set_webhook(self, given: dict[str, Any]) -> bool:
        """From now on updates are delivered to an address; an empty one goes back to polling."""
        url = str(given.get("url") or "")
        if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        async with self._changed:
            if given.get("drop_pending_updates"):
                self._waiting.clear()
            self.webhook = dict(given) if url else None
            self._changed.notify_all()
        return True

    async def next_for_webhook(self, busy: set[str]) -> Waiting:
        """The next update whose queue nobody is delivering from; waits for one."""
        async with self._changed:
            while True:
                if self.webhook is not None:
                    for waiting in self._ready():
                        if waiting.queue not in busy:
                            return waiting
                await self._wait(self._wall() + 60)

    async def done(self, waiting: Waiting) -> None:
        """The webhook took it."""
        async with self._changed:
            if waiting in self._waiting:
                self._waiting.remove(waiting)
            self._changed.notify_all()

    async def held(self, waiting: Waiting, seconds: float) -> None:
        """The webhook did not take it: it comes again later, and holds up those behind it."""
        async with self._changed:
            for other in self._waiting:
                if other.queue == waiting.queue:
                    other.not_before = max(other.not_before, self._wall() + seconds)
            self._changed.notify_all()
