"""What becomes of what is the team's, and of the question whether somebody goes on."""

from dataclasses import replace

from flows.reminders.appointments import closing_of
from flows.reminders.due import Decision, DueAppointment, group_hears, skip, tell_group, too_late, wait
from flows.reminders.week_closing import close_week
from flows.teams.calendar import current_period, next_allowed
from flows.teams.changes import Edit, Put
from flows.teams.records import Reminding


def decide_asking(case: DueAppointment) -> Decision:
    """Pause, leave or go on? Who was not asked in time is not left in silence: the next opening asks."""
    due = next_allowed(case.appointment.due_at, case.me.zone, case.team.country)
    if case.me.reminding is not Reminding.ASKED:
        return skip("answered")
    if case.now < due:
        return wait(due)
    if too_late(case, due):
        return skip("late", Edit(case.me, replace(case.me, reminding=Reminding.ON)))
    return Decision(say=True)


def asking_over(case: DueAppointment) -> bool:
    """Whether they said what they want."""
    return case.me.reminding is not Reminding.ASKED


def decide_closing(case: DueAppointment) -> Decision:
    """The week's figures are published, if they are not yet, and the next closing is planned."""
    due = closing_of(case.team, case.about).due_at
    if case.now < due:
        return wait(due)
    following = Put(closing_of(case.team, current_period(case.team, case.team.zone, case.now)))
    changes = (*close_week(case.crew, case.about, case.now), following, *tell_group(case, due))
    return Decision(say=False, why="closed", changes=changes)


def decide_kudos(case: DueAppointment) -> Decision:
    """No message of its own: the check-in that opens next says how many there were (`flows.screens.also`)."""
    return Decision(say=False) if case.now >= case.appointment.due_at else wait(case.appointment.due_at)


def decide_in_group(case: DueAppointment) -> Decision:
    """The team's group hears of it, if there still is one."""
    return Decision(say=True) if group_hears(case, case.appointment.due_at) else skip("no group, or late")
