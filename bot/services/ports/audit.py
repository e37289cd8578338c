"""The audit trail: who did what cannot be undone, without content."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class By(StrEnum):
    """Who does something: a person in the chat, an operator at the command line, or the bot by itself."""

    PERSON = "person"
    OPERATOR = "operator"
    BOT = "bot"


class Deed(StrEnum):
    """What is noted."""

    MEMBER_REMOVED = "member_removed"
    LEAD_HANDED_OVER = "lead_handed_over"
    GROUP_LINKED = "group_linked"
    GROUP_UNLINKED = "group_unlinked"
    INVITATION_REVOKED = "invitation_revoked"
    TEAM_DELETED = "team_deleted"
    FORGOTTEN = "forgotten"
    PERSON_SHOWN = "person_shown"
    PERSON_EXPORTED = "person_exported"
    PARKED_DROPPED = "parked_dropped"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """`person`: who did it, `about`: to whom; neither once they are forgotten."""

    at: float
    by: By
    deed: Deed
    person: int | None = None
    about: int | None = None
    team_id: int | None = None


class AuditUnit(Protocol):
    """The audit trail in one transaction."""

    def note_deed(self, line: AuditLine) -> None:
        """Add a line."""

    def deeds(self, limit: int) -> list[AuditLine]:
        """The lines, newest first."""
