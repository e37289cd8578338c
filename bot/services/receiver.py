"""Receives updates: each person's in order, each exactly once, and none that blocks the others."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import orjson
import structlog

from bot.services.clock import Time
from bot.services.delivery import Delivery
from bot.services.failures import reason_of, set_aside
from bot.services.groups import GroupEvent, GroupReply, Groups
from bot.services.held import once_free
from bot.services.metrics import Metrics
from bot.services.pace import Pace
from bot.services.ports import Crowded, ParkedUpdate, Storage, StorageError, Unit
from bot.services.turns import Incoming, Tap, TurnResult, Turns

log = structlog.get_logger()

T = TypeVar("T")

TRIES = 3
"""After this many failures an update is parked, so that later ones go on."""


MOST_WAITING = 200
"""Of one person's updates. More are kept: by webhook Telegram does so, by polling we do."""


MALFORMED = "malformed"
CONTRADICTING = "contradicting"
"""Among the kinds of updates that are counted: what cannot be read."""


class NotHandled(Exception):
    """An update failed as often as it is tried; the message is why, without anything a person wrote."""


@dataclass(slots=True)
class PersonQueue:
    """Those of one person's updates that are here now."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Receiver:
    """Takes what people do, one after another for each of them."""

    def __init__(
        self, storage: Storage, turns: Turns, delivery: Delivery, metrics: Metrics, clock: Time
    ) -> None:
        self._storage = storage
        self._turns = turns
        self._delivery = delivery
        self._metrics = metrics
        self._clock = clock
        self._groups = Groups(clock)
        self._queues: dict[int, PersonQueue] = {}
        self._pace = Pace()

    async def receive(self, incoming: Incoming) -> TurnResult:
        """Take the turn; when this returns, it is on disk.

        Raises:
            StorageError: nothing was stored; the update must be delivered again, if `Crowded` a little later.
        """
        if (queue := self._queues.get(incoming.user_id)) and queue.length >= MOST_WAITING:
            raise Crowded
        self._metrics.received(type(incoming.event).__name__.lower())
        started = self._clock()
        queue = self._queues.setdefault(incoming.user_id, PersonQueue())
        queue.length += 1
        try:
            async with queue.turn:
                await self._pace.wait(incoming.user_id)
                turn, outcome = await self._take(incoming)
        finally:
            queue.length -= 1
            if queue.length == 0:  # nobody stands in it
                del self._queues[incoming.user_id]
        self._metrics.taken(outcome, max(0.0, self._clock() - started))
        if turn.deliver is not None:
            self._delivery.start(turn.deliver, letters=turn.letters, outdated=turn.outdated, moved=turn.menu)
        return turn

    def holds_back(self, user_id: int) -> bool:
        """Whether somebody sends so much that the next of it waits, however little others do."""
        return self._pace.holds_back(user_id)

    async def hear_group(self, happened: GroupEvent) -> GroupReply | None:
        """Take what happened in a group; when this returns, it is on disk.

        Raises:
            StorageError: nothing was stored; the update must be delivered again.
        """
        self._metrics.received("group")
        try:
            return await self._insist(partial(self._groups.take, happened=happened), happened.update_id)
        except NotHandled as failure:
            await self._park(happened.update_id, happened.person, _without_words(happened), str(failure))
            return None

    async def park_unreadable(self, update_id: int, reason: str) -> None:
        """Note an update that cannot be read, once.

        Raises:
            StorageError: nothing was stored; the update must be delivered again.
        """
        log.error("update cannot be read", update_id=update_id, reason=reason)
        self._metrics.received(MALFORMED)
        what = orjson.dumps({"update_id": update_id, "kind": "unreadable"}).decode()
        await self._park(update_id, None, what, reason)

    def note_contradiction(self, update_id: int) -> None:
        """Count and log that a number came with other contents than before; only the first ones counted."""
        log.error("update number came again with other contents", update_id=update_id)
        self._metrics.received(CONTRADICTING)

    def note_malformed(self, size: int) -> None:
        """Count and log what came in the place of an update, without what it holds."""
        log.warning("not an update", bytes=size)
        self._metrics.received(MALFORMED)

    async def drop(self, user_id: int) -> None:
        """Send nothing more to somebody who is forgotten."""
        await self._delivery.drop(user_id)

    async def _take(self, incoming: Incoming) -> tuple[TurnResult, str]:
        try:
            return await self._insist(
                partial(self._turns.take, incoming=incoming), incoming.update_id
            ), "done"
        except NotHandled as failure:
            what = _without_words(incoming)
            await self._park(incoming.update_id, incoming.user_id, what, str(failure))
        return await self._apologise(incoming), "parked"

    async def _insist(self, work: Callable[[Unit], T], update_id: int | None) -> T:
        """What the work gives, by the last try at the latest.

        Raises:
            StorageError: the database fails everybody.
            NotHandled: this update fails.
        """
        failure = ""
        for tried in range(1, TRIES + 1):
            try:
                return await once_free(self._storage, work)
            except StorageError:
                raise
            except Exception as error:
                failure = f"{reason_of(error)} in a turn"
                log.exception("turn failed", update_id=update_id, tried=tried, reason=reason_of(error))
        raise NotHandled(failure)

    async def _park(self, update_id: int | None, user_id: int | None, what: str, failure: str) -> None:
        """Even what cannot be parked is acknowledged: it must not come again and again."""
        if update_id is None:
            return
        now = self._clock()

        def park(unit: Unit) -> None:
            unit.mark_seen(update_id, now)
            # Of whom nothing is stored, or nothing any more, no id stays behind.
            known = user_id is not None and unit.load(user_id) is not None
            unit.park(ParkedUpdate(update_id, user_id if known else None, what, failure, now))

        with set_aside("update not parked", update_id=update_id):
            await self._storage.run(park)

    async def _apologise(self, incoming: Incoming) -> TurnResult:
        """By itself, after the update is safely parked: whatever fails here holds up nobody."""
        try:
            return await self._storage.run(partial(self._turns.apologise, incoming=incoming))
        except Exception as error:
            log.exception("no apology", update_id=incoming.update_id, reason=reason_of(error))
            return TurnResult()


def _without_words(happened: Incoming | GroupEvent) -> str:
    """What happened, as JSON, without what was typed or answered."""
    event = happened.event
    document = {"update_id": happened.update_id, "kind": type(event).__name__.lower()}
    if isinstance(event, Tap):
        document["action"] = _printable(event.data.partition(":")[2].partition(":")[0])
    return orjson.dumps(document).decode()


def _printable(data: str) -> str:
    """Data of a button as any database and any JSON can hold it."""
    return data.encode("ascii", "backslashreplace").decode()
