"""What becomes of a reminder: what it is about may have changed since it was planned."""

from collections.abc import Callable
from datetime import date, timedelta

from flows.reminders.appointments import (
    action_due_of,
    reminder_at,
    reminder_of,
    review_notice_of,
    review_of,
    still_ahead,
)
from flows.reminders.due import Decision, DueAppointment, silence_of, skip, tell_group, too_late, wait
from flows.reminders.room import AT_ONCE, has_room
from flows.teams.calendar import current_period, day_after, moment_on, next_allowed
from flows.teams.changes import Put
from flows.teams.plan import action_of
from flows.teams.ports import Crew
from flows.teams.records import CheckIn, PlanAction, Role, State
from flows.teams.statistics import dropped

WEEK = timedelta(weeks=1)
WAITS = 4 * WEEK


def sent_unless(changed: Callable[[DueAppointment], Decision | None]) -> Callable[[DueAppointment], Decision]:
    """Sent in its time, unless they want silence, or something became of what it is about: `changed` is None
    where that stands as it was.
    """

    def decide(case: DueAppointment) -> Decision:
        due = next_allowed(max(case.appointment.due_at, _back(case)), case.me.zone, case.team.country)
        if case.now < due:
            return wait(due)
        return changed(case) or (_in_time(case, due) if has_room(case) else _joined(case, due))

    return decide


def waiting_for_room(
    changed: Callable[[DueAppointment], Decision | None],
) -> Callable[[DueAppointment], Decision]:
    """The same of what no check-in says: it waits for a day with room, or on which they are back, this long
    at most. Its subject ends with the day of what it tells.
    """

    def decide(case: DueAppointment) -> Decision:
        due = next_allowed(case.appointment.due_at, case.me.zone, case.team.country)
        if case.now < due:
            return wait(due)
        if (stop := changed(case)) is not None:
            return stop
        happened = case.appointment.subject.rpartition(":")[2]
        if date.fromisoformat(case.today) - date.fromisoformat(happened) > WAITS:
            return skip("late")
        if has_room(case) and silence_of(case) != "paused":
            return _in_time(case, due)
        tomorrow = moment_on(day_after(case.today), case.team.hour, case.me.zone)
        return wait(next_allowed(tomorrow, case.me.zone, case.team.country))

    return decide


def _back(case: DueAppointment) -> float:
    """Since when somebody is back for what they must hear: who is to see something of them."""
    last = case.me.away_until(case.today) if case.appointment.kind in AT_ONCE else None
    return moment_on(day_after(last), case.team.hour, case.me.zone) if last is not None else 0.0


def _joined(case: DueAppointment, due: float) -> Decision:
    """There was enough this week: the next check-in says it too. The group is not somebody."""
    return skip("enough", *tell_group(case, due))


def _in_time(case: DueAppointment, due: float) -> Decision:
    silence = None if case.appointment.kind in AT_ONCE else silence_of(case)
    why = silence or ("late" if too_late(case, due) else None)
    return Decision(say=why is None, why=why, changes=tell_group(case, due))


def decide_checkin_reminder(case: DueAppointment) -> Decision:
    """The reminder of a check-in, which is never on the date of the opening or of another reminder: for who
    lives elsewhere since it was planned it comes on the date it has there.
    """
    if case.about != current_period(case.team, case.me.zone, case.now):
        return skip("over")
    if case.answered:
        return skip("answered")
    planned = next_allowed(case.appointment.due_at, case.me.zone, case.team.country)
    due = max(planned, reminder_of(case.team, case.me, case.about).due_at)
    there = reminder_at(case.team, case.me, case.about, due)
    if there.key != case.appointment.key:
        return skip("moved", Put(there))
    return wait(due) if case.now < due else _in_time(case, planned)


def given_changed(case: DueAppointment) -> Decision | None:
    """Whether an action is somebody else's by now, done, or no longer offered."""
    action = _own_action(case, case.about)
    if action is None:
        return skip("owner")
    if action.state is State.DONE:
        return skip("done")
    return skip("gone") if action_of(case.catalogue, case.crew, action) is None else None


def taken_changed(case: DueAppointment) -> Decision | None:
    """Whether an action that was taken from somebody is theirs again, or is in the plan no longer."""
    if _own_action(case, case.about) is not None:
        return skip("owner")
    return None if _planned(case) is not None else skip("gone")


def help_changed(case: DueAppointment) -> Decision | None:
    """Whether who asked the lead for help is stuck no longer, or leads by now."""
    action = _planned(case)
    if case.me.role is not Role.LEAD or _own_action(case, case.about) is not None:
        return skip("owner")
    stuck = action is not None and action.state is State.STUCK and action.number in case.crew.owners
    return None if stuck else skip("over")


def _planned(case: DueAppointment) -> PlanAction | None:
    """The action of the plan that it is about."""
    return next((action for action in case.crew.actions if str(action.number) == case.about), None)


def action_changed(case: DueAppointment) -> Decision | None:
    changed = given_changed(case)
    action = _own_action(case, case.about)
    if changed is not None or action is None:
        return changed
    if action.target_on != case.appointment.subject.split(":")[1]:
        return skip("moved", *still_ahead([action_due_of(case.team, action, case.me)], case.now))
    return None


def _own_action(case: DueAppointment, number: str) -> PlanAction | None:
    """The action of this number, if the one who is reminded still owns it."""
    return next((action for action in case.own_actions if str(action.number) == number), None)


def stuck_changed(case: DueAppointment) -> Decision | None:
    said = next((found for found in case.crew.my_checkins if found.period == case.about), None)
    if said is None or not stuck_again(case.crew, said):
        return skip("over")
    action = _own_action(case, str(said.number))
    if action is None:
        return skip("owner")
    return skip("done") if action.state is State.DONE else None


def stuck_again(crew: Crew, said: CheckIn) -> bool:
    """Whether somebody is stuck with an action, and was with the same one the check-in before."""
    earlier = [found for found in crew.my_checkins if found.period < said.period]
    before = max(earlier, key=lambda found: found.period, default=None)
    if before is None or _days_between(before, said) >= 2 * crew.team.every * WEEK:
        return False
    return said.state is before.state is State.STUCK and said.number == before.number


def _days_between(before: CheckIn, after: CheckIn) -> timedelta:
    return date.fromisoformat(after.period) - date.fromisoformat(before.period)


def notice_changed(case: DueAppointment) -> Decision | None:
    if case.about == case.team.review_on:
        return None
    return skip("moved", *still_ahead([review_notice_of(case.team, case.me)], case.now))


def drop_changed(case: DueAppointment) -> Decision | None:
    newest = next(iter(case.crew.weeks), None)
    told = newest is not None and newest.period == case.about and dropped(case.crew.weeks)
    return None if told else skip("over")


def review_changed(case: DueAppointment) -> Decision | None:
    if case.about == case.team.review_on:
        return None
    return skip("moved", *still_ahead([review_of(case.team)], case.now))


def gone(changed: Callable[[DueAppointment], Decision | None]) -> Callable[[DueAppointment], bool]:
    """Whether what a reminder was about is no longer as it was."""
    return lambda case: changed(case) is not None


def checkin_over(case: DueAppointment) -> bool:
    """Whether a check-in was answered, or another one opened."""
    return case.answered or case.about != current_period(case.team, case.me.zone, case.now)


def as_it_was(case: DueAppointment) -> None:
    """News does not change."""
