"""A team with whatever a rule needs to know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.teams.records import (
    Appointment,
    CheckIn,
    Invitation,
    Member,
    PlanAction,
    Review,
    Role,
    Round,
    State,
    Team,
    Week,
)

TEAM = 7
AMSTERDAM = "Europe/Amsterdam"
PERIODS = tuple(f"2027-{month:02}-{day:02}" for month, day in ((1, 4), (1, 11), (1, 18), (1, 25))) + tuple(
    f"2027-{month:02}-{day:02}" for month, day in ((2, 1), (2, 8), (2, 15), (2, 22))
)


def team(step: int = 2, **facts: object) -> Team:
    given = {
        "id": TEAM,
        "name": "Webcare",
        "country": "NL",
        "zone": AMSTERDAM,
        "language": "nl",
        "weekday": 1,
    }
    given |= {
        "hour": 9,
        "step": step,
        "lane": "customer_intimacy",
        "size": "medium",
        "started_on": PERIODS[0],
    }
    return Team(**{**given, "review_on": "2027-03-01", "agreed": True, **facts})  # type: ignore[arg-type] # by name


def member(user_id: int, role: Role = Role.MEMBER) -> Member:
    return Member(TEAM, user_id, f"Member {user_id}", role, AMSTERDAM, 0.0)


def action(number: int, state: State = State.TODO, target_on: str = "2027-12-31") -> PlanAction:
    return PlanAction(TEAM, number, "share_results", None, ("measure",), None, target_on, state)


def said(user_id: int, confidence: int, barrier: str = "none", period: str = PERIODS[0]) -> CheckIn:
    return CheckIn(TEAM, user_id, period, confidence, barrier, 0.0, done="none")


@dataclass
class Crew:
    """The port `Crew`, of what a test says."""

    team: Team = field(default_factory=team)
    members: Sequence[Member] = ()
    actions: Sequence[PlanAction] = ()
    weeks: Sequence[Week] = ()
    rounds: Sequence[Round] = ()
    reviews: Sequence[Review] = ()
    said: Sequence[CheckIn] = ()
    me: Member = field(default_factory=lambda: member(1, Role.LEAD))
    owners: dict[int, int] = field(default_factory=dict)
    my_checkins: Sequence[CheckIn] = ()
    invitation: Invitation | None = None
    given: dict[int, Mapping[int, Mapping[str, str]]] = field(default_factory=dict)

    @property
    def headcount(self) -> int:
        return len(self.members)

    @property
    def reminders(self) -> Sequence[Appointment]:
        return ()

    def shared_notes(self, period: str) -> Sequence[CheckIn]:
        return [said for said in self.checkins(period) if said.shared]

    def checkins(self, period: str) -> Sequence[CheckIn]:
        return [checkin for checkin in self.said if checkin.period == period]

    def contributions(self, number: int) -> Mapping[int, Mapping[str, str]]:
        return self.given[number]

    def contributed(self, number: int) -> bool:
        raise NotImplementedError(number)
