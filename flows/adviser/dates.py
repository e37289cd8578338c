"""From when to when: dates that follow from the day the advice is read."""

from datetime import date, timedelta

FRIDAY = 5


def next_monday(today: str) -> str:
    """The Monday after a day."""
    day = date.fromisoformat(today)
    return (day + timedelta(days=7 - day.weekday())).isoformat()


def working_days(today: str, count: int) -> tuple[str, ...]:
    """So many days from today on, without weekends: the days of a week that begins now."""
    begun = date.fromisoformat(today)
    days = (begun + timedelta(days=ahead) for ahead in range(count + 2 * (count // 5 + 1)))
    return tuple(day.isoformat() for day in days if day.isoweekday() <= FRIDAY)[:count]


def weeks_later(start: str, weeks: int) -> str:
    """The Friday with which so many weeks end."""
    return (date.fromisoformat(start) + timedelta(weeks=weeks, days=-3)).isoformat()
