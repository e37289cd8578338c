"""Dates that follow from the day the advice is read, all of them on days when people are at work."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

COUNTRIES = ("nl", "be")
"""Where organisations are; one whose country is not known gets no day that is a holiday in either."""
FRIDAY = 5
ONE_DAY = timedelta(days=1)
CHRISTMAS_EVE = (12, 24)
"""Month and day; from then until the new year nobody is asked to decide, or to look back."""


def next_start(today: str, country: str) -> str:
    """The Monday after a day; where nobody is at work then, the first day after it on which people are."""
    day = date.fromisoformat(today)
    return _first_at_work(day + timedelta(days=7 - day.weekday()), country).isoformat()


def weeks_later(start: str, weeks: int, country: str) -> str:
    """The Friday with which so many weeks end; where nobody is at work then, the first day after it."""
    day = date.fromisoformat(start)
    monday = day - timedelta(days=day.weekday())
    return _first_at_work(monday + timedelta(weeks=weeks, days=-3), country).isoformat()


def look_back_on(start: str, weeks: int, country: str) -> str:
    """The day so many weeks later; where nobody is at work then, the first day after it."""
    return _first_at_work(date.fromisoformat(start) + timedelta(weeks=weeks), country).isoformat()


def working_days(today: str, count: int, country: str) -> tuple[str, ...]:
    """So many days from today on, without weekends and public holidays: a week that begins now."""
    days = (day for day in _days_from(date.fromisoformat(today)) if is_working_day(day, country))
    return tuple(next(days).isoformat() for _ in range(count))


def is_working_day(day: date, country: str) -> bool:
    """Whether a day is neither in a weekend nor a public holiday, in a country or in any of them."""
    countries = (country,) if country else COUNTRIES
    return day.isoweekday() <= FRIDAY and not any(day in public_holidays(one, day.year) for one in countries)


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """The public holidays of a year."""
    import holidays  # noqa: PLC0415 - takes a quarter of a second, which a start without dates does without

    return frozenset(holidays.country_holidays(country.upper(), years=year))


def _first_at_work(day: date, country: str) -> date:
    return next(one for one in _days_from(day) if _is_at_work(one, country))


def _is_at_work(day: date, country: str) -> bool:
    return is_working_day(day, country) and (day.month, day.day) < CHRISTMAS_EVE


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += ONE_DAY
