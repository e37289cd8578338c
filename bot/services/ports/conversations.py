"""People: the facts of their conversation, and the screen they should see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(slots=True)
class StoredConversation:
    """A person, the facts of their conversation, and the screen they should see.

    `session` and `screen` are JSON. A screen whose version is above `delivered_version` is still to be
    delivered; one at or below `fresh_version` that is not delivered goes out as a new message, others
    edit `message_id`.
    """

    user_id: int
    language: str
    session: str
    created_at: float
    active_at: float
    reachable: bool = True
    question_open: bool = False
    screen: str = ""
    screen_version: int = 0
    fresh_version: int = 0
    delivered_version: int = 0
    message_id: int | None = None
    lease_owner: str | None = None
    lease_until: float = 0.0
    not_before: float = 0.0
    attempts: int = 0


class ConversationUnit(Protocol):
    """People in one transaction."""

    def load(self, user_id: int) -> StoredConversation | None:
        """The conversation, locked against other processes until the transaction ends."""

    def load_all(self, people: Iterable[int]) -> list[StoredConversation]:
        """The conversations of these people, locked like one, in the order of their ids."""

    def look(self, user_id: int) -> StoredConversation | None:
        """The conversation as it stands, only to be read: nobody waits for it."""

    def add(self, conversation: StoredConversation) -> None:
        """Store a new conversation; `Overtaken` where somebody was as quick."""

    def save(self, conversation: StoredConversation) -> None:
        """Store a conversation that was loaded in this transaction, whole."""

    def people(self) -> dict[int, float]:
        """Everybody of whom something is stored, and since when."""

    def sessions(self) -> Iterator[tuple[str, float]]:
        """The facts of every conversation, and when each was last active; nobody is named."""

    def known(self, people: Iterable[int]) -> set[int]:
        """Those of them of whom something is stored."""

    def mark_unreachable(self, user_id: int) -> None:
        """The person blocked us: nothing is sent until they return."""

    def inactive(self, since: float, after: float, limit: int) -> tuple[list[int], float]:
        """People who were not here since a time, among the next who were stored later than `after`; and
        where to look on, 0 once everybody was looked at.
        """
