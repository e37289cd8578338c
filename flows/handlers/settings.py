"""Arrangements: when a team checks in, where a member lives, who is reminded and of what."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

from flows.handlers.access import for_lead, of_named_team, of_team, open_view
from flows.reminders.appointments import reminder_of, still_ahead
from flows.reminders.decide import is_over
from flows.reminders.kinds import KINDS
from flows.reminders.names import ReminderKind
from flows.reminders.offers import offered_by
from flows.reminders.schedule import plan_member, resume_member, snooze, upcoming
from flows.screens.in_place import over_screen, put_off_screen, reminding_screen
from flows.screens.reminders import nudge_screen
from flows.state.result import After, Arguments, Handler, Result, SideMessage
from flows.state.screen import Action
from flows.state.visit import Visit
from flows.teams.calendar import (
    HOURS,
    MOST_AWAY,
    PAUSES,
    RHYTHMS,
    WEEKDAYS,
    current_period,
    in_rhythm,
    on_weekday,
)
from flows.teams.changes import Cancel, Drop, Edit, Put
from flows.teams.checkins import opened_for_anybody
from flows.teams.lookup import number_of
from flows.teams.ports import Crew
from flows.teams.records import Appointment, Group, Member, Reminding
from flows.teams.statistics import overview, own_weeks
from flows.teams.zones import KNOWN

SUBJECT = re.compile(r"(\d{1,3}:)?\d{4}-\d\d-\d\d(:\d{4}-\d\d-\d\d)?")
"""What a reminder is about: a day, or an action's number and day; put off before, also until when."""


@for_lead
def choose_weekday(visit: Visit) -> Result:
    chosen = number_of(visit.arguments)
    if chosen not in WEEKDAYS:
        return Result(visit.session, hint="stale")
    crew, now = visit.crew, visit.context.now
    if chosen == crew.team.weekday:
        return Result(visit.session)
    team = replace(crew.team, weekday=chosen)
    if _has_begun(crew, now):
        team = on_weekday(crew.team, chosen, {m.zone for m in crew.members}, now)
    return Result(visit.session, changes=(Edit(crew.team, team),), after=_replan(crew))


@for_lead
def choose_rhythm(visit: Visit) -> Result:
    """Every week, or every two: what opened already stays, and the next follows from it."""
    chosen = number_of(visit.arguments)
    if chosen not in RHYTHMS:
        return Result(visit.session, hint="stale")
    crew, now = visit.crew, visit.context.now
    if chosen == crew.team.every:
        return Result(visit.session)
    team = replace(crew.team, every=chosen)
    if _has_begun(crew, now):
        team = in_rhythm(crew.team, chosen, {m.zone for m in crew.members}, now)
    return Result(visit.session, changes=(Edit(crew.team, team),), after=_replan(crew))


def _has_begun(crew: Crew, now: float) -> bool:
    """Whether a check-in opened, answered or not: whoever agrees on a plan and then chooses a day waits no
    week for it.
    """
    current = {current_period(crew.team, member.zone, now) for member in crew.members}
    return bool(crew.weeks) or any(opened_for_anybody(crew, period) for period in current)


@for_lead
def choose_hour(visit: Visit) -> Result:
    chosen = number_of(visit.arguments)
    if chosen not in HOURS:
        return Result(visit.session, hint="stale")
    team = visit.crew.team
    return Result(visit.session, changes=(Edit(team, replace(team, hour=chosen)),), after=_replan(visit.crew))


def _replan(crew: Crew) -> After | None:
    return After.PLANNED if crew.team.agreed else None


@of_team
def choose_zone(visit: Visit) -> Result:
    """Where somebody lives, as a zone of the tz database, its parts one by one."""
    crew, found = visit.crew, "/".join(visit.arguments)
    if found not in KNOWN:
        return Result(visit.session, hint="zone_unknown")
    me = replace(crew.me, zone=found)
    ahead = plan_member(crew.team, me, visit.context.now) if crew.team.agreed else ()
    changes = (Edit(crew.me, me), Cancel(crew.team.id, ReminderKind.CHECKIN, me.user_id), *ahead)
    return Result(visit.session.having(view="team_settings"), hint="zone_set", changes=changes)


def _set_reminders(visit: Visit) -> Result:
    """Reminders on, off, or off for some weeks."""
    crew, wanted = visit.crew, visit.arguments[:1]
    if wanted == ("off",):
        me = replace(crew.me, reminding=Reminding.OFF, paused_from=None, paused_until=None)
        cancelled = Cancel(crew.team.id, user_id=me.user_id)
        return Result(visit.session, hint="reminders_off", changes=(Edit(crew.me, me), cancelled))
    if wanted == ("pause",):
        return _pause(visit, number_of(visit.arguments[1:]))
    # What passed in silence was not missed.
    begun = crew.me.paused_from if crew.me.reminding is Reminding.PAUSED else None
    me = replace(crew.me, reminding=Reminding.ON, paused_from=begun, paused_until=visit.context.today)
    ahead = resume_member(crew, me, visit.context.now)
    return Result(visit.session, hint="reminders_on", changes=(Edit(crew.me, me), *ahead))


def _pause(visit: Visit, weeks: int | None) -> Result:
    if weeks not in PAUSES:
        return Result(visit.session, hint="stale")
    return _away_until(visit, date.fromisoformat(visit.context.today) + timedelta(weeks=weeks))


def _away_until(visit: Visit, last: date) -> Result:
    """Away from today up to and with a day: nothing is said, nothing counted, and then it begins again."""
    today, before = visit.context.today, visit.crew.me
    begun = before.paused_from if before.away_until(today) else None
    me = replace(
        before, reminding=Reminding.PAUSED, paused_from=begun or today, paused_until=last.isoformat()
    )
    ahead = plan_member(visit.crew.team, me, visit.context.now) if visit.crew.team.agreed else ()
    return Result(visit.session, hint="reminders_paused", changes=(Edit(before, me), *ahead))


@of_team
def be_away_until(visit: Visit) -> Result:
    """Away until a day that was typed: after today, and not longer than a year."""
    today = date.fromisoformat(visit.context.today)
    last = _day_of(visit.arguments)
    if last is None or not today < last <= today + MOST_AWAY:
        return Result(visit.session, hint="away_unknown")
    result = _away_until(visit, last)
    return replace(result, session=visit.session.having(view="team_settings"))


def _day_of(arguments: Arguments) -> date | None:
    try:
        return date.fromisoformat(arguments[0]) if arguments else None
    except ValueError:
        return None


@of_team
def set_reminders(visit: Visit) -> Result:
    """The same in the team's arrangements, which then say so."""
    result = _set_reminders(visit)
    shown = visit.session.having(view="team_settings", team=visit.crew.team.id)
    return replace(result, session=shown) if result.changes else result


@of_named_team
def set_reminders_below_reminder(visit: Visit) -> Result:
    """The same, below a reminder: that says so, and the conversation stays where it is."""
    result = _set_reminders(visit)
    me = next((c.after for c in result.changes if isinstance(c, Edit) and isinstance(c.after, Member)), None)
    if me is None:
        return result
    crew, now = visit.crew, visit.context.now
    ahead = upcoming(crew.team, me, now)[0] if crew.team.agreed else None
    screen = reminding_screen(crew, me, ahead)
    return replace(result, posts=(SideMessage("settled", screen=screen, team_id=crew.team.id),))


@of_named_team
def snooze_reminder(visit: Visit) -> Result:
    """Not now, below a reminder: once more on the next day that allows it."""
    crew = visit.crew
    kind, _, subject = ":".join(visit.arguments).partition(":")
    if kind not in KINDS or KINDS[kind].comes_back_as is None or not SUBJECT.fullmatch(subject):
        return Result(visit.session, hint="stale")
    reminder = Appointment(kind, crew.team.id, crew.me.user_id, subject, visit.context.now)
    moved = snooze(reminder, crew.team, crew.me.zone, visit.context.now)
    # The reminder that was planned anyway would come on top of it.
    planned = (
        (Cancel(crew.team.id, moved.kind, crew.me.user_id),)
        if moved.kind == ReminderKind.CHECKIN_AGAIN
        else ()
    )
    post = SideMessage("in_place", screen=put_off_screen(crew, moved), team_id=crew.team.id)
    return Result(visit.session, hint="snoozed", changes=(*planned, Put(moved)), posts=(post,))


@of_named_team
def undo_snooze(visit: Visit) -> Result:
    """Not put off after all: the reminder stands there again, as long as it counts."""
    crew, now = visit.crew, visit.context.now
    kind, subject = visit.arguments[0], ":".join(visit.arguments[1:])
    reminder = offered_by(Action("undo", (str(crew.team.id), *visit.arguments)), crew)
    if reminder is None:
        return Result(visit.session, hint="stale")
    period = reminder.subject.partition(":")[0]
    planned = (
        still_ahead([reminder_of(crew.team, crew.me, period)], now)
        if kind == ReminderKind.CHECKIN_AGAIN
        else ()
    )
    changes = (Cancel(crew.team.id, kind, crew.me.user_id, subject), *planned)
    catalogue, asks = visit.reader.catalogue, visit.reader.asks(visit.session)
    if is_over(catalogue, reminder, crew, now):
        shown = over_screen(crew, reminder)
    else:
        shown = nudge_screen(catalogue, reminder, crew, asks=asks, today=visit.context.today)
    return Result(
        visit.session,
        hint="not_put_off",
        changes=changes,
        posts=(SideMessage("in_place", screen=shown, team_id=crew.team.id),),
    )


@for_lead
def unlink_group(visit: Visit) -> Result:
    """No more messages to the group, which is then left."""
    team = visit.crew.team
    if team.group_id is None:
        return Result(visit.session.having(view="team_group"), hint="stale")
    group = Group(team.group_id, visit.context.now)
    changes = (Edit(team, replace(team, group_id=None)), Drop(group), Put(group))
    return Result(visit.session.having(view="team_group"), hint="group_unlinked", changes=changes)


@of_team
def send_team_picture(visit: Visit) -> Result:
    """The picture of the team, as a message of its own."""
    team = visit.crew.team.id
    session = visit.session.having(view="team", team=team)
    seen = overview(visit.reader.catalogue, visit.crew, visit.context.today)
    post = SideMessage("team_picture", team_id=team, shows=_fingerprint(seen, visit))
    return Result(session, hint="picture_sent", posts=(post,))


@of_team
def send_weeks_picture(visit: Visit) -> Result:
    """The own weeks, for nobody else."""
    if not visit.crew.my_checkins:
        return Result(visit.session, hint="no_weeks")
    weeks = own_weeks(visit.crew.team, visit.crew.me, visit.crew.my_checkins)
    post = SideMessage("weeks_picture", team_id=visit.crew.team.id, shows=_fingerprint(weeks, visit))
    return Result(visit.session, hint="picture_sent", posts=(post,))


@of_team
def send_calendar(visit: Visit) -> Result:
    """The moments of the team as a file for one's own calendar."""
    team = visit.crew.team.id
    session = visit.session.having(view="team_settings", team=team)
    return Result(session, hint="file_sent", posts=(SideMessage("team_calendar", team_id=team),))


def _fingerprint(shown: object, visit: Visit) -> str:
    """What tells one picture from another."""
    return sha256(f"{visit.context.language} {shown}".encode()).hexdigest()[:16]


SETTINGS_HANDLERS: Mapping[str, Handler] = {
    "team_settings": open_view("team_settings"),
    "team_moment": open_view("team_moment"),
    "team_zone": open_view("team_zone"),
    "team_group": open_view("team_group"),
    "team_away": open_view("team_away"),
    "away": be_away_until,
    "rhythm": choose_rhythm,
    "weekday": choose_weekday,
    "hour": choose_hour,
    "zone": choose_zone,
    "remind": set_reminders,
    "remind_of": set_reminders_below_reminder,
    "later": snooze_reminder,
    "undo": undo_snooze,
    "unlink": unlink_group,
    "picture": send_team_picture,
    "weeks": send_weeks_picture,
    "team_calendar": send_calendar,
}
