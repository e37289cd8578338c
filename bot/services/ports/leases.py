"""What one process does at a time, for how long, and that one was there."""

from typing import Protocol

LONGEST_LEASE = 120.0
"""Seconds: no lease is longer, also as seen by a process whose clock is behind. One that ends later was taken
by a clock that has gone back since, and is over.
"""
LONGEST_WAIT = 3_600.0
"""Seconds: nothing waits longer to be tried again, whatever Telegram says."""


def is_ahead(moment: float, now: float, farthest: float) -> bool:
    """Whether a stored moment is still to come. What is further ahead than it was ever set was stored by a
    clock that has gone back since, and is past.
    """
    return now < moment <= now + farthest


class LeaseUnit(Protocol):
    """Leases in one transaction."""

    def hold_lease(self, name: str, owner: str, now: float, until: float) -> bool:
        """Take or renew a lease that one process holds at a time; False while another's is running."""

    def release_lease(self, name: str, owner: str) -> None:
        """Give a lease back."""

    def beat(self, now: float) -> float | None:
        """Store our heartbeat; the time of the one before it."""
