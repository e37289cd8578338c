"""What a conversation may ask about the person's teams; looked up only when asked."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from flows.teams.records import (
    Appointment,
    CheckIn,
    Invitation,
    Member,
    PlanAction,
    Review,
    Round,
    Team,
    Week,
)


class Crew(Protocol):
    """A team as one of its members may know it, and what the rules need to decide what may be shown."""

    @property
    def team(self) -> Team:
        """The team and its plan."""

    @property
    def me(self) -> Member:
        """The member who looks; for the team's own appointments its lead."""

    @property
    def members(self) -> Sequence[Member]:
        """Everybody in the team, in the order in which they joined."""

    @property
    def headcount(self) -> int:
        """How many members there are."""

    @property
    def actions(self) -> Sequence[PlanAction]:
        """The actions of the plan, by number."""

    @property
    def owners(self) -> dict[int, int]:
        """Who owns which action: number -> person."""

    @property
    def weeks(self) -> Sequence[Week]:
        """The published weeks, newest first."""

    @property
    def rounds(self) -> Sequence[Round]:
        """The team diagnoses, newest first."""

    @property
    def reviews(self) -> Sequence[Review]:
        """The reviews, newest first."""

    @property
    def my_checkins(self) -> Sequence[CheckIn]:
        """The own check-ins, newest first."""

    @property
    def reminders(self) -> Sequence[Appointment]:
        """What was said to the one who looks, as far as it is kept; to the lead also what is the team's."""

    @property
    def invitation(self) -> Invitation | None:
        """The invitation that stands."""

    def checkins(self, period: str) -> Sequence[CheckIn]:
        """Everybody's check-ins of a week: for the rules only, never to be shown."""

    def shared_notes(self, period: str) -> Sequence[CheckIn]:
        """The check-ins of a week whose note is shared: that may be shown, without a name."""

    def contributions(self, number: int) -> Mapping[int, Mapping[str, str]]:
        """Who answered what in a round: for the rules only, never to be shown."""

    def contributed(self, number: int) -> bool:
        """Whether the one who looks has answered in a round."""


class TeamFacts(Protocol):
    """The teams of one person."""

    @property
    def teams(self) -> Sequence[Team]:
        """The teams they are in, in the order in which they joined."""

    def crew(self, team_id: int) -> Crew | None:
        """A team they are in; None for any other, so that nobody looks into what is not theirs."""

    def invited(self, token_hash: str) -> tuple[Team, Member, Invitation, int] | None:
        """The team behind an invitation, its lead, the invitation, and how many members there are."""


class _NoTeams:
    """The teams of somebody who is in none."""

    teams: Sequence[Team] = ()

    def crew(self, team_id: int) -> None:
        return None

    def invited(self, token_hash: str) -> None:
        return None


NO_TEAMS: TeamFacts = _NoTeams()
