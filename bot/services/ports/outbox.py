"""Messages that are sent once."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message that is never repeated: the attempt is committed before it is sent. `payload` is JSON.

    Of those to one person of a kind and subject only the newest waits. `tries`: how often it was given
    back. `not_before`: when it may go, 0 for what the person asked for. `about`: somebody else whom it
    names, `team`: a team it tells of; it goes when they do.
    """

    user_id: int
    kind: str
    payload: str
    subject: str = ""
    id: int = 0
    tries: int = field(default=0, compare=False)
    about: int | None = None
    not_before: float = 0.0
    team: int | None = None


class OutboxUnit(Protocol):
    """The outbox in one transaction."""

    def enqueue(self, letter: OutboxMessage, now: float) -> None:
        """Store a letter to be sent once, in the place of one that waits with the same kind and subject: when
        that one may go, this one does.
        """

    def last_attempt(self, user_id: int, kind: str, subject: str) -> float | None:
        """When a letter of this kind and subject was last sent to somebody, as far as is remembered."""

    def waiting_letters(self, user_id: int, now: float) -> list[OutboxMessage]:
        """The letters that a person asked for and that may be attempted now, in order."""

    def news(self, now: float, limit: int) -> list[OutboxMessage]:
        """What nobody asked for and may go now to people who can be reached: one to each, oldest first."""

    def pass_over_letters(self, now: float) -> None:
        """Send none of those that wait: they may have been, before a backup came back."""

    def unsettled_letters(self, since: float, until: float) -> list[OutboxMessage]:
        """What was asked for, was attempted in this period, and has no fate: its process is no more."""

    def attempt_letter(self, letter: OutboxMessage, now: float) -> bool:
        """Mark a letter attempted; False if it was already, or a newer one has taken its place."""

    def note_letter(self, letter_id: int, message_id: int | None, error: str | None) -> bool:
        """The fate of an attempted letter: sent, or failed for good; False where it went with whom it was
        about.
        """

    def return_letter(self, letter_id: int, until: float) -> None:
        """A letter that was certainly not sent (429, no connection) may be attempted again from a time on,
        unless a newer one of its kind and subject waits.
        """
