"""Looks whether the database can be read and written, and tells what is known to probes and alarms."""

import asyncio
from contextlib import suppress

from bot.services.clock import Clock
from bot.services.health import Health, HealthCheck
from bot.services.metrics import Metrics
from bot.services.ports import Counts, Held, Storage, StorageError, Unit

ANSWER_SECONDS = 1.5
"""After these without an answer the database counts as gone."""
PROBE = "probe"
"""The lease that is written to see whether anything can be."""


class Examiner:
    """Asks the database itself each time, for reading it well says nothing of writing."""

    def __init__(self, storage: Storage, health: Health, metrics: Metrics, clock: Clock) -> None:
        self._storage = storage
        self._health = health
        self._metrics = metrics
        self._clock = clock

    async def faults(self) -> frozenset[HealthCheck]:
        """All that keeps people from being served; none is well."""
        return self._health.faults(writable=await self._counts() is not None)

    async def metrics(self) -> bytes:
        """The metrics, with what is stored where the database tells it in time."""
        counts = await self._counts()
        faults = self._health.faults(writable=counts is not None)
        return self._metrics.page(self._health, faults, counts, self._clock())

    async def _counts(self) -> Counts | None:
        with suppress(StorageError, Held, TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._storage.run(self._try)
        return None

    def _try(self, unit: Unit) -> Counts:
        now = self._clock()
        unit.hold_lease(PROBE, PROBE, now, now)
        return unit.counts(now)
