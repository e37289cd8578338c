"""A team as it might be, for everything that can be shown of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.teams.model import CheckIn, Invitation, Member, PlanAction, Review, Round, Team, Week
from flows.teams.screens_home import NOTES


@dataclass
class SampleCrew:
    """A team as it might be."""

    team: Team
    me: Member
    members: Sequence[Member]
    actions: Sequence[PlanAction]
    owners: dict[int, int]
    weeks: Sequence[Week] = ()
    rounds: Sequence[Round] = ()
    reviews: Sequence[Review] = ()
    my_checkins: Sequence[CheckIn] = ()
    invitation: Invitation | None = None
    given: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)

    def checkins(self, period: str) -> Sequence[CheckIn]:
        return [found for found in self.my_checkins if found.period == period]

    @property
    def size(self) -> int:
        return len(self.members)

    def first_silent(self, period: str) -> Member | None:
        return self.me

    def shared_notes(self, period: str) -> Sequence[CheckIn]:
        """As many as are shown, and more."""
        return [found for found in self.checkins(period) if found.shared] * (NOTES + 1)

    def contributors(self, number: int) -> int:
        return self.given

    def contributions(self, number: int) -> Sequence[dict[str, str]]:
        return [dict(self.answers)] * self.given

    def contributed(self, number: int) -> bool:
        return number > 1


@dataclass
class SampleTeams:
    """The teams of somebody who is in them."""

    crews: Sequence[SampleCrew] = ()
    invitation: tuple[Team, Member, Invitation, int] | None = field(default=None)

    @property
    def teams(self) -> Sequence[Team]:
        return [crew.team for crew in self.crews]

    def crew(self, team_id: int) -> SampleCrew | None:
        return next((crew for crew in self.crews if crew.team.id == team_id), None)

    def invited(self, token_hash: str) -> tuple[Team, Member, Invitation, int] | None:
        return self.invitation
