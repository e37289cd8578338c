"""Who delivers what to whom."""

from collections.abc import Iterable
from typing import Protocol

from bot.services.ports.conversations import StoredConversation


class DeliveryUnit(Protocol):
    """Deliveries in one transaction."""

    def claim(self, user_id: int, owner: str, now: float, until: float) -> StoredConversation | None:
        """Take the delivery lease of somebody with something to deliver, unless another holds it."""

    def note_delivered(
        self, user_id: int, owner: str, version: int, message_id: int | None
    ) -> StoredConversation | None:
        """Note a delivered screen, and release the lease unless a newer one waits; the row as it is then.
        Nothing is done where the lease is no longer this owner's: None.
        """

    def note_edited(self, owner: str, edited: Iterable[StoredConversation]) -> list[StoredConversation]:
        """The same for many whose live message was edited, each as their row was when that began. It does not
        count for whom something else was seen since, by `delivered_version`. Those for whom more waits, still
        leased.
        """

    def extend(self, user_id: int, owner: str, until: float) -> StoredConversation | None:
        """Keep a delivery lease of ours longer; the row as it is now, or None where the lease was lost."""

    def postpone(self, user_id: int, owner: str, not_before: float, *, told: bool = False) -> None:
        """Release the lease after a failure; nobody tries again before this time. Counts the attempt, unless
        we were `told` to wait.
        """

    def set_unreachable(self, user_id: int, owner: str) -> None:
        """The person blocked us: nothing is sent until they return. Releases the lease."""

    def due(self, now: float, limit: int) -> list[int]:
        """People with a screen or what they asked for to be delivered, reachable, unleased, not postponed;
        oldest first.
        """

    def set_back(self, now: float, lease_until: float) -> None:
        """The clock was set back: nobody waits for what came before it, and no lease is longer than this."""

    def show_life(self, owner: str) -> None:
        """Others see that this process lives, for as long as the database sees it."""

    def silent_owners(self, owner: str) -> list[str]:
        """Who but this process has something to deliver, and shows no sign of life."""

    def free_leases_of(self, owner: str) -> None:
        """What a dead process had to deliver is anybody's."""

    def ask_again(self, active_since: float, active_until: float) -> int:
        """Mark the screens of those active in this period with a question open to be sent once more as
        a new message; how many.
        """
