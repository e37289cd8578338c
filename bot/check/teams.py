"""Every screen, reminder and caption of teams, for teams of every kind: new, small, large, on each step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.check.asking import DAY
from bot.check.outcomes import spread_answers
from flows.adviser.advice import advise
from flows.catalogue import Catalogue
from flows.dialogue import Dialogue
from flows.journey import Path
from flows.move import Occasion
from flows.screens import Screen
from flows.session import CheckingIn, Finished, Session
from flows.teams.agenda import AGAIN
from flows.teams.brief import brief_lines
from flows.teams.captions import invitation_caption, team_caption, weeks_caption
from flows.teams.figures import overview, own_weeks
from flows.teams.joining import LONGEST_FIRST_NAME, LONGEST_NAME
from flows.teams.model import (
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
    State,
    Team,
    Week,
)
from flows.teams.nudges import group_screen, nudge_screen
from flows.teams.plan import start_plan
from flows.teams.screens import IN_TEAM, team_screen

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
ROUTINES = ("three_or_more", "once_or_twice", "none")
KINDS = (*AGAIN, *AGAIN.values(), "n_stuck", "n_conf_drop", "n_pause", "review")


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


def team_screens(catalogue: Catalogue, number: int) -> Iterator[Screen]:
    """Everything that can be shown to members of a number of teams of every kind."""
    dialogue = Dialogue(catalogue)
    for answers in spread_answers(catalogue, Path.FULL, number):
        for crew in _crews(catalogue, answers):
            yield from _views(dialogue, crew, answers)
            yield from _nudges(catalogue, crew)
    yield from _ways_in(dialogue)


def team_captions(catalogue: Catalogue, number: int) -> Iterator[Screen]:
    """Everything that is said with a picture of a team."""
    for answers in spread_answers(catalogue, Path.FULL, number):
        for crew in _crews(catalogue, answers):
            yield team_caption(overview(catalogue, crew, DAY))
            yield weeks_caption(own_weeks(crew.my_checkins))
    link = f"https://t.me/{'x' * 32}?start=t_{'x' * 22}"
    yield invitation_caption("W" * LONGEST_NAME, "W" * LONGEST_FIRST_NAME, link, DAY, 50)


def _crews(catalogue: Catalogue, answers: Mapping[str, str]) -> Iterator[SampleCrew]:
    """A team just made, and one that has been under way for long; each seen by its lead and by a member."""
    advice = advise(catalogue, answers)
    team = Team(
        id=TEAM,
        name="W" * LONGEST_NAME,
        country="NL",
        zone="Europe/Amsterdam",
        language="nl",
        weekday=1,
        hour=9,
        step=advice.outcome.number,
        lane=advice.strategy.lane,
        size=answers["size"],
        started_on="2028-08-07",
        review_on=DAY,
    )
    plan = start_plan(catalogue, TEAM, answers, "2028-08-07")
    for role in Role:
        members = [_member(ME, role), _member(2, Role.MEMBER if role is Role.LEAD else Role.LEAD)]
        yield SampleCrew(
            team, members[0], members, plan, {}, rounds=(Round(TEAM, 1, DAY),), given=1, answers=answers
        )
        under_way = replace(team, agreed=True, group_id=-1 if role is Role.LEAD else None)
        yield _under_way(under_way, members, plan, answers)


def _member(user_id: int, role: Role) -> Member:
    return Member(TEAM, user_id, "W" * LONGEST_FIRST_NAME, role, "America/Argentina/ComodRivadavia", 0.0)


def _under_way(
    team: Team, members: list[Member], plan: Sequence[PlanAction], answers: Mapping[str, str]
) -> SampleCrew:
    states = (State.DONE, State.ON_TRACK, State.STUCK, State.TODO, State.TODO)
    actions = [replace(action, state=state) for action, state in zip(plan, states, strict=False)]
    actions.append(replace(plan[0], number=9, action="gone"))  # as after a change of content
    others = [_member(number, Role.MEMBER) for number in range(3, 40)]
    me = replace(members[0], cue="W" * 80, routine="W" * 80)
    barriers = {"conviction": 5, "means": 4, "none": 3, "old_habits": 2, "skills": 1}
    weeks = [Week(TEAM, period, 15, 39, 56, 7, Light.AMBER, barriers) for period in PERIODS]
    gaps = ("management", "resources", "knowledge", "habits", "pilots", "measure")
    told = Round(TEAM, 1, DAY, DAY, 7, answers, team.lane, team.step, gaps)
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


def _checkin(place: int, period: str) -> CheckIn:
    barrier = ("old_habits", "means", "skills", "conviction", "none")[place % 5]
    state, done = (State.STUCK, None) if place % 2 else (None, ROUTINES[place % 3])
    note = "W" * 300 if place == 0 else None
    number = 1 if state else None
    return CheckIn(TEAM, ME, period, 1 + place, barrier, NOW, number, state, done, note, shared=place == 0)


def _views(dialogue: Dialogue, crew: SampleCrew, answers: Mapping[str, str]) -> Iterator[Screen]:
    occasion = _occasion(SampleTeams([crew]))
    last = Finished(path=Path.FULL, answers=answers, on=DAY)
    lines = brief_lines(advise(dialogue.catalogue, answers), overview(dialogue.catalogue, crew, DAY))
    arguments = {
        "team_action": ("1", "2", "3", "9"),
        "team_owner": ("1", "3"),
        "team_swap": ("1",),
        "team_member": ("2",),
        "team_members": ("0", "1"),
        "team_brief": tuple(map(str, range(len(lines) + 1))),
    }
    for view in IN_TEAM:
        for argument in arguments.get(view, ("",)):
            named = f"{view}:{argument}" if argument else view
            for session in _sessions(named, crew, last):
                screen = team_screen(dialogue, session, occasion)
                if screen is not None:
                    yield screen


def _sessions(view: str, crew: SampleCrew, last: Finished) -> Iterator[Session]:
    base = Session(view=view, team=crew.team.id, last=last, draft="W" * 80)
    yield base
    yield base.having(approved=("step",), path=Path.FULL, answers={"strategy": "mixed"})
    if view == "checkin":
        period = PERIODS[0]
        first = {"own_action": "stuck", "routine": "none"}
        for given in (first, {**first, "confidence": "8"}):
            yield base.having(checkin=CheckingIn(team=crew.team.id, period=period, answers=given))


def _nudges(catalogue: Catalogue, crew: SampleCrew) -> Iterator[Screen]:
    for kind in KINDS:
        subject = f"1:{DAY}" if "action" in kind else PERIODS[0]
        appointment = Appointment(kind, TEAM, ME, subject, NOW)
        for asks in (False, True):
            yield nudge_screen(catalogue, appointment, crew, asks=asks, today=DAY)
        yield group_screen(appointment, crew)
    silent = replace(crew.me, reminding=Reminding.OFF, cue=None, routine=None)
    for barrier in ("none", "means"):
        stuck = replace(
            crew, me=silent, my_checkins=[replace(c, barrier=barrier) for c in crew.my_checkins[:1]]
        )
        yield nudge_screen(catalogue, Appointment("n_stuck", TEAM, ME, "", NOW), stuck, asks=False, today=DAY)


def _ways_in(dialogue: Dialogue) -> Iterator[Screen]:
    team = Team(
        TEAM, "W" * LONGEST_NAME, "BE", "Europe/Brussels", "nl", 1, 9, 1, "undecided", "small", DAY, DAY
    )
    lead = _member(2, Role.LEAD)
    for members in (1, 500):
        invited = SampleTeams(invitation=(team, lead, Invitation(TEAM, "", NOW, 1), members))
        session = Session(view="team_join", invitation="hash")
        yield from _shown(dialogue, session, _occasion(invited))
    for view in ("team_new", "team_country", "team"):
        yield from _shown(dialogue, Session(view=view, draft="W" * LONGEST_NAME), _occasion(SampleTeams()))


def _shown(dialogue: Dialogue, session: Session, occasion: Occasion) -> Iterator[Screen]:
    screen = team_screen(dialogue, session, occasion)
    if screen is not None:
        yield screen


def _occasion(teams: SampleTeams) -> Occasion:
    return Occasion(DAY, now=NOW, person=ME, language="nl", teams=teams)
