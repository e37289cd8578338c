"""A team in memory, with a clock that can be moved: what is due is decided on, and what was said is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import Decision, decide, on_checkin, plan_action, plan_team
from flows.teams.calendar import COUNTRIES, current_period, on_weekday
from flows.teams.changes import Cancel, Change, Edit, Put
from flows.teams.plan import start_plan
from flows.teams.records import (
    Appointment,
    CheckIn,
    Invitation,
    Member,
    Part,
    PlanAction,
    Reminding,
    Review,
    Role,
    Round,
    State,
    Team,
    Week,
)
from tests.flows.people import READY

AMSTERDAM = "Europe/Amsterdam"
LEAD = 1
BASIS = READY | {"management": "against", "knowledge": "few", "pilots": "ad_hoc"}


def at(local: str, zone: str = AMSTERDAM) -> float:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp()


def local(moment: float, zone: str = AMSTERDAM) -> str:
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).isoformat(sep=" ")[:16]


@dataclass(frozen=True)
class Sight:
    """The port `Crew`, on a world."""

    world: "World"
    me: Member
    rounds: Sequence[Round] = ()
    reviews: Sequence[Review] = ()
    invitation: Invitation | None = None

    @property
    def team(self) -> Team:
        return self.world.team

    @property
    def members(self) -> Sequence[Member]:
        return sorted(self.world.members.values(), key=lambda member: (member.joined_at, member.user_id))

    @property
    def headcount(self) -> int:
        return len(self.members)

    @property
    def actions(self) -> Sequence[PlanAction]:
        return list(self.world.actions.values())

    @property
    def owners(self) -> dict[int, int]:
        return self.world.owners

    @property
    def weeks(self) -> Sequence[Week]:
        return sorted(self.world.weeks.values(), key=lambda week: week.period, reverse=True)

    @property
    def my_checkins(self) -> Sequence[CheckIn]:
        mine = (said for said in self.world.checkins.values() if said.user_id == self.me.user_id)
        return sorted(mine, key=lambda said: said.period, reverse=True)

    def checkins(self, period: str) -> Sequence[CheckIn]:
        return [said for said in self.world.checkins.values() if said.period == period]

    @property
    def reminders(self) -> Sequence[Appointment]:
        told = {self.me.user_id, 0} if self.me.role is Role.LEAD else {self.me.user_id}
        return [
            replace(one.appointment, due_at=one.now)
            for one in self.world.happened.values()
            if one.decision.say and one.appointment.user_id in told
        ]

    def shared_notes(self, period: str) -> Sequence[CheckIn]:
        return [said for said in self.checkins(period) if said.shared]

    def contributions(self, number: int) -> Mapping[int, Mapping[str, str]]:
        raise NotImplementedError(number)

    def contributed(self, number: int) -> bool:
        raise NotImplementedError(number)


@dataclass(frozen=True)
class Happened:
    """An appointment that was decided on."""

    appointment: Appointment
    now: float
    decision: Decision
    zone: str

    @property
    def line(self) -> str:
        what = f"{self.appointment.kind} {self.appointment.subject}"
        return f"{local(self.now, self.zone)} {what} {self.decision.why or 'said'}"


@dataclass
class World:
    """A team of some people whose plan is agreed at a moment."""

    catalogue: Catalogue
    now: float
    team: Team
    members: dict[int, Member] = field(default_factory=dict)
    actions: dict[int, PlanAction] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)
    checkins: dict[tuple[int, str], CheckIn] = field(default_factory=dict)
    weeks: dict[str, Week] = field(default_factory=dict)
    ahead: dict[str, Appointment] = field(default_factory=dict)
    happened: dict[str, Happened] = field(default_factory=dict)

    def crew(self, user_id: int) -> Sight:
        lead = next(member for member in self.members.values() if member.role is Role.LEAD)
        return Sight(self, self.members.get(user_id, lead))

    def apply(self, changes: Iterable[Change]) -> None:
        for change in changes:
            match change:
                case Put(Appointment() as appointment):
                    if appointment.key not in self.happened:
                        self.ahead.setdefault(appointment.key, appointment)
                case Put(Member() as member) | Edit(Member(), Member() as member):
                    self.members[member.user_id] = member
                case Put(Part()):
                    pass
                case Put(Week() as week):
                    self.weeks[week.period] = week
                case Put(CheckIn() as said) | Edit(CheckIn(), CheckIn() as said):
                    self.checkins[said.user_id, said.period] = said
                case Cancel(_, kind, user_id):
                    self._cancel(kind, user_id)
                case _:
                    raise AssertionError(change)

    def _cancel(self, kind: str | None, user_id: int | None) -> None:
        def keeps(row: Appointment) -> bool:
            return kind not in (None, row.kind) or user_id not in (None, row.user_id)

        self.ahead = {key: row for key, row in self.ahead.items() if keeps(row)}

    def plan(self) -> None:
        self.apply(plan_team(self.crew(LEAD), self.now))

    def choose(self, weekday: int) -> None:
        """The lead chooses another day."""
        zones = {member.zone for member in self.members.values()}
        self.team = on_weekday(self.team, weekday, zones, self.now)
        self.plan()

    def change(self, **facts: object) -> None:
        """The lead changes the team, and its plan is timed anew."""
        self.team = replace(self.team, **facts)  # type: ignore[arg-type] # a test names the fields
        self.plan()

    def set_member(self, user_id: int, **facts: object) -> None:
        self.members[user_id] = replace(self.members[user_id], **facts)  # type: ignore[arg-type] # the same

    def give(self, number: int, user_id: int, target_on: str) -> None:
        self.owners[number] = user_id
        self.actions[number] = replace(self.actions[number], target_on=target_on)
        self.apply(plan_action(self.team, self.actions[number], self.members[user_id], self.now))

    def answer(self, user_id: int, confidence: int = 7, state: State | None = None) -> None:
        """Somebody checks in for the week that is open for them."""
        crew = self.crew(user_id)
        period = current_period(self.team, crew.me.zone, self.now)
        number = next((n for n, owner in self.owners.items() if owner == user_id), None)
        said = CheckIn(self.team.id, user_id, period, confidence, "none", self.now, number, state)
        self.apply((Put(said), *on_checkin(crew, said, self.now)))

    def run(self, until: str) -> list[str]:
        """Let time pass in Amsterdam, and everything be decided on when it is due; gives what happened."""
        end, begun = at(until), len(self.happened)
        while due := [row for row in self.ahead.values() if row.due_at <= end]:
            self.decide(min(due, key=lambda row: (row.due_at, row.key)))
        self.now = max(self.now, end)
        return [happened.line for happened in list(self.happened.values())[begun:]]

    def decide(self, row: Appointment) -> Decision:
        """Decide on what is due, as a scheduler does."""
        self.now = max(self.now, row.due_at)
        crew = self.crew(row.user_id)
        decision = decide(self.catalogue, row, crew, self.now)
        if decision.until is not None:
            assert decision.until > self.now
            assert not decision.say
            self.ahead[row.key] = replace(row, due_at=decision.until)
            return decision
        del self.ahead[row.key]
        self.happened[row.key] = Happened(row, self.now, decision, crew.me.zone)
        self.apply(decision.changes)
        return decision

    def said(self, user_id: int) -> list[str]:
        """What somebody was told, and when."""
        mine = (one for one in self.happened.values() if one.appointment.user_id == user_id)
        return [one.line.removesuffix(" said") for one in mine if one.decision.say]

    def due(self, kind: str, user_id: int) -> list[str]:
        """What is ahead of a kind, in Amsterdam's time."""
        mine = (row for row in self.ahead.values() if (row.kind, row.user_id) == (kind, user_id))
        return sorted(f"{local(row.due_at)} {row.subject}" for row in mine)


def make_world(
    catalogue: Catalogue,
    agreed: str,
    zones: Sequence[str] = (AMSTERDAM,),
    *,
    weekday: int = 1,
    hour: int = 9,
    country: str = "NL",
    review_on: str = "2099-01-05",
) -> World:
    """A team that agrees on its plan; its people are numbered from 1, the lead."""
    now = at(agreed)
    team = Team(
        id=7,
        name="Vooruit",
        country=country,
        zone=COUNTRIES[country],
        language="nl",
        weekday=weekday,
        hour=hour,
        step=1,
        lane="customer_intimacy",
        size=BASIS["size"],
        started_on=agreed[:10],
        review_on=review_on,
        agreed=True,
        agreed_at=now,
    )
    world = World(catalogue, now, team)
    for user_id, zone in enumerate(zones, start=LEAD):
        role = Role.LEAD if user_id == LEAD else Role.MEMBER
        world.members[user_id] = Member(7, user_id, f"Lid {user_id}", role, zone, now - 86_400)
    plan = start_plan(catalogue, 7, BASIS, agreed[:10])
    world.actions = {action.number: action for action in plan}
    world.plan()
    return world


def confident(world: World, monday: str, confidence: int) -> None:
    """Everybody who is reminded checks in at noon of `monday` (a date), with `confidence` of 1 to 10."""
    world.run(f"{monday} 12:00")
    for person, member in world.members.items():
        if member.reminding is Reminding.ON:
            world.answer(person, confidence)
