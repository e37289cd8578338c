"""When a team's weekly moment is, in each member's own time; and when nothing is sent (G7)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flows.adviser.dates import is_working_day, public_holidays
from flows.teams.records import Team

COUNTRIES: Mapping[str, str] = MappingProxyType({"NL": "Europe/Amsterdam", "BE": "Europe/Brussels"})
"""The countries a team can be in, with their time zone."""

DAY_BEGINS, DAY_ENDS = 8, 20
"""Hours, local time: outside them nothing is sent."""

WEEKDAYS = (1, 2, 3, 4, 5)
HOURS = tuple(range(DAY_BEGINS, DAY_ENDS))
"""The days and hours a team can choose for its weekly moment."""

RHYTHMS = (1, 2)
"""In how many weeks a team can check in once."""

PAUSES = (1, 2, 3, 4)
"""For how many weeks somebody can be away with one tap."""
MOST_AWAY = timedelta(days=366)
"""How far ahead a last day away can lie."""

ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MINUTE = 60.0


def local_day(now: float, zone: str) -> str:
    """The date where somebody lives."""
    return _local(now, zone).date().isoformat()


def next_allowed(moment: float, zone: str, country: str) -> float:
    """The moment itself, or the first one after it at which something may be sent."""
    while not _is_allowed(moment, zone, country):
        # Clocks that are set back over eight o'clock show it twice: the second is waited for by the minute.
        moment = max(_next_morning(moment, zone), moment + MINUTE)
    return moment


def _is_allowed(moment: float, zone: str, country: str) -> bool:
    local = _local(moment, zone)
    return DAY_BEGINS <= local.hour < DAY_ENDS and is_working_day(local.date(), country)


def _next_morning(moment: float, zone: str) -> float:
    local = _local(moment, zone)
    day = local.date() + ONE_DAY if local.hour >= DAY_BEGINS else local.date()
    return moment_of(datetime.combine(day, time(DAY_BEGINS)), zone)


def moment_of(local: datetime, zone: str) -> float:
    """A local time as seconds UTC: in a gap the first later minute, in a fold the first."""
    there = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    moment = there.timestamp()
    if _local(moment, zone).replace(tzinfo=None) == local:
        return moment
    return _end_of_gap(there)


def _end_of_gap(skipped: datetime) -> float:
    """When the clocks jumped over a local time. What they showed before it and show after it is halved in,
    as a gap can be a whole day long.
    """
    before, after = skipped.replace(fold=1).timestamp() // MINUTE, skipped.timestamp() // MINUTE
    while after - before > 1:
        middle = (before + after) // 2
        jumped = datetime.fromtimestamp(middle * MINUTE, skipped.tzinfo).utcoffset() != skipped.utcoffset()
        before, after = (before, middle) if jumped else (middle, after)
    return after * MINUTE


def day_later(moment: float, zone: str) -> float:
    """The same local time on the next day, however many hours away that is."""
    return moment_of(_local(moment, zone).replace(tzinfo=None) + ONE_DAY, zone)


def opening(team: Team, zone: str, period: str) -> float:
    """When the check-in of a week opens for who lives in a zone."""
    return next_allowed(moment_on(period, team.hour, zone), zone, team.country)


def moment_on(day: str, hour: int, zone: str) -> float:
    """An hour of a day where somebody lives, as seconds UTC."""
    return moment_of(datetime.combine(date.fromisoformat(day), time(hour)), zone)


def current_period(team: Team, zone: str, now: float) -> str:
    """The latest week whose check-in has opened."""
    period = first_day(team, local_day(now, zone))
    while opening(team, zone, period) > now:
        period = period_before(team, period)
    return period


def next_period(team: Team, zone: str, now: float) -> str:
    """The first week whose check-in is still to open."""
    return period_after(team, current_period(team, zone, now))


def first_day(team: Team, today: str) -> str:
    """The team's check-in day, today or after it: one a week or in two, whatever it chose before."""
    last = team.moved_after
    if last is None:
        anchor = today if team.every == 1 else _first_ever(team)
        return _in_rhythm(today, _weekday_from(anchor, team.weekday), team.every)
    if today <= last:
        return _in_rhythm(today, last, team.every_before)
    first = _first_moved(team, last)
    return _in_rhythm(max(today, first), first, team.every)


def _in_rhythm(today: str, anchor: str, every: int) -> str:
    """The first day from today that lies a number of rhythms after or before another."""
    begun = date.fromisoformat(anchor)
    rhythms = -((begun - date.fromisoformat(today)) // (every * WEEK))
    return (begun + rhythms * every * WEEK).isoformat()


def _first_ever(team: Team) -> str:
    """The first check-in day that opened after the plan was agreed, where the team is."""
    day = _weekday_from(local_day(team.agreed_at, team.zone), team.weekday)
    opened = opening(team, team.zone, day) < team.agreed_at
    return _weekday_from(day_after(day), team.weekday) if opened else day


def _first_moved(team: Team, last: str) -> str:
    """The first check-in day after the last one of another weekday or rhythm."""
    monday = date.fromisoformat(_week_after_opening(team, last)) + (team.every - 1) * WEEK
    return _weekday_from(monday.isoformat(), team.weekday)


def _weekday_from(today: str, weekday: int) -> str:
    day = date.fromisoformat(today)
    return (day + timedelta(days=(weekday - day.isoweekday()) % 7)).isoformat()


def _week_after_opening(team: Team, period: str) -> str:
    """The Monday after a check-in opened, which holidays can have moved into another week."""
    opened = local_day(opening(team, team.zone, period), team.zone)
    return _weekday_from(day_after(opened), 1)


def period_after(team: Team, period: str) -> str:
    return first_day(team, day_after(period))


def period_before(team: Team, period: str) -> str:
    """The check-in day before another; where the team chose another weekday, the last one before it."""
    last = team.moved_after
    if last is not None and period <= last:
        return _weeks_before(period, team.every_before)
    earlier = _weeks_before(period, team.every)
    return earlier if last is None or earlier >= _first_moved(team, last) else last


def _weeks_before(day: str, weeks: int) -> str:
    return (date.fromisoformat(day) - weeks * WEEK).isoformat()


def on_weekday(team: Team, weekday: int, zones: Iterable[str], now: float) -> Team:
    """The team with check-ins on another weekday."""
    return replace(_moved(team, zones, now), weekday=weekday)


def in_rhythm(team: Team, every: int, zones: Iterable[str], now: float) -> Team:
    """The team with check-ins every week, or every two weeks."""
    return replace(_moved(team, zones, now), every=every)


def _moved(team: Team, zones: Iterable[str], now: float) -> Team:
    """The team about to check in at other times: not in a week in which one opened for anybody already, as
    it may have even before the team's hour, which may have been another.
    """
    if not team.agreed:
        return team
    early = replace(team, hour=DAY_BEGINS)
    opened = max(current_period(early, zone, now) for zone in zones)
    if team.moved_after is not None and opened <= team.moved_after:
        return team
    return replace(team, moved_after=opened, every_before=team.every)


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + ONE_DAY).isoformat()


def working_days_before(day: str, count: int, country: str) -> str:
    """The working day that lies so many before another."""
    found = date.fromisoformat(day)
    while count:
        found -= ONE_DAY
        count -= is_working_day(found, country)
    return found.isoformat()


def moved_because(team: Team, zone: str, period: str) -> str | None:
    """The day of the holiday that moved the opening of a week; None where none did."""
    day = date.fromisoformat(period)
    if opening(team, zone, period) == moment_on(period, team.hour, zone):
        return None
    return period if day in public_holidays(team.country, day.year) else None


def _local(moment: float, zone: str) -> datetime:
    return datetime.fromtimestamp(moment, ZoneInfo(zone))
