"""What the use cases of teams need of a database: part of the port `Unit`."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from flows.teams.changes import Change
from flows.teams.records import Appointment, CheckIn, Group, Record, Team, Week

R = TypeVar("R", bound=Record)


class TeamUnit(Protocol):
    """The part of a transaction that is about teams."""

    def find(self, kind: type[R], **where: object) -> list[R]:
        """The records of a kind whose fields equal these, by their key."""

    def count(self, kind: type[Record], **where: object) -> int:
        """How many `find` would find."""

    def apply(self, changes: Iterable[Change]) -> None:
        """Store, change, drop and cancel what a move asks for, in its order; `Overtaken` where what was read
        is no longer there, or what is new is there already.
        """

    def lock_team(self, team_id: int) -> Team | None:
        """The team, locked against other processes until the transaction ends."""

    def lock_group(self, chat_id: int, now: float) -> Group:
        """The group, known from now on if it was not, locked until the transaction ends: after its team."""

    def teams_of(self, user_id: int) -> list[Team]:
        """The teams somebody is in, in the order in which they joined."""

    def checkins_of(self, team_id: int, user_id: int, limit: int) -> list[CheckIn]:
        """Somebody's check-ins in a team, newest first."""

    def weeks_of(self, team_id: int, limit: int) -> list[Week]:
        """A team's published weeks, newest first."""

    def records_of(self, user_id: int) -> list[Record]:
        """Everything stored of a person in teams."""

    # -- what is due
    def claim_appointments(self, owner: str, now: float, until: float, limit: int) -> list[Appointment]:
        """Take a lease on appointments that are due and in nobody's hands: oldest first, and those of one
        minute spread over the teams.
        """

    def delay_appointment(self, key: str, owner: str, until: float) -> None:
        """Give the lease back; the appointment is due at another time."""

    def attempt_appointment(self, key: str, owner: str, now: float) -> bool:
        """Mark an appointment attempted; False if its lease is not this owner's, or it was attempted."""

    def note_appointment(self, key: str, message_id: int | None, error: str | None) -> None:
        """The fate of an attempted appointment: sent, or why not."""

    def return_appointment(self, key: str, until: float) -> None:
        """What was certainly not sent may be attempted again, not before this time."""

    def said(self, team_id: int, user_id: int) -> list[Appointment]:
        """The appointments of a team and person (0: of the whole team) that were said, or may have been."""

    def shown_reminders(self, team_id: int, user_id: int) -> list[tuple[Appointment, int]]:
        """The reminders of a person that still stand in their chat as they came, and their messages, in the
        order in which they came.
        """

    def let_go_of_reminder(self, user_id: int, message_id: int) -> None:
        """A reminder's message shows something else from now on."""

    def next_due(self, limit: int) -> list[Appointment]:
        """What comes next, for the operator."""

    def allowance(self, name: str, now: float, rate: float, burst: float) -> int:
        """How many tokens a budget that all processes share would grant now. It fills by `rate` a second,
        up to `burst`.
        """

    def spend(self, name: str, want: int, now: float, rate: float, burst: float) -> int:
        """How many of the wanted tokens the budget grants; fewer than none are given back."""

    def hold_off(self, name: str, now: float, until: float) -> None:
        """The budget grants nothing before a time."""

    def reminder_since(self, user_id: int, since: float) -> tuple[Appointment, int | None] | None:
        """The last reminder that somebody got after a time, or may have got, and its message."""

    # -- people and groups
    def mark_unreachable(self, user_id: int) -> None:
        """The person blocked us: nothing is sent until they return."""

    def inactive(self, since: float, after: float, limit: int) -> tuple[list[int], float]:
        """People who were not here since a time, among the next who were stored later than `after`; and
        where to look on, 0 once everybody was looked at.
        """

    def migrate_group(self, old: int, new: int) -> None:
        """A group has another number from now on."""

    def groups_to_leave(self, before: float) -> list[Group]:
        """The groups that belong to no team and were joined before a time."""
