"""What must happen by itself: deliveries taken up, the heart beating, old rows removed."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from bot.services.clock import Clock
from bot.services.delivery import Delivery
from bot.services.failures import set_aside
from bot.services.forgetting import Forgetting
from bot.services.live_message import LEASE
from bot.services.ports import Storage, StorageError, Unit
from bot.services.retention import away, retire
from bot.services.scheduler import Scheduler
from bot.services.turn_context import DAY

log = structlog.get_logger()

SWEEP_SECONDS = 1.0
MORE_SECONDS = 0.2
"""Between two rounds of reminders where more are due than one round takes."""
BEAT_SECONDS = 15.0
OUTAGE = 120.0
"""Seconds without a heartbeat after which taps may be lost: Telegram drops them after 150 (G10)."""
LEAVE_SECONDS = 60.0
RECENTLY = 3_600.0
KEEP_SEEN = 3 * DAY
"""Telegram delivers nothing older than a day."""
KEEP_PARKED = 30 * DAY


class Housekeeping:
    """Runs beside the reception for as long as the process lives.

    `in_touch`: whether updates can reach us, as far as is known.
    """

    def __init__(
        self,
        storage: Storage,
        delivery: Delivery,
        scheduler: Scheduler,
        forgetting: Forgetting,
        clock: Clock,
        in_touch: Callable[[], bool],
    ) -> None:
        self._storage = storage
        self._scheduler = scheduler
        self._forgetting = forgetting
        self._delivery = delivery
        self._clock = clock
        self._in_touch = in_touch
        self._now = 0.0
        self._next_beat = 0.0
        self._next_pruning = 0.0
        self._next_leaving = 0.0
        self._retired_to = 0.0
        self._stood_still = 0.0

    async def run(self) -> None:
        """Keep house until cancelled; whatever fails is tried again."""
        while True:
            more = False
            try:
                with set_aside("housekeeping failed"):
                    more = await self.tick()
            except StorageError as error:
                log.error("housekeeping paused", reason=str(error))
            if not more:
                self._clock.ticked()
            await self._clock.pause(MORE_SECONDS if more else SWEEP_SECONDS)

    async def tick(self) -> bool:
        """One round: everything whose time has come; whether there may be more of it at once."""
        now = self._clock()
        self._stood_still -= self._clock.moved()
        before, self._now = self._now, now
        if now < before:
            self._next_beat = self._next_pruning = self._next_leaving = now
            await _aside("clock", self._storage.run(lambda unit: unit.set_back(now, now + LEASE)))
        # An outage between us and Telegram loses taps like one of ours does: the heart stands still.
        if now >= self._next_beat and self._in_touch():
            self._next_beat = now + BEAT_SECONDS
            await _aside("heartbeat", self._beat(now))
        if now >= self._next_pruning:
            self._next_pruning = now + RECENTLY
            await _aside(
                "pruning", self._storage.run(lambda unit: unit.prune(now - KEEP_SEEN, now - KEEP_PARKED))
            )
            await _aside("retention", self._retire(now))
        if now >= self._next_leaving:
            self._next_leaving = now + LEAVE_SECONDS
            await _aside("groups", self._scheduler.leave_groups())
            await _aside("lost letters", self._delivery.settle_lost())
        await _aside("deliveries", self._delivery.sweep())
        return await self._scheduler.round()

    async def _retire(self, now: float) -> None:
        """Each in a transaction of their own, so that none keeps others from being looked at."""
        found, further = await self._storage.run(partial(away, now=now, after=self._retired_to))
        for user_id in found:
            work = partial(retire, forgetting=self._forgetting, user_id=user_id, now=now)
            await _aside("one person", self._storage.run(work))
        self._retired_to = further

    async def _beat(self, now: float) -> None:
        """After an outage, ask again those who were answering when it began."""
        still, self._stood_still = self._stood_still, 0.0
        # A clock that was moved is no outage.
        if asked := await self._storage.run(partial(_beat, now=now, since=now - OUTAGE + still)):
            log.warning("back after an outage", asked_again=asked)


def _beat(unit: Unit, now: float, since: float) -> int:
    """Our heartbeat; how many are asked again, as the one before was no later than that. Those who answered
    after it too: it tells only roughly when the outage began, and taps were lost until now.
    """
    before = unit.beat(now)
    if before is not None and before > now + BEAT_SECONDS:
        unit.set_back(now, now + LEASE)  # The clock went back while no process, or another one, looked
    return 0 if before is None or before > since else unit.ask_again(before - RECENTLY, now)


async def _aside(what: str, work: Awaitable[object]) -> None:
    """A failure of one part of the round leaves the others alone."""
    with set_aside("housekeeping failed", part=what):
        await work
