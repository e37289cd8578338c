"""What there is to be reminded of, and when each of it is due."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from flows.reminders.names import ReminderKind
from flows.teams.calendar import (
    day_later,
    local_day,
    moment_on,
    next_allowed,
    opening,
    period_after,
    working_days_before,
)
from flows.teams.changes import Put
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Member, PlanAction, Team

THE_TEAM = 0
"""Whom an appointment of a whole team is for."""
DUE_SOON = timedelta(days=3)
REVIEW_NOTICE = 2
"""Working days."""


def opening_of(team: Team, member: Member, period: str) -> Appointment:
    """A week's check-in opens for a member."""
    return Appointment(
        ReminderKind.CHECKIN, team.id, member.user_id, period, opening(team, member.zone, period)
    )


def reminder_of(team: Team, member: Member, period: str) -> Appointment:
    """A day after it opened, the one reminder: at the same local time, whatever the clocks do in between."""
    next_day = day_later(opening(team, member.zone, period), member.zone)
    return reminder_at(team, member, period, next_allowed(next_day, member.zone, team.country))


def reminder_at(team: Team, member: Member, period: str, due: float) -> Appointment:
    """A reminder of a check-in. Its date is in its key, so that no date has two: a check-in that was put off
    to the day of its reminder is this same reminder (G6).
    """
    return Appointment(
        ReminderKind.CHECKIN_AGAIN, team.id, member.user_id, f"{period}:{local_day(due, member.zone)}", due
    )


def action_due_of(team: Team, action: PlanAction, owner: Member) -> Appointment:
    """Three days before an action is due; known by that date, so that another date has another reminder."""
    day = (date.fromisoformat(action.target_on) - DUE_SOON).isoformat()
    return _at_hour(ReminderKind.ACTION_DUE, team, owner, f"{action.number}:{action.target_on}", day)


def review_notice_of(team: Team, member: Member) -> Appointment:
    """Two working days before the review."""
    day = working_days_before(team.review_on, REVIEW_NOTICE, team.country)
    return _at_hour(ReminderKind.REVIEW_SOON, team, member, team.review_on, day)


def _at_hour(kind: ReminderKind, team: Team, member: Member, subject: str, day: str) -> Appointment:
    """On a day at the team's hour, where the member lives, or at the next allowed moment."""
    due = next_allowed(moment_on(day, team.hour, member.zone), member.zone, team.country)
    return Appointment(kind, team.id, member.user_id, subject, due)


def soon(kind: ReminderKind, team: Team, member: Member, subject: str, now: float) -> Appointment:
    """At once, or at the next allowed moment."""
    due = next_allowed(now, member.zone, team.country)
    return Appointment(kind, team.id, member.user_id, subject, due)


def tell_all(kind: ReminderKind, crew: Crew, today: str, now: float) -> tuple[Put, ...]:
    """News for everybody but the one who made it."""
    others = (member for member in crew.members if member != crew.me)
    return tuple(Put(soon(kind, crew.team, member, today, now)) for member in others)


def closing_of(team: Team, period: str) -> Appointment:
    """A week is over when the next one opens where the team is."""
    due = opening(team, team.zone, period_after(team, period))
    return Appointment(ReminderKind.WEEK, team.id, THE_TEAM, period, due)


def review_of(team: Team) -> Appointment:
    """The review itself."""
    due = next_allowed(moment_on(team.review_on, team.hour, team.zone), team.zone, team.country)
    return Appointment(ReminderKind.REVIEW, team.id, THE_TEAM, team.review_on, due)


def for_group(appointment: Appointment, kind: ReminderKind, due: float) -> Appointment:
    """The same for the team's group, at the same time."""
    return replace(appointment, kind=kind, due_at=due)


def still_ahead(appointments: Iterable[Appointment], now: float) -> Iterator[Put]:
    """Those that are not past: nothing is planned only to be found too late."""
    return (Put(appointment) for appointment in appointments if appointment.due_at > now)
