"""How fast one person's updates have their turns: as they come, until more come than anybody makes (G11)."""

import asyncio
import time
from collections.abc import Callable

AT_ONCE = 120
"""Updates of one person that have their turns as fast as they come ..."""
A_SECOND = 5.0
"""... and of more than those, so many a second. Others' have their turns meanwhile."""


class Pace:
    """Lets each person's updates through, one after another."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._used_until: dict[int, float] = {}
        self._tidy_at = 0.0

    def __len__(self) -> int:
        """Of how many people something is remembered."""
        return len(self._used_until)

    def holds_back(self, person: int) -> bool:
        """Whether the next update of this person has to wait, for nothing but this."""
        return self._early(person, self._clock()) > 0

    async def wait(self, person: int) -> None:
        """Return once the next update of this person may have its turn."""
        if early := self.count(person):
            await asyncio.sleep(early)

    def count(self, person: int) -> float:
        """By how many seconds the next update of this person comes too early."""
        now = self._clock()
        self._tidy(now)
        early = self._early(person, now)
        self._used_until[person] = max(now, self._used_until.get(person, now)) + 1 / A_SECOND
        return early

    def _early(self, person: int, now: float) -> float:
        used = max(0.0, self._used_until.get(person, now) - now)
        return max(0.0, used - (AT_ONCE - 1) / A_SECOND)

    def _tidy(self, now: float) -> None:
        """Nobody is remembered for longer than it matters."""
        if now >= self._tidy_at:
            self._tidy_at = now + AT_ONCE / A_SECOND
            self._used_until = {person: until for person, until in self._used_until.items() if until > now}
