"""What a move does to teams, as data; applied in the same transaction as the move's other facts.

A new record is put, one that was read is edited or dropped: so what somebody else deleted meanwhile is never
written back, and what somebody else changed is never overwritten with what it was.
"""

from dataclasses import dataclass

from flows.teams.records import Record


@dataclass(frozen=True, slots=True)
class Put:
    """Store a new record. An appointment that is known stays; where any other is there already, the move
    rests on what is no longer so, and is made anew.
    """

    record: Record


@dataclass(frozen=True, slots=True)
class Edit:
    """Change what differs between a record as it was read and as it is to be. One that is gone stays gone:
    then the move is made anew.
    """

    before: Record
    after: Record


@dataclass(frozen=True, slots=True)
class Drop:
    """Delete the record with this key, and all that hangs on it."""

    record: Record


@dataclass(frozen=True, slots=True)
class Cancel:
    """Forget the appointments ahead: of a kind (or every kind), for a member (or, None, for everybody), about
    one subject (or any).
    """

    team_id: int
    kind: str | None = None
    user_id: int | None = None
    subject: str | None = None


Change = Put | Edit | Drop | Cancel


def put_or_edit(before: Record | None, after: Record) -> Put | Edit:
    """Store a record that takes the place of one of the same key, if there is one."""
    return Put(after) if before is None else Edit(before, after)
