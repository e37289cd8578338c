"""The screens of arrangements: reminders, the weekly moment, the time zone, the group."""

from flows.screens.team_home import moment, next_checkin, to_team
from flows.state.screen import Block, Button, Screen, button, labelled, sure
from flows.state.session import Session
from flows.state.visit import Visit
from flows.teams.calendar import HOURS, PAUSES, WEEKDAYS
from flows.teams.records import Reminding, Role
from flows.teams.zones import KNOWN, ON_BUTTONS, time_at

HOURS_IN_A_ROW = 6


def settings_screen(visit: Visit) -> Screen:
    """When the team checks in, what comes next and why then, and who is reminded."""
    crew = visit.crew
    lead, me = crew.me.role is Role.LEAD, crew.me
    ahead, because = next_checkin(visit)
    values = {
        "weekday": crew.team.weekday,
        "hour": crew.team.hour,
        "zone": me.zone,
        "time": time_at(me.zone, visit.context.now),
        "reminding": me.reminding.value,
        "paused_until": me.paused_until,
        **moment(ahead, me.zone),
        "because": because,
        "country": crew.team.country,
        "group": crew.team.group_id is not None,
    }
    on = (labelled("remind_on", "remind", "on"),) if me.reminding is not Reminding.ON else ()
    off = (labelled("remind_off", "remind", "off"),) if me.reminding is not Reminding.OFF else ()
    pauses = tuple(labelled("remind_pause", "remind", "pause", weeks, weeks=weeks) for weeks in PAUSES)
    arranging = (button("team_moment"), button("team_group")) if lead else ()
    rows = (arranging, (button("team_zone"), button("routine")), (*on, *off), pauses, to_team(crew.team))
    return Screen("team_settings", (Block("team/settings", values),), tuple(row for row in rows if row))


def moment_screen(visit: Visit) -> Screen:
    """Day and hour of the check-in."""
    team = visit.crew.team
    days = tuple(labelled(f"weekday_{day}", "weekday", day, marked=day == team.weekday) for day in WEEKDAYS)
    hours = tuple(labelled("hour", "hour", hour, marked=hour == team.hour, hour=hour) for hour in HOURS)
    halves = (hours[:HOURS_IN_A_ROW], hours[HOURS_IN_A_ROW:])
    rows: tuple[tuple[Button, ...], ...] = (days, *halves, (labelled("back", "team_settings"),))
    values = {"weekday": team.weekday, "hour": team.hour}
    return Screen("team_moment", (Block("team/moment", values),), rows)


def zone_screen(visit: Visit) -> Screen:
    """Where somebody lives: some zones on buttons, any to be typed, which may have been one of several."""
    mine, now = visit.crew.me.zone, visit.context.now
    near = tuple((_zone_button("zone", zone, mine, now),) for zone in ON_BUTTONS)
    far = tuple((_zone_button("zone_far", zone, mine, now),) for zone in _asked_back(visit.session))
    block = Block("team/zone", {"zone": mine, "time": time_at(mine, now)})
    return Screen("team_zone", (block,), (*near, *far, (labelled("back", "team_settings"),)))


def _zone_button(says: str, zone: str, mine: str, now: float) -> Button:
    return labelled(says, "zone", *zone.split("/"), marked=zone == mine, zone=zone, time=time_at(zone, now))


def _asked_back(session: Session) -> tuple[str, ...]:
    """The zones that may have been meant and have no button of their own."""
    meant = session.asked_back.meant if session.asked_back else ()
    zones = (action.removeprefix("zone:").replace(":", "/") for action in meant)
    return tuple(zone for zone in zones if zone in KNOWN and zone not in ON_BUTTONS)


def group_screen(visit: Visit) -> Screen:
    """How a Telegram group is linked, and what it will see."""
    team = visit.crew.team
    linked = team.group_id is not None
    rows = ((sure("unlink"),) if linked else (), (labelled("back", "team_settings"),))
    block = Block("team/group", {"linked": linked, "team_id": team.id})
    return Screen("team_group", (block,), tuple(row for row in rows if row))
