"""An appointment whose time has come, with the facts of the moment; and what can become of it (G6, G7)."""

from dataclasses import dataclass

from flows.catalogue.catalogue import Catalogue
from flows.reminders.appointments import for_group
from flows.reminders.names import ReminderKind
from flows.teams.calendar import local_day, next_allowed
from flows.teams.changes import Change, Put
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Member, PlanAction, Reminding, Team

LATEST = 2 * 3_600.0
"""Seconds after its time at which a reminder is still sent (G6)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an appointment is said to its person or group, else why not; `until`: not yet, but then;
    `changes`: what it leads to either way.
    """

    say: bool
    why: str | None = None
    until: float | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class DueAppointment:
    """An appointment that is due, and the facts of the moment."""

    catalogue: Catalogue
    appointment: Appointment
    crew: Crew
    now: float
    group_hears_as: ReminderKind | None = None

    @property
    def team(self) -> Team:
        return self.crew.team

    @property
    def me(self) -> Member:
        return self.crew.me

    @property
    def about(self) -> str:
        """The period, date or number that the subject begins with."""
        return self.appointment.subject.partition(":")[0]

    @property
    def today(self) -> str:
        return local_day(self.now, self.me.zone)

    @property
    def answered(self) -> bool:
        """Whether they checked in for the period it is about."""
        return any(said.period == self.about for said in self.crew.my_checkins)

    @property
    def own_actions(self) -> list[PlanAction]:
        owners = self.crew.owners
        return [action for action in self.crew.actions if owners.get(action.number) == self.me.user_id]


def skip(why: str, *changes: Change) -> Decision:
    return Decision(say=False, why=why, changes=changes)


def wait(until: float) -> Decision:
    return Decision(say=False, until=until)


def too_late(case: DueAppointment, due: float) -> bool:
    """A reminder at a strange hour, or long after its time, would only surprise."""
    return case.now > due + LATEST or next_allowed(case.now, case.me.zone, case.team.country) > case.now


def group_hears(case: DueAppointment, due: float) -> bool:
    """Whether there is a group to tell something in its time, where the team is."""
    team, now = case.team, case.now
    timely = now <= due + LATEST and next_allowed(now, team.zone, team.country) == now
    return team.group_id is not None and timely


def tell_group(case: DueAppointment, due: float) -> tuple[Change, ...]:
    """What follows for the team's group, where it hears of it."""
    if case.group_hears_as is None or not group_hears(case, due):
        return ()
    return (Put(for_group(case.appointment, case.group_hears_as, due)),)


def silence_of(case: DueAppointment) -> str | None:
    """Why somebody is told nothing, unless they are; a pause lasts until its date is over."""
    match case.me.reminding:
        case Reminding.ON:
            return None
        case Reminding.PAUSED:
            return "paused" if case.today <= (case.me.paused_until or "") else None
        case _:
            return "silent"
