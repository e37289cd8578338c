"""What a process had to deliver when it died goes out within seconds, by another one or the next."""

import time
from functools import partial

import structlog

from bot.services.ports import Storage, Unit

log = structlog.get_logger()

SILENT_SECONDS = 3.0
"""Without a sign of life after which a process is dead; who loses its connection shows one again before."""


class Succession:
    """Shows that this process lives, and takes over from those that do not. `owner` names it in leases."""

    def __init__(self, storage: Storage, owner: str) -> None:
        self._storage = storage
        self._owner = owner
        self._silent: dict[str, float] = {}

    async def take_over(self) -> None:
        """Free what is leased to processes that died; to be called every second."""
        silent, now = await self._storage.run(self._look), time.monotonic()
        self._silent = {owner: self._silent.get(owner, now) for owner in silent}
        for owner in [owner for owner, since in self._silent.items() if now - since >= SILENT_SECONDS]:
            log.warning("a process died; what it had to deliver is taken over")
            await self._storage.run(partial(_free, owner=owner))

    def _look(self, unit: Unit) -> list[str]:
        unit.show_life(self._owner)
        return unit.silent_owners(self._owner)


def _free(unit: Unit, owner: str) -> None:
    unit.free_leases_of(owner)
