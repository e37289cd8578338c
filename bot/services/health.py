"""Whether people are served, as far as this process can tell: for probes and alarms."""

import time
from collections.abc import Callable
from enum import StrEnum

OUT_OF_TOUCH = 30.0
"""Seconds without an answer of Telegram, after which taps may be lost."""
SILENCE = 60.0
"""Seconds without an answer of Telegram, after which nobody is served."""
CONFLICT = 60.0
"""For so many seconds after the last sign of it, somebody else takes our updates."""


class HealthCheck(StrEnum):
    """What has to be well for people to be served."""

    DATABASE = "database"
    TELEGRAM = "telegram"
    CONFLICT = "conflict"


class Health:
    """What this process saw last of Telegram and of the database; whoever sees it tells.

    `waiting`: updates that Telegram has and we have not, by webhook.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._answered_at = now()
        self._conflict_until = self._answered_at
        self._stands_by = False
        self._stores = True
        self.waiting = 0

    def answered(self) -> None:
        """Telegram answered the question for updates, or whether it is there."""
        self._answered_at, self._stands_by = self._now(), False

    def conflict(self) -> None:
        """Somebody else asks for the same updates, or has them delivered elsewhere."""
        self._conflict_until = self._now() + CONFLICT

    def stands_by(self) -> None:
        """Another process of ours asks for updates."""
        self._stands_by = True

    def stored(self, *, done: bool) -> None:
        """An update could be stored, or could not."""
        self._stores = done

    @property
    def silent_seconds(self) -> float:
        """Since Telegram answered last."""
        return self._now() - self._answered_at

    def in_touch(self) -> bool:
        """Whether updates can reach us."""
        return self.silent_seconds < OUT_OF_TOUCH

    def faults(self, *, writable: bool) -> frozenset[HealthCheck]:
        """All that keeps people from being served; none is well."""
        now = self._now()
        found = {
            HealthCheck.DATABASE: not (writable and self._stores),
            HealthCheck.TELEGRAM: not self._stands_by and self.silent_seconds >= SILENCE,
            HealthCheck.CONFLICT: now < self._conflict_until,
        }
        return frozenset(fault for fault, is_there in found.items() if is_there)
