"""Receives updates: each person's in order, each exactly once, and none that blocks the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import orjson
import structlog

from bot.services.delivery import Delivery
from bot.services.groups import GroupEvent, Groups, Reply
from bot.services.metrics import Metrics
from bot.services.ports import ParkedUpdate, Storage, StorageError, Unit
from bot.services.turns import Clock, Incoming, Tap, Turn, Turns

log = structlog.get_logger()

TRIES = 3
"""After this many failures an update is parked, so that later ones go on."""


@dataclass(slots=True)
class Queue:
    """Those of one person's updates that are here now."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Reception:
    """Takes what people do, one after another for each of them."""

    def __init__(
        self, storage: Storage, turns: Turns, delivery: Delivery, metrics: Metrics, clock: Clock
    ) -> None:
        self._storage = storage
        self._turns = turns
        self._delivery = delivery
        self._metrics = metrics
        self._clock = clock
        self._groups = Groups(clock)
        self._queues: dict[int, Queue] = {}

    async def receive(self, incoming: Incoming) -> Turn:
        """Take the turn; when this returns, it is on disk.

        Raises:
            StorageError: nothing was stored; the update must be delivered again.
        """
        self._metrics.received(type(incoming.event).__name__.lower())
        started = self._clock()
        async with self._in_order(incoming.user_id):
            turn, outcome = await self._take(incoming)
        self._metrics.taken(outcome, max(0.0, self._clock() - started))
        if turn.deliver is not None:
            self._delivery.start(turn.deliver, letters=turn.letters, outdated=turn.outdated)
        return turn

    async def hear_group(self, happened: GroupEvent) -> Reply | None:
        """Take what happened in a group; when this returns, it is on disk."""
        self._metrics.received("group")
        return await self._storage.run(partial(self._groups.take, happened=happened))

    async def drop(self, user_id: int) -> None:
        """Send nothing more to somebody who is forgotten."""
        await self._delivery.drop(user_id)

    async def _take(self, incoming: Incoming) -> tuple[Turn, str]:
        for tried in range(1, TRIES + 1):
            try:
                turn = await self._storage.run(partial(self._turns.take, incoming=incoming))
            except StorageError:
                raise
            except Exception as error:
                log.exception("turn failed", update_id=incoming.update_id, tried=tried)
                failure = f"{type(error).__name__} in a turn"
            else:
                return turn, "done"
        await self._storage.run(partial(self._park, incoming=incoming, failure=failure))
        return await self._apologise(incoming), "parked"

    def _park(self, unit: Unit, incoming: Incoming, failure: str) -> None:
        now = self._clock()
        if incoming.update_id is not None:
            unit.mark_seen(incoming.update_id, now)
            unit.park(
                ParkedUpdate(incoming.update_id, incoming.user_id, _without_words(incoming), failure, now)
            )

    async def _apologise(self, incoming: Incoming) -> Turn:
        """By itself, after the update is safely parked: whatever fails here holds up nobody."""
        try:
            return await self._storage.run(partial(self._turns.apologise, incoming=incoming))
        except Exception:
            log.exception("no apology", update_id=incoming.update_id)
            return Turn()

    @asynccontextmanager
    async def _in_order(self, user_id: int) -> AsyncIterator[None]:
        """One person's turns one after another; the queue is gone when nobody stands in it."""
        queue = self._queues.setdefault(user_id, Queue())
        queue.length += 1
        try:
            async with queue.turn:
                yield
        finally:
            queue.length -= 1
            if queue.length == 0:
                del self._queues[user_id]


def _without_words(incoming: Incoming) -> str:
    """What happened, as JSON, without what was typed or answered."""
    event = incoming.event
    document = {"update_id": incoming.update_id, "kind": type(event).__name__.lower()}
    if isinstance(event, Tap):
        document["action"] = event.data.partition(":")[2].partition(":")[0]
    return orjson.dumps(document).decode()
