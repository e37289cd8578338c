"""What is to happen at which time, and what becomes of it when that time has come (specification D5; G6, G7).

Appointments are made when what they depend on changes, and looked at once more when they are due: between
the two a member may have answered, moved, paused or left.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows.teams.calendar import (
    current_period,
    day_after,
    local_day,
    moment_on,
    moved_because,
    next_allowed,
    next_period,
    opening,
    week_after,
    week_before,
    working_days_before,
)
from flows.teams.changes import Cancel, Change, Put
from flows.teams.facts import Crew
from flows.teams.figures import dropped, publish
from flows.teams.model import Appointment, CheckIn, Member, PlanAction, Reminding, State, Team, Week

THE_TEAM = 0
"""Whom an appointment of a whole team is for."""
LATEST = 2 * 3_600.0
"""Seconds after its time at which a reminder is still sent (G6)."""
DAY = 86_400.0
DUE_SOON = timedelta(days=3)
REVIEW_NOTICE = 2
"""Working days."""
MISSED_IN_A_ROW = 3
AGAIN = ":later"
"""What the subject of a reminder that was put off ends with."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of an appointment whose time has come: whether it is said, else why not; `until`: not
    yet, but then; `changes`: what it leads to either way.
    """

    say: bool
    why: str | None = None
    until: float | None = None
    changes: tuple[Change, ...] = ()


# ---------------------------------------------------------------- what is planned


def plan_member(team: Team, member: Member, now: float) -> tuple[Change, ...]:
    """What is ahead for a member: the next check-in, and the review."""
    ahead = _opening_of(team, member, next_period(team, member.zone, now))
    day = working_days_before(team.review_on, REVIEW_NOTICE, team.country)
    review = _at_hour("n_review", team, member, team.review_on, day)
    return (Put(ahead), *([Put(review)] if review.due_at > now else []))


def plan_team(crew: Crew, now: float) -> tuple[Change, ...]:
    """What is ahead for everybody, in the place of what was planned for check-ins and review."""
    team = crew.team
    cancelled = (Cancel(team.id, kind) for kind in ("checkin", "n_review", "week", "review"))
    reminded = (member for member in crew.members if member.reminding is not Reminding.OFF)
    members = (change for member in reminded for change in plan_member(team, member, now))
    return (*cancelled, *members, Put(_week_of(team, now)), Put(_review_of(team)))


def _opening_of(team: Team, member: Member, period: str) -> Appointment:
    return Appointment("checkin", team.id, member.user_id, period, opening(team, member.zone, period))


def _week_of(team: Team, now: float) -> Appointment:
    """A week closes for the team when the next one opens where the team is."""
    period = current_period(team, team.zone, now)
    return Appointment("week", team.id, THE_TEAM, period, opening(team, team.zone, week_after(period)))


def _review_of(team: Team) -> Appointment:
    due = next_allowed(moment_on(team.review_on, team.hour, team.zone), team.zone, team.country)
    return Appointment("review", team.id, THE_TEAM, team.review_on, due)


def _at_hour(kind: str, team: Team, member: Member, subject: str, day: str) -> Appointment:
    """On a day at the team's hour, where the member lives, or at the next allowed moment."""
    moment = moment_on(day, team.hour, member.zone)
    return Appointment(
        kind, team.id, member.user_id, subject, next_allowed(moment, member.zone, team.country)
    )


def plan_action(team: Team, action: PlanAction, owner: Member | None, now: float) -> tuple[Change, ...]:
    """A word to its owner three days before an action is due, if that is still ahead."""
    if owner is None or action.state is State.DONE or owner.reminding is Reminding.OFF:
        return ()
    day = (date.fromisoformat(action.target_on) - DUE_SOON).isoformat()
    due = _at_hour("n_action_due", team, owner, f"{action.number}:{action.target_on}", day)
    return (Put(due),) if due.due_at > now else ()


def on_checkin(crew: Crew, checkin: CheckIn, now: float) -> tuple[Change, ...]:
    """Who has checked in is not reminded of it; who is stuck two weeks running is offered a remedy."""
    cancelled = Cancel(crew.team.id, "n_checkin", crew.me.user_id)
    if checkin.state is not State.STUCK or not _was_stuck(crew, checkin):
        return (cancelled,)
    soon = next_allowed(now, crew.me.zone, crew.team.country)
    return (cancelled, Put(Appointment("n_stuck", crew.team.id, crew.me.user_id, checkin.period, soon)))


def _was_stuck(crew: Crew, checkin: CheckIn) -> bool:
    """Whether the same action was stuck the week before."""
    before = week_before(checkin.period)
    return any(
        said.period == before and said.number == checkin.number and said.state is State.STUCK
        for said in crew.my_checkins
    )


def publish_if_all(crew: Crew, now: float) -> tuple[Change, ...]:
    """The week's figures, as soon as everybody who is reminded has answered."""
    period = current_period(crew.team, crew.team.zone, now)
    expected = {
        m.user_id for m in crew.members if m.reminding is Reminding.ON and _was_there(crew.team, m, period)
    }
    answered = {checkin.user_id for checkin in crew.checkins(period)}
    if not answered or not expected <= answered:
        return ()
    return _publish(crew, period, now)


def _was_there(team: Team, member: Member, period: str) -> bool:
    return member.joined_at <= opening(team, member.zone, period)


def _publish(crew: Crew, period: str, now: float) -> tuple[Change, ...]:
    """A week's figures, once; and a word to all where confidence went down."""
    if any(week.period == period for week in crew.weeks):
        return ()
    today = local_day(now, crew.team.zone)
    week = publish(crew, period, today)
    return (Put(week), *(Put(told) for told in _tell_of_drop(crew, week, now)))


def _tell_of_drop(crew: Crew, week: Week, now: float) -> Iterator[Appointment]:
    if not dropped((week, *crew.weeks)):
        return
    for member in crew.members:
        if member.reminding is Reminding.ON:
            soon = next_allowed(now, member.zone, crew.team.country)
            yield Appointment("n_conf_drop", crew.team.id, member.user_id, week.period, soon)


def snooze(appointment: Appointment, team: Team, zone: str, now: float) -> Appointment:
    """The same once more on the next allowed day: never on the same date (G6)."""
    tomorrow = day_after(local_day(now, zone))
    due = next_allowed(moment_on(tomorrow, team.hour, zone), zone, team.country)
    return replace(appointment, subject=appointment.subject.removesuffix(AGAIN) + AGAIN, due_at=due)


def upcoming(crew: Crew, now: float) -> tuple[Appointment, str | None]:
    """The next check-in of the one who looks, and the holiday that moved it."""
    team, me = crew.team, crew.me
    period = next_period(team, me.zone, now)
    return _opening_of(team, me, period), moved_because(team, me.zone, period, team.language)


# ---------------------------------------------------------------- what becomes of it


def decide(appointment: Appointment, crew: Crew, now: float) -> Decision:
    """What becomes of an appointment that is due. Whatever was planned, what holds now decides."""
    if not crew.team.agreed:
        return Decision(say=False, why="no plan")
    if appointment.user_id == THE_TEAM:
        return DUE_OF_TEAM[appointment.kind](appointment, crew, now)
    changes = _following(appointment, crew, now)
    why = _silent(crew.me, now) or DUE[appointment.kind](appointment, crew, now)
    if why is None:
        allowed = next_allowed(now, crew.me.zone, crew.team.country)
        why = _late(appointment, now, allowed)
        if why is None and allowed > now:
            return Decision(say=False, until=allowed)
    if why is not None:
        return Decision(say=False, why=why, changes=changes)
    return Decision(say=True, changes=(*changes, *_said(appointment, crew)))


def _late(appointment: Appointment, now: float, allowed: float) -> str | None:
    """Too late is not sent: at a strange hour it would only surprise (G6)."""
    return "late" if now > appointment.due_at + LATEST or allowed > appointment.due_at + DAY else None


def _silent(me: Member, now: float) -> str | None:
    """Why somebody is told nothing, unless they are; a pause ends by itself."""
    if me.reminding is Reminding.ON:
        return None
    if me.reminding is Reminding.PAUSED and (me.paused_until or "") <= local_day(now, me.zone):
        return None
    return me.reminding.value


def _following(appointment: Appointment, crew: Crew, now: float) -> tuple[Change, ...]:
    """After each opening the next one is planned, told or not; a pause that ended is over."""
    team, me = crew.team, crew.me
    if appointment.kind != "checkin" or me.reminding is Reminding.OFF:
        return ()
    following = (Put(_opening_of(team, me, next_period(team, me.zone, now))),)
    if me.reminding is Reminding.PAUSED and _silent(me, now) is None:
        return (*following, Put(replace(me, reminding=Reminding.ON, paused_until=None)))
    return following


def _said(appointment: Appointment, crew: Crew) -> tuple[Change, ...]:
    """What follows from having said it: a day after the opening the one reminder."""
    team, me = crew.team, crew.me
    if appointment.kind == "n_pause":
        return (Put(replace(me, reminding=Reminding.ASKED)),)
    if appointment.kind != "checkin" or appointment.subject.endswith(AGAIN):
        return ()
    reminder = next_allowed(appointment.due_at + DAY, me.zone, team.country)
    return (Put(Appointment("n_checkin", team.id, me.user_id, appointment.subject, reminder)),)


def _opening_due(appointment: Appointment, crew: Crew, now: float) -> str | None:
    period = appointment.subject.removesuffix(AGAIN)
    if period != current_period(crew.team, crew.me.zone, now):
        return "moved"
    return "answered" if _has_answered(crew, period) else None


def _reminder_due(appointment: Appointment, crew: Crew, now: float) -> str | None:
    return _opening_due(appointment, crew, now)


def _action_due(appointment: Appointment, crew: Crew, now: float) -> str | None:
    number, _, rest = appointment.subject.partition(":")
    action = next((found for found in crew.actions if str(found.number) == number), None)
    if action is None or crew.owners.get(action.number) != crew.me.user_id:
        return "owner left"
    if action.target_on != rest.removesuffix(AGAIN):
        return "moved"
    return "done" if action.state is State.DONE else None


def _review_due(appointment: Appointment, crew: Crew, now: float) -> str | None:
    return None if appointment.subject.removesuffix(AGAIN) == crew.team.review_on else "moved"


def _always(appointment: Appointment, crew: Crew, now: float) -> str | None:
    return None


def _has_answered(crew: Crew, period: str) -> bool:
    return any(said.period == period for said in crew.my_checkins)


def _week_over(appointment: Appointment, crew: Crew, now: float) -> Decision:
    """A week closes: its figures are published if that was not done, and the next closing is planned."""
    following = Put(_week_of(crew.team, now))
    return Decision(say=True, changes=(*_publish(crew, appointment.subject, now), following))


def _review_begins(appointment: Appointment, crew: Crew, now: float) -> Decision:
    moved = appointment.subject != crew.team.review_on
    return Decision(say=not moved, why="moved" if moved else None)


Due = Callable[[Appointment, Crew, float], str | None]
"""Why a reminder is not sent after all; None where it is."""

DUE: Mapping[str, Due] = {
    "checkin": _opening_due,
    "n_checkin": _reminder_due,
    "n_action_due": _action_due,
    "n_stuck": _always,
    "n_review": _review_due,
    "n_conf_drop": _always,
    "n_pause": _always,
}

DUE_OF_TEAM: Mapping[str, Callable[[Appointment, Crew, float], Decision]] = {
    "week": _week_over,
    "review": _review_begins,
}
