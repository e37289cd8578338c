"""What becomes of a check-in that opens, and what follows from it."""

from dataclasses import replace

from flows.reminders.appointments import action_due_of, opening_of, reminder_of, soon, still_ahead
from flows.reminders.due import LATEST, Decision, DueAppointment, silence_of, skip, too_late, wait
from flows.reminders.names import ReminderKind
from flows.teams.calendar import (
    first_day,
    local_day,
    next_period,
    opening,
    period_after,
    period_before,
)
from flows.teams.changes import Change, Edit, Put
from flows.teams.checkins import opened_for
from flows.teams.records import Reminding, State


def decide_opening(case: DueAppointment) -> Decision:
    """The check-in opens; whatever becomes of it, the next one is planned, or coming back would need more."""
    if case.me.reminding is Reminding.OFF:
        return skip("silent")
    if first_day(case.team, case.about) != case.about:
        return skip("moved", *_next_opening(case))
    due = opening(case.team, case.me.zone, case.about)
    return wait(due) if case.now < due else _opened(case, due)


def _opened(case: DueAppointment, due: float) -> Decision:
    changes = (*_next_opening(case), *_own_actions(case), *_end_of_pause(case))
    if why := silence_of(case):
        return skip(why, *changes)
    if case.answered:
        return skip("answered", *changes)
    changes = (*changes, *still_ahead([reminder_of(case.team, case.me, case.about)], case.now - LATEST))
    if too_late(case, due):
        return skip("late", *changes)
    if _missed_in_a_row(case):
        return skip("asked", *_next_opening(case), *_ask(case))
    return Decision(say=True, changes=changes)


def _next_opening(case: DueAppointment) -> tuple[Change, ...]:
    """The next week that somebody can still be told of in time: one only, however long we were down."""
    period = next_period(case.team, case.me.zone, case.now - LATEST)
    following = period_after(case.team, case.about)
    return (Put(opening_of(case.team, case.me, max(period, following))),)


def _own_actions(case: DueAppointment) -> tuple[Change, ...]:
    """The reminders of the own actions, for who had them cancelled and came back; those known stay."""
    to_do = (action for action in case.own_actions if action.state is not State.DONE)
    return tuple(still_ahead((action_due_of(case.team, action, case.me) for action in to_do), case.now))


def _end_of_pause(case: DueAppointment) -> tuple[Change, ...]:
    """A pause ends by itself. Until when it lasted is kept: what passed in it was not missed."""
    if case.me.reminding is not Reminding.PAUSED or silence_of(case):
        return ()
    return (Edit(case.me, replace(case.me, reminding=Reminding.ON)),)


def _ask(case: DueAppointment) -> tuple[Change, ...]:
    """Instead of one more opening: pause, leave or go on? Nothing else is said until that is answered."""
    asking = soon(ReminderKind.PAUSE, case.team, case.me, case.about, case.now)
    return (Put(asking), Edit(case.me, replace(case.me, reminding=Reminding.ASKED)))


def _missed_in_a_row(case: DueAppointment) -> bool:
    """Whether the last three openings passed without a word. Only those count that were published, but the
    last one, which is over just now: so none from before the plan was agreed, or while we stood still.
    """
    last = period_before(case.team, case.about)
    second = period_before(case.team, last)
    before = [second, period_before(case.team, second)]
    published = {week.period for week in case.crew.weeks}
    return published.issuperset(before) and all(_missed(case, period) for period in (last, *before))


def _missed(case: DueAppointment, period: str) -> bool:
    """Whether a week that opened after joining, and not in a pause, passed without a word."""
    opened = local_day(opening(case.team, case.me.zone, period), case.me.zone)
    told = opened_for(case.team, case.me, period) and opened > (case.me.paused_until or "")
    return told and all(said.period != period for said in case.crew.my_checkins)
