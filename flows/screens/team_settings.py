"""The screens of arrangements: reminders, the weekly moment, the time zone, the group."""

from flows.screens.team_home import moment, next_checkin, to_team
from flows.state.screen import Block, Button, Screen, button, labelled, linking, sure
from flows.state.session import Session
from flows.state.visit import Visit
from flows.teams.calendar import HOURS, RHYTHMS, WEEKDAYS
from flows.teams.records import Reminding, Role
from flows.teams.zones import KNOWN, ON_BUTTONS, time_at

HOURS_IN_A_ROW = 6
AWAY_ON_BUTTONS = (1, 2, 3)
"""Weeks."""


def settings_screen(visit: Visit) -> Screen:
    """When the team checks in, what comes next and why then, and who is reminded."""
    crew = visit.crew
    lead, me = crew.me.role is Role.LEAD, crew.me
    ahead, because = next_checkin(visit)
    values = {
        "weekday": crew.team.weekday,
        "hour": crew.team.hour,
        "every": crew.team.every,
        "zone": me.zone,
        "time": time_at(me.zone, visit.context.now),
        "reminding": _reminding(visit),
        "paused_until": me.paused_until,
        **moment(ahead, crew),
        "because": because,
        "country": crew.team.country,
        "group": crew.team.group_id is not None,
    }
    arranging = (button("team_moment"), button("team_group")) if lead else ()
    rows = (
        arranging,
        (button("team_zone"), button("routine")),
        (button("team_calendar"),),
        (button("team_away"),)
        if _reminding(visit) != "paused"
        else (labelled("back_again", "remind", "on"),),
        _switch(_reminding(visit)),
        to_team(crew.team),
    )
    return Screen("team_settings", (Block("team/settings", values),), tuple(row for row in rows if row))


def _reminding(visit: Visit) -> str:
    """Whether somebody is reminded: a time away that is over ends by itself."""
    me = visit.crew.me
    over = me.reminding is Reminding.PAUSED and me.away_until(visit.context.today) is None
    return (Reminding.ON if over else me.reminding).value


def _switch(reminding: str) -> tuple[Button, ...]:
    on = (labelled("remind_on", "remind", "on"),) if reminding in ("off", "asked") else ()
    off = (labelled("remind_off", "remind", "off"),) if reminding != "off" else ()
    return (*on, *off)


def away_screen(visit: Visit) -> Screen:
    """For how long somebody is away: some weeks with one tap, or the last day, typed."""
    weeks = tuple((labelled("remind_pause", "remind", "pause", n, weeks=n),) for n in AWAY_ON_BUTTONS)
    values = {"away_until": visit.crew.me.away_until(visit.context.today)}
    rows = (*weeks, (labelled("back", "team_settings"),))
    return Screen("team_away", (Block("team/away", values),), rows)


def moment_screen(visit: Visit) -> Screen:
    """Day and hour of the check-in."""
    team = visit.crew.team
    days = tuple(labelled(f"weekday_{day}", "weekday", day, marked=day == team.weekday) for day in WEEKDAYS)
    hours = tuple(labelled("hour", "hour", hour, marked=hour == team.hour, hour=hour) for hour in HOURS)
    halves = (hours[:HOURS_IN_A_ROW], hours[HOURS_IN_A_ROW:])
    rhythms = tuple(labelled(f"rhythm_{n}", "rhythm", n, marked=n == team.every) for n in RHYTHMS)
    rows: tuple[tuple[Button, ...], ...] = (days, *halves, rhythms, (labelled("back", "team_settings"),))
    values = {"weekday": team.weekday, "hour": team.hour, "every": team.every}
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
    link = linking("link_group", Block("held/group", {"team_id": team.id}))
    rows = ((sure("unlink") if linked else link,), (labelled("back", "team_settings"),))
    block = Block("team/group", {"linked": linked, "team_id": team.id})
    return Screen("team_group", (block,), rows)
