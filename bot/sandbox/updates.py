"""Updates on their way to the bot: one queue for each chat and for each person's taps, by polling or webhook.

As Telegram's server has it: messages wait 24 hours, taps 150 seconds; what was acknowledged is gone.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from typing import Any

import orjson

from bot.sandbox.errors import CallRefused, conflict, too_many
from bot.sandbox.parameters import integer
from bot.sandbox.queues import INLINE_SECONDS, MESSAGE_SECONDS, TAP_SECONDS, Queues, Waiting
from bot.sandbox.transcript import Transcript
from bot.sandbox.webhook_info import check_webhook, describe_webhook
from bot.sandbox.world import Json, World

MOST = 100
"""Updates that one call gives."""
LONGEST_POLL = 50
"""Seconds."""
FURTHEST_AHEAD = 10
"""An offset that is further beyond the newest update is taken for a mistake."""
WEBHOOK_SECONDS = 1.0
"""How often a webhook can be set."""
LARGEST = 2**31 - 1
LATE_SECONDS = 3.0
LOOK_SECONDS = 0.5
"""How often those that wait look for what was held back."""
WAITS = {"callback_query": TAP_SECONDS, "inline_query": INLINE_SECONDS}
MODES = ("normal", "twice", "late", "out_of_order")


def first_id() -> int:
    """A number beyond those of earlier sandboxes, whose updates a bot with an old database has seen."""
    return int(time.time() - 1_700_000_000) * 10


class Updates:
    """What happened and is still to be told to the bot."""

    def __init__(self, world: World, transcript: Transcript | None, wall: Callable[[], float]) -> None:
        self._world = world
        self._transcript = transcript
        self._wall = wall
        self._queues = Queues()
        self._next_id = first_id()
        self._changed = asyncio.Condition()
        self._delivery: deque[str] = deque()
        self._overtaken: Waiting | None = None
        self._allowed: frozenset[str] | None = None
        self.pollers = 0
        self.webhook: Json | None = None
        self.webhook_error: tuple[int, str] | None = None
        self._webhook_set_at = -WEBHOOK_SECONDS

    def deliver(self, mode: str, times: int) -> None:
        """How the next updates come: `twice`, `late` or `out_of_order`; `normal` ends it."""
        if mode == "normal":
            self._delivery.clear()
        else:
            self._delivery.extend([mode] * times)

    async def post(self, **body: Json) -> None:
        """Something happened; it is told unless the bot said that it does not want to hear of such things."""
        ((kind, happened),) = body.items()
        if self._allowed is not None and kind not in self._allowed:
            return
        expires_at = self._world.clock() + WAITS.get(kind, MESSAGE_SECONDS)
        waiting = Waiting({"update_id": self._next_id, **body}, _queue(kind, happened), expires_at)
        self._next_id += 1
        self._say(waiting, "waiting")
        async with self._changed:
            self._put(waiting)
            self._changed.notify_all()

    def _put(self, waiting: Waiting) -> None:
        mode = self._delivery.popleft() if self._delivery else "normal"
        overtaken, self._overtaken = self._overtaken, None
        if mode in ("late", "out_of_order"):
            waiting.displaced, waiting.held_until = True, self._wall() + LATE_SECONDS
        self._queues.add(waiting)
        if mode == "twice":
            self._queues.add(Waiting(waiting.body, waiting.queue, waiting.expires_at, again=True))
        if mode == "out_of_order":
            self._overtaken = waiting
        if overtaken is not None and overtaken in self._queues:
            self._queues.remove(overtaken)
            overtaken.held_until = 0.0
            self._queues.add(overtaken)

    def _say(self, waiting: Waiting, state: str) -> None:
        self._world.tell("update", update=waiting.body, state=state)
        if self._transcript is not None:
            at = self._world.clock()
            self._transcript.note("update", {"at": at, "state": state, "update": waiting.body})

    def _forget_old(self) -> None:
        for old in self._queues.expired(self._world.clock()):
            self._say(old, "expired")

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self._queues)

    def untold(self) -> list[Json]:
        """What the bot was not told yet."""
        return [waiting.body for waiting in self._queues if not (waiting.told or waiting.again)]

    def _allow(self, given: dict[str, Any]) -> None:
        """Which kinds the bot wants to hear of from now on, until it says otherwise."""
        allowed = given.get("allowed_updates")
        if isinstance(allowed, str):
            with suppress(ValueError):
                allowed = orjson.loads(allowed)
        if isinstance(allowed, list):
            self._allowed = frozenset(map(str, allowed)) or None

    async def _wait(self) -> None:
        """Until something changes; looking again from time to time, for what was held back."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._changed.wait()

    # ------------------------------------------------------------ polling

    async def get(self, given: dict[str, Any]) -> list[Json]:
        """What a getUpdates call gives; a second one sends the first away.

        Raises:
            Refused: a webhook is set, or another call came.
        """
        if self.webhook is not None:
            raise conflict(webhook=True)
        self._allow(given)
        self.pollers += 1
        mine = self.pollers
        most = integer(given, "limit", MOST, 1, MOST)
        until = self._wall() + integer(given, "timeout", 0, 0, LONGEST_POLL)
        offset = integer(given, "offset", 0, -LARGEST, LARGEST)
        async with self._changed:
            if offset <= self._next_id + FURTHEST_AHEAD:
                self._queues.acknowledge(offset)
            self._changed.notify_all()
            while not (found := self._ready(most)) and self.pollers == mine and self._wall() < until:
                await self._wait()
            self._refuse_if_sent_away(mine)
            return [self._tell(waiting) for waiting in found]

    def _refuse_if_sent_away(self, mine: int) -> None:
        if self.webhook is not None:
            raise CallRefused(409, "Conflict: terminated by setWebhook request")
        if self.pollers != mine:
            raise conflict(webhook=False)

    def _ready(self, most: int) -> list[Waiting]:
        """What can be told now; what is too old is gone."""
        self._forget_old()
        return list(islice(self._queues.ready(self._wall()), most))

    def _tell(self, waiting: Waiting) -> Json:
        if not waiting.told:
            self._say(waiting, "delivered")
        waiting.told = True
        if waiting.again:
            self._queues.remove(waiting)
        return waiting.body

    # ------------------------------------------------------------ webhook

    async def set_webhook(self, given: dict[str, Any]) -> bool:
        """From now on updates are delivered to an address; an empty one goes back to polling.

        Raises:
            Refused: Telegram would not deliver there.
        """
        url = str(given.get("url") or "")
        if url:
            self._refuse_if_just_set()
            check_webhook(url, str(given.get("secret_token") or ""))
        self._allow(given)
        async with self._changed:
            if str(given.get("drop_pending_updates")).lower() == "true":
                self._queues.clear()
            self.webhook = {**given, "url": url} if url else None
            self.webhook_error = None
            # Whoever still asks is told that this is over.
            self.pollers += 1
            self._changed.notify_all()
        return True

    def _refuse_if_just_set(self) -> None:
        now = self._wall()
        if now < self._webhook_set_at + WEBHOOK_SECONDS:
            raise too_many(1)
        self._webhook_set_at = now

    def describe_webhook(self) -> Json:
        """What getWebhookInfo tells."""
        allowed = sorted(self._allowed) if self._allowed else None
        return describe_webhook(self.webhook, self.count, self.webhook_error, allowed)

    async def next_for_webhook(self) -> Waiting:
        """The next update whose queue nobody is delivering from; waits for one."""
        async with self._changed:
            while True:
                self._forget_old()
                if self.webhook is not None and (found := self._queues.take(self._wall())):
                    return found
                await self._wait()

    async def done(self, waiting: Waiting) -> None:
        """The webhook took it."""
        self._say(waiting, "delivered")
        await self._let_go(waiting, gone=True)

    async def failed(self, waiting: Waiting, seconds: float, why: str) -> None:
        """The webhook did not take it: it comes again later, and holds up those behind it; or it will be
        too old by then.
        """
        self.webhook_error = int(self._world.clock()), why
        too_old = self._world.clock() + seconds > waiting.expires_at
        if too_old:
            self._say(waiting, "expired")
        await self._let_go(waiting, gone=too_old, free_at=self._wall() + seconds)

    async def _let_go(self, waiting: Waiting, *, gone: bool, free_at: float = 0.0) -> None:
        async with self._changed:
            # It can be gone already: it became too old, or all that waited was dropped.
            if gone and waiting in self._queues:
                self._queues.remove(waiting)
            self._queues.give_back(waiting, free_at=0.0 if gone else free_at)
            self._changed.notify_all()


def _queue(kind: str, happened: Json) -> str:
    """Taps queue by person, and what a bot is in a chat apart from what is said there."""
    if kind in WAITS:
        return f"{kind}:{happened['from']['id']}"
    return f"{'member' if kind == 'my_chat_member' else 'chat'}:{happened['chat']['id']}"
