"""What a move does to teams, as data; applied in the same transaction as the move's other facts."""

from dataclasses import dataclass

from flows.teams.model import Record


@dataclass(frozen=True, slots=True)
class Put:
    """Store a record, in the place of the one with the same key. An appointment that is known stays."""

    record: Record


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete the record with this key, and all that hangs on it."""

    record: Record


@dataclass(frozen=True, slots=True)
class Cancel:
    """Forget the appointments ahead: of a kind (or every kind), for a member (or, None, for everybody)."""

    team_id: int
    kind: str | None = None
    user_id: int | None = None


Change = Put | Drop | Cancel
