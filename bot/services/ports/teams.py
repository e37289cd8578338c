"""Teams: their records, found, locked and changed."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from flows.teams.changes import Change
from flows.teams.records import CheckIn, Group, Record, Team, Week

R = TypeVar("R", bound=Record)


class TeamUnit(Protocol):
    """Teams in one transaction."""

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

    def migrate_group(self, old: int, new: int) -> None:
        """A group has another number from now on."""

    def groups_to_leave(self, before: float) -> list[Group]:
        """The groups that belong to no team and were joined before a time."""
