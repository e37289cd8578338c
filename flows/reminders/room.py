"""How much somebody is told in a week without asking: first the check-in and its reminder, then what is due.

What finds no room is not lost: it follows from facts, and the next check-in says it (`flows.screens.also`).
"""

from datetime import date, timedelta

from flows.reminders.appointments import reminder_of
from flows.reminders.due import LATEST, DueAppointment
from flows.reminders.names import ReminderKind
from flows.teams.calendar import current_period, local_day, opening, period_after
from flows.teams.checkins import opened_for
from flows.teams.records import Appointment

IN_A_WEEK, IN_A_WEEK_OF_REVIEW = 2, 4
"""Messages of a team to one member."""
ASKED_FOR = frozenset({ReminderKind.ACTION_AGAIN, ReminderKind.REVIEW_AGAIN})
"""What somebody put off to a day comes on it."""
AT_ONCE = frozenset({ReminderKind.GROUP})
"""Who else will see something of the team is told whatever was said already: also to who comes back, and to
who wants no reminders.
"""
SILENT = frozenset({ReminderKind.KUDOS, ReminderKind.WEEK})
"""What is never a message of its own."""


def has_room(case: DueAppointment) -> bool:
    """Whether one more message fits in this week, beside the check-in and its reminder."""
    if case.appointment.kind in ASKED_FOR | AT_ONCE:
        return True
    week = _monday(case.today)
    said = sum(_counts(case, reminder, week) for reminder in case.crew.reminders)
    most = IN_A_WEEK_OF_REVIEW if _monday(case.team.review_on) == week else IN_A_WEEK
    return said + _kept_free(case, week) < most


def _counts(case: DueAppointment, reminder: Appointment, week: date) -> bool:
    said_on = local_day(reminder.due_at, case.me.zone)
    return reminder.kind not in SILENT and reminder.key != case.appointment.key and _monday(said_on) == week


def _kept_free(case: DueAppointment, week: date) -> int:
    """How many messages the check-in may still need this week: those that are not past, and not said."""
    team, me = case.team, case.me
    open_now = current_period(team, me.zone, case.now)
    said = {(reminder.kind, reminder.subject.partition(":")[0]) for reminder in case.crew.reminders}
    answered = {checkin.period for checkin in case.crew.my_checkins}
    needed = [
        moment
        for period in (open_now, period_after(team, open_now))
        if period not in answered and opened_for(team, me, period)
        for kind, moment in (
            (ReminderKind.CHECKIN, opening(team, me.zone, period)),
            (ReminderKind.CHECKIN_AGAIN, reminder_of(team, me, period).due_at),
        )
        if (kind, period) not in said
    ]
    return sum(
        moment > case.now - LATEST and _monday(local_day(moment, me.zone)) == week for moment in needed
    )


def _monday(day: str) -> date:
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())
