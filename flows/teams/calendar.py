"""When a team's weekly moment is, in each member's own time; and when nothing is sent (G7)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flows.teams.model import Team

COUNTRIES: Mapping[str, str] = MappingProxyType({"NL": "Europe/Amsterdam", "BE": "Europe/Brussels"})
"""The countries a team can be in, with their time zone."""

DAY_BEGINS, DAY_ENDS = 8, 20
"""Hours, local time: outside them nothing is sent."""
LAST_WORKING_DAY = 5
WEEK = timedelta(days=7)
LONGEST_REST = 14
"""Days: no run of holidays and weekends is longer."""


def local_day(now: float, zone: str) -> str:
    """The date where somebody lives."""
    return _local(now, zone).date().isoformat()


def next_allowed(moment: float, zone: str, country: str) -> float:
    """The moment itself, or the first one after it at which something may be sent."""
    local = _local(moment, zone)
    day = local.date()
    if _works(day, country) and DAY_BEGINS <= local.hour < DAY_ENDS:
        return moment
    if local.hour >= DAY_BEGINS:
        day += timedelta(days=1)
    # A zone may skip a day: then its morning is over before it began, and the next one is taken.
    while not _works(day, country) or (begin := moment_of(day, DAY_BEGINS, zone)) <= moment:
        day += timedelta(days=1)
    return begin


def moment_of(day: date, hour: int, zone: str) -> float:
    """A local time as seconds UTC: in a gap the first later minute there is, in a fold the first."""
    where = ZoneInfo(zone)
    at = datetime.combine(day, time(hour), where).astimezone(UTC)
    if at.astimezone(where).replace(tzinfo=None) == datetime.combine(day, time(hour)):
        return at.timestamp()
    return _end_of_gap(datetime.combine(day, time(hour)), where)


def _end_of_gap(wanted: datetime, where: ZoneInfo) -> float:
    """The moment at which the clocks jumped over a local time."""
    before = wanted.replace(tzinfo=where, fold=1).astimezone(UTC).replace(second=0)
    after = wanted.replace(tzinfo=where, fold=0).astimezone(UTC)
    while before < after:
        middle = (before + (after - before) / 2).replace(second=0, microsecond=0)
        if middle == before:
            break
        if middle.astimezone(where).replace(tzinfo=None) >= wanted:
            after = middle
        else:
            before = middle
    return after.timestamp()


def opening(team: Team, zone: str, period: str) -> float:
    """When the check-in of a week opens for who lives in a zone."""
    return next_allowed(moment_of(date.fromisoformat(period), team.hour, zone), zone, team.country)


def current_period(team: Team, zone: str, now: float) -> str:
    """The latest week whose check-in has opened."""
    period = date.fromisoformat(first_day(team, local_day(now, zone)))
    while opening(team, zone, period.isoformat()) > now:
        period -= WEEK
    return period.isoformat()


def next_period(team: Team, zone: str, now: float) -> str:
    """The first week whose check-in is still to open."""
    return (date.fromisoformat(current_period(team, zone, now)) + WEEK).isoformat()


def first_day(team: Team, today: str) -> str:
    """The team's weekday, today or after it."""
    day = date.fromisoformat(today)
    return (day + timedelta(days=(team.weekday - day.isoweekday()) % 7)).isoformat()


def working_days_before(day: str, count: int, country: str) -> str:
    """The working day that lies so many before another."""
    found = date.fromisoformat(day)
    while count:
        found -= timedelta(days=1)
        count -= _works(found, country)
    return found.isoformat()


def moved_because(team: Team, zone: str, period: str, language: str) -> str | None:
    """The holiday that moved the opening of a week; None where it stands."""
    if opening(team, zone, period) == moment_of(date.fromisoformat(period), team.hour, zone):
        return None
    return _holidays(team.country, date.fromisoformat(period).year, language).get(period)


def _local(now: float, zone: str) -> datetime:
    return datetime.fromtimestamp(now, ZoneInfo(zone))


def _works(day: date, country: str) -> bool:
    names = _holidays(country, day.year, "nl")
    return day.isoweekday() <= LAST_WORKING_DAY and day.isoformat() not in names


@lru_cache(maxsize=256)
def _holidays(country: str, year: int, language: str) -> Mapping[str, str]:
    """The public holidays of a year, by ISO date, in a language."""
    import holidays  # noqa: PLC0415 - a tenth of a second that a bot without teams can do without

    spoken = {"nl": "nl", "en": "en_US"}[language]
    found = holidays.country_holidays(country, years=year, language=spoken)
    return {day.isoformat(): name for day, name in found.items()}
