"""Updates: which were handled, which cannot be, and whose turn cannot come yet."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ParkedUpdate:
    """An update that failed three times, kept for the operator. `payload`: what it was, as JSON."""

    update_id: int
    user_id: int | None
    payload: str
    error: str
    parked_at: float


class UpdateUnit(Protocol):
    """Updates in one transaction."""

    def mark_seen(self, update_id: int, now: float) -> bool:
        """Note an update as handled; False if it was already (by set, never by high-water mark)."""

    def park(self, update: ParkedUpdate) -> None:
        """Keep an update that cannot be handled for the operator."""

    def parked(self, limit: int) -> list[ParkedUpdate]:
        """The parked updates, newest first."""

    def drop_parked(self, update_id: int) -> bool:
        """Delete a parked update; whether it was there."""

    def keep_update(self, update_id: int, user_id: int | None, payload: str) -> None:
        """Store an update as it came, of whom it is from where that is known."""

    def kept_updates(self) -> list[str]:
        """All of them, in the order of their numbers."""

    def drop_kept(self, update_id: int) -> None:
        """Its turn is over."""
