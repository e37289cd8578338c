"""What is to happen, and when: made whenever what it depends on changes.

What becomes of it when its time has come is decided anew: `flows.reminders.decide`.
"""

from dataclasses import replace

from flows.reminders.appointments import (
    action_due_of,
    closing_of,
    opening_of,
    reminder_of,
    review_notice_of,
    review_of,
    soon,
    still_ahead,
)
from flows.reminders.decide import decide
from flows.reminders.decide_reminder import stuck_again
from flows.reminders.due import Decision
from flows.reminders.kinds import KINDS
from flows.reminders.names import ReminderKind
from flows.reminders.week_closing import weeks_to_close
from flows.teams.calendar import (
    day_after,
    local_day,
    moment_on,
    moved_because,
    next_allowed,
    next_period,
    period_after,
)
from flows.teams.changes import Cancel, Change, Edit, Put
from flows.teams.checkins import checkin_of, open_period
from flows.teams.ports import Crew
from flows.teams.records import Appointment, CheckIn, Member, PlanAction, Reminding, State, Team

__all__ = [
    "Decision",
    "decide",
    "on_checkin",
    "plan_action",
    "plan_member",
    "plan_team",
    "resume_member",
    "snooze",
    "upcoming",
]


UNTIL_HELP = 2 * 86_400.0
"""Seconds after a check-in in which somebody is stuck again: that itself says what helps."""


def plan_member(team: Team, member: Member, now: float) -> tuple[Change, ...]:
    """What is ahead for a member, unless they want no reminders: the next check-in, and the review."""
    if member.reminding is Reminding.OFF:
        return ()
    first = next_period(team, member.zone, now)
    # The second keeps the weeks going where the first was said already, under another hour or time zone.
    openings = (opening_of(team, member, period) for period in (first, period_after(team, first)))
    return (*map(Put, openings), *still_ahead([review_notice_of(team, member)], now))


def resume_member(crew: Crew, me: Member, now: float) -> tuple[Change, ...]:
    """What is ahead for who wants reminders again: also that of the check-in that is open."""
    team, period = crew.team, open_period(crew, now)
    if not team.agreed:
        return ()
    open_now = period is not None and checkin_of(crew, period) is None
    again = still_ahead([reminder_of(team, me, period)], now) if period is not None and open_now else ()
    return (*plan_member(team, me, now), *again)


def plan_team(crew: Crew, now: float) -> tuple[Change, ...]:
    """What is ahead for everybody, in the place of what was planned before."""
    team = crew.team
    cancelled = (Cancel(team.id, kind) for kind, rule in KINDS.items() if rule.planned)
    members = (change for member in crew.members for change in plan_member(team, member, now))
    weeks = (Put(closing_of(team, period)) for period in weeks_to_close(crew, now))
    review = still_ahead([review_of(team)], now)
    return (*cancelled, *members, *_plan_actions(crew, now), *weeks, *review)


def _plan_actions(crew: Crew, now: float) -> tuple[Change, ...]:
    members = {member.user_id: member for member in crew.members}
    owned = ((action, members.get(crew.owners.get(action.number, 0))) for action in crew.actions)
    return tuple(change for action, owner in owned for change in plan_action(crew.team, action, owner, now))


def plan_action(team: Team, action: PlanAction, owner: Member | None, now: float) -> tuple[Change, ...]:
    """A word to its owner three days before an action is due. What was planned for its earlier owner or
    date finds, when its time has come, that it is no longer so.
    """
    done = action.state is State.DONE
    if owner is None or done or owner.reminding is Reminding.OFF or not team.agreed:
        return ()
    return tuple(still_ahead([action_due_of(team, action, owner)], now))


def on_checkin(crew: Crew, checkin: CheckIn, now: float) -> tuple[Change, ...]:
    """Who has checked in is not reminded of it, and who is stuck again is helped.
    Whoever was asked whether to go on has said so.
    """
    team, me = crew.team, crew.me
    back = Edit(me, replace(me, reminding=Reminding.ON)) if me.reminding is Reminding.ASKED else None
    stuck = (
        Put(soon(ReminderKind.STUCK, team, me, checkin.period, now + UNTIL_HELP))
        if stuck_again(crew, checkin)
        else None
    )
    changes = (
        Cancel(team.id, ReminderKind.CHECKIN_AGAIN, me.user_id),
        back,
        stuck,
    )
    return tuple(change for change in changes if change is not None)


def snooze(appointment: Appointment, team: Team, zone: str, now: float) -> Appointment:
    """The same on the next allowed day, at the team's hour: never on the same date, and by its key once on
    any (G6).
    """
    tomorrow = moment_on(day_after(local_day(now, zone)), team.hour, zone)
    allowed = next_allowed(tomorrow, zone, team.country)
    due = max(allowed, moment_on(local_day(allowed, zone), team.hour, zone))
    kind = KINDS[appointment.kind].comes_back_as or appointment.kind
    # Of what comes back with a button only what the reminder is about is taken over.
    about = ":".join(appointment.subject.split(":")[: 2 if kind == ReminderKind.ACTION_AGAIN else 1])
    return Appointment(kind, team.id, appointment.user_id, f"{about}:{local_day(due, zone)}", due)


def upcoming(team: Team, me: Member, now: float) -> tuple[Appointment, str | None]:
    """The next check-in of a member, after a pause if they take one, and the holiday that moved it."""
    if me.reminding is Reminding.PAUSED and me.paused_until is not None:
        now = max(now, moment_on(day_after(me.paused_until), 0, me.zone))
    period = next_period(team, me.zone, now)
    because = moved_because(team, me.zone, period)
    return opening_of(team, me, period), because
