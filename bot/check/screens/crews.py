"""Teams as they might be: just made, small, under way for long, before a step up and a step back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.check.surroundings import DAY
from flows.adviser.advice import advise
from flows.adviser.steps import LAST_STEP
from flows.catalogue.catalogue import Catalogue
from flows.screens.team_home import NOTES
from flows.teams.plan import start_plan
from flows.teams.ports import Crew
from flows.teams.records import (
    Appointment,
    CheckIn,
    Invitation,
    Light,
    Member,
    PlanAction,
    Reminding,
    Review,
    Role,
    Round,
    Share,
    State,
    Team,
    Week,
)
from flows.teams.tidy import LONGEST_FIRST_NAME, LONGEST_NAME

NOW = 1_854_000_000.0
"""Thursday, 30 September 2028, so that dates are long when written out."""
PERIODS = (
    "2028-09-25",
    "2028-09-18",
    "2028-09-11",
    "2028-09-04",
    "2028-08-28",
    "2028-08-21",
    "2028-08-14",
    "2028-08-07",
)
ME, TEAM = 1, 35_184_372_088_831
WIDEST = "@"
"""What people may write that takes most room in a message: it is kept from being a link."""
ROUTINES = ("three_or_more", "once_or_twice", "none")


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
    reminders: Sequence[Appointment] = ()
    given: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)

    def checkins(self, period: str) -> Sequence[CheckIn]:
        return [found for found in self.my_checkins if found.period == period]

    @property
    def headcount(self) -> int:
        return len(self.members)

    def shared_notes(self, period: str) -> Sequence[CheckIn]:
        """As many as are shown, and more."""
        return [found for found in self.checkins(period) if found.shared] * (NOTES + 1)

    def contributions(self, number: int) -> Mapping[int, Mapping[str, str]]:
        return dict.fromkeys(range(self.given), self.answers)

    def contributed(self, number: int) -> bool:
        return number > 1


@dataclass
class SampleTeams:
    """The teams of somebody who is in them."""

    crews: Sequence[Crew] = ()
    invitation: tuple[Team, Member, Invitation, int] | None = field(default=None)

    @property
    def teams(self) -> Sequence[Team]:
        return [crew.team for crew in self.crews]

    def crew(self, team_id: int) -> Crew | None:
        return next((crew for crew in self.crews if crew.team.id == team_id), None)

    def invited(self, token_hash: str) -> tuple[Team, Member, Invitation, int] | None:
        return self.invitation


def sample_crews(catalogue: Catalogue, answers: Mapping[str, str]) -> Iterator[SampleCrew]:
    """Teams of every kind, each seen by its lead and by a member."""
    advice = advise(catalogue, answers)
    team = Team(
        id=TEAM,
        name=WIDEST * LONGEST_NAME,
        country="NL",
        zone="Europe/Amsterdam",
        language="nl",
        weekday=1,
        hour=9,
        step=advice.outcome.number,
        lane=advice.strategy.lane,
        size=answers["size"],
        sector=answers.get("sector", ""),
        started_on="2028-08-07",
        review_on=DAY,
    )
    plan = start_plan(catalogue, TEAM, answers, "2028-08-07")
    for role in Role:
        members = [sample_member(ME, role), sample_member(2, Role.MEMBER if role is Role.LEAD else Role.LEAD)]
        yield SampleCrew(
            team, members[0], members, plan, {}, rounds=(Round(TEAM, 1, DAY),), given=1, answers=answers
        )
        under_way = replace(team, agreed=True, group_id=-1 if role is Role.LEAD else None)
        large = _under_way(under_way, members, plan, answers)
        yield large
        yield _small(large)
        yield _untold(large)
        yield _ready(large)
        yield _fallen_back(large)


def sample_member(user_id: int, role: Role) -> Member:
    """Somebody with a long name; the one who looks is far away from the others."""
    zone = "America/Argentina/ComodRivadavia" if user_id == ME else "Europe/Amsterdam"
    return Member(TEAM, user_id, WIDEST * LONGEST_FIRST_NAME, role, zone, 0.0)


def _under_way(
    team: Team, members: list[Member], plan: Sequence[PlanAction], answers: Mapping[str, str]
) -> SampleCrew:
    states = (State.DONE, State.ON_TRACK, State.STUCK, State.TODO, State.TODO)
    actions = [replace(action, state=state) for action, state in zip(plan, states, strict=False)]
    actions.append(replace(plan[0], number=9, action="gone"))  # as after a change of content
    others = [sample_member(number, Role.MEMBER) for number in range(3, 40)]
    me = replace(members[0], cue=WIDEST * 80, routine=WIDEST * 80)
    lights = (Light.AMBER, Light.GREEN, Light.RED, *[Light.AMBER] * 5)
    named = ("old_habits", "mixed", "none", *["conviction"] * 5)
    weeks = [
        Week(TEAM, period, 56, told=True, confidence=light, light=light, barrier=barrier, share=share)
        for period, light, barrier, share in zip(
            PERIODS, lights, named, (*Share, *[Share.MOST] * 5), strict=True
        )
    ]
    gaps = ("management", "resources", "knowledge", "habits", "pilots", "measure")
    told = Round(TEAM, 1, DAY, DAY, 5, answers, team.lane, team.step, gaps)
    said = [_checkin(place, period) for place, period in enumerate(PERIODS)]
    reviews = [
        Review(TEAM, period, team.step, ("knowledge", "habits"), moved=False) for period in PERIODS[:3]
    ]
    return SampleCrew(
        team,
        me,
        [me, *members[1:], *others],
        actions,
        {1: ME, 2: ME, 3: 2},
        weeks,
        (Round(TEAM, 2, DAY), told),
        reviews,
        said,
        Invitation(TEAM, "", NOW + 1, 1),
        given=5,
        answers=answers,
    )


def _small(crew: SampleCrew) -> SampleCrew:
    """Three, of whom nothing may be told, before anything was said this week."""
    weeks = [Week(TEAM, period, 56) for period in PERIODS[1:3]]
    told = Round(TEAM, 1, DAY, DAY)
    me = replace(crew.me, reminding=Reminding.PAUSED, paused_until=DAY, cue=None, routine=None)
    members = [me, *crew.members[1:3]]
    return replace(
        crew, me=me, members=members, weeks=weeks, rounds=(told,), my_checkins=(), reviews=(), invitation=None
    )


def _untold(crew: SampleCrew) -> SampleCrew:
    """A week of which nothing may be told, after others; and a diagnosis that came out lower than before."""
    weeks = [Week(TEAM, PERIODS[0], 56), *crew.weeks[1:]]
    lower = Round(TEAM, 3, DAY, DAY, 5, {**crew.answers, "knowledge": "hardly"}, crew.team.lane, 1)
    return replace(crew, weeks=weeks, rounds=(lower, *crew.rounds[1:]), owners={})


def _ready(crew: SampleCrew) -> SampleCrew:
    """Everything is there for the next step."""
    step = min(LAST_STEP, crew.team.step + 1)
    told = Round(TEAM, 2, DAY, DAY, 5, crew.answers, crew.team.lane, step)
    done = [replace(action, state=State.DONE) for action in crew.actions]
    me = replace(crew.me, reminding=Reminding.ASKED)
    members = [me, *crew.members[1:]]
    ready = replace(crew, me=me, members=members, actions=done, rounds=(told,), owners={}, reviews=())
    return replace(ready, my_checkins=_finished(crew))


def _fallen_back(crew: SampleCrew) -> SampleCrew:
    """Two diagnoses in a row were lower than the team's step; nobody is reminded."""
    lower = [Round(TEAM, number, DAY, DAY, 5, crew.answers, crew.team.lane, 1) for number in (3, 2)]
    me = replace(crew.me, reminding=Reminding.OFF)
    team = replace(crew.team, step=max(2, crew.team.step))
    members = [me, *crew.members[1:]]
    return replace(
        crew,
        team=team,
        me=me,
        members=members,
        rounds=lower,
        weeks=crew.weeks[:1],
        given=0,
        my_checkins=_finished(crew),
    )


def _finished(crew: SampleCrew) -> list[CheckIn]:
    """Their check-ins, where the newest says that their action is done."""
    newest, *earlier = crew.my_checkins
    return [replace(newest, number=crew.actions[0].number, state=State.DONE, done=None), *earlier]


def _checkin(place: int, period: str) -> CheckIn:
    barrier = ("old_habits", "means", "skills", "conviction", "none")[place % 5]
    state, done = (State.STUCK, None) if place % 2 else (None, ROUTINES[place % 3])
    note = WIDEST * 300 if place == 0 else None
    number = 1 if state else None
    return CheckIn(TEAM, ME, period, 1 + place, barrier, NOW, number, state, done, note, shared=place == 0)
