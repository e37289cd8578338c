"""From when to when: dates that follow from the day the advice is read."""

from datetime import date, timedelta


def next_monday(today: str) -> str:
    """The Monday after a day."""
    day = date.fromisoformat(today)
    return (day + timedelta(days=7 - day.weekday())).isoformat()


def weeks_later(start: str, weeks: int) -> str:
    """The Friday with which so many weeks end."""
    return (date.fromisoformat(start) + timedelta(weeks=weeks, days=-3)).isoformat()
