"""What becomes of an appointment whose time has come: what holds now decides, whatever was planned."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flows.catalogue.catalogue import Catalogue
from flows.reminders.appointments import THE_TEAM, TO_GROUP, closing_of
from flows.reminders.decide_checkin import decide_opening
from flows.reminders.decide_reminder import CHANGED, decide_checkin_reminder, decide_reminder
from flows.reminders.due import Decision, DueAppointment, group_hears, skip, tell_group, too_late, wait
from flows.reminders.week_closing import close_week
from flows.teams.calendar import current_period, next_allowed
from flows.teams.changes import Edit, Put
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Reminding


def decide(catalogue: Catalogue, appointment: Appointment, crew: Crew, now: float) -> Decision:
    """What becomes of an appointment that is due; that of a team is looked at with the eyes of its lead."""
    if appointment.user_id not in (THE_TEAM, crew.me.user_id):
        return skip("left")
    if not crew.team.agreed:
        return skip("not_agreed")
    decide_kind = DECIDING.get(appointment.kind)
    if decide_kind is None:
        return skip("unknown")  # A newer version planned it, and this one took its place again
    return decide_kind(DueAppointment(catalogue, appointment, crew, now))


def _asking(case: DueAppointment) -> Decision:
    """Pause, leave or go on? Who was not asked in time is not left in silence: the next opening asks."""
    due = next_allowed(case.appointment.due_at, case.me.zone, case.team.country)
    if case.me.reminding is not Reminding.ASKED:
        return skip("answered")
    if case.now < due:
        return wait(due)
    if too_late(case, due):
        return skip("late", Edit(case.me, replace(case.me, reminding=Reminding.ON)))
    return Decision(say=True)


def _closing(case: DueAppointment) -> Decision:
    """The week's figures are published, if they are not yet, and the next closing is planned."""
    due = closing_of(case.team, case.about).due_at
    if case.now < due:
        return wait(due)
    following = Put(closing_of(case.team, current_period(case.team, case.team.zone, case.now)))
    changes = (*close_week(case.crew, case.about, case.now), following, *tell_group(case, due))
    return Decision(say=False, why="closed", changes=changes)


def _in_group(case: DueAppointment) -> Decision:
    """The team's group hears of it, if there still is one."""
    return Decision(say=True) if group_hears(case, case.appointment.due_at) else skip("no group, or late")


DECIDING: Mapping[str, Callable[[DueAppointment], Decision]] = {
    "checkin": decide_opening,
    "n_checkin": decide_checkin_reminder,
    "n_pause": _asking,
    "week": _closing,
    **dict.fromkeys(TO_GROUP.values(), _in_group),
    **dict.fromkeys(CHANGED, decide_reminder),
}
