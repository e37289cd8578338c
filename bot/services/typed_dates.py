"""The one day that somebody types: "15 augustus", "Aug 15", "15-8", "2027-08-15"."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from babel.dates import get_month_names

from bot.services.typed_forms import plain
from messages.renderer import Renderer

ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
IN_FIGURES = re.compile(r"\b(\d{1,2})\s*[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{4}|\d{2}))?\b")
"""Day, month and perhaps a year, as both languages write them."""
WORDS = re.compile(r"\d+|[^\W\d_]+")
ENDINGS = frozenset({"e", "de", "ste", "st", "nd", "rd", "th", "of", "the"})
"""What stands beside the number of a day and says nothing more."""
CENTURY = 2000


class TypedDates:
    """Reads days with the months of every language."""

    def __init__(self, renderer: Renderer) -> None:
        self._months = {
            plain(name): month
            for language in renderer.languages
            for width in ("wide", "abbreviated")
            for month, name in get_month_names(
                width, locale=renderer.text(language, "interface", "locale")
            ).items()
        }

    def read(self, text: str, now: float) -> date | None:
        """The day that is meant, the first from today on where no year is said; None unless it is one day."""
        today = datetime.fromtimestamp(now, UTC).date()
        days = {found for found in self._days(text, today) if found is not None}
        return days.pop() if len(days) == 1 else None

    def _days(self, text: str, today: date) -> Iterator[date | None]:
        for year, month, day in ISO.findall(text):
            yield _day(int(year), int(month), int(day))
        for day, month, year in IN_FIGURES.findall(ISO.sub(" ", text)):
            yield _in_year(year, int(month), int(day), today)
        words = [word for word in map(plain, WORDS.findall(text)) if word not in ENDINGS]
        for place, word in enumerate(words):
            if word in self._months:
                yield _beside(words, place, self._months[word], today)


def _beside(words: Sequence[str], place: int, month: int, today: date) -> date | None:
    """The day before the name of a month, or else behind it; then perhaps a year."""
    before, behind = words[max(0, place - 1) : place], words[place + 1 :]
    if before and before[0].isdecimal():
        year = behind[0] if behind and len(behind[0]) == 4 and behind[0].isdecimal() else ""
        return _in_year(year, month, int(before[0][:4]), today)
    if not behind or not behind[0].isdecimal():
        return None
    year = behind[1] if len(behind) > 1 and len(behind[1]) == 4 and behind[1].isdecimal() else ""
    return _in_year(year, month, int(behind[0][:4]), today)


def _in_year(year: str, month: int, day: int, today: date) -> date | None:
    """The day in the year that was said, or the next one of this name."""
    if year:
        return _day(int(year) + (CENTURY if len(year) == 2 else 0), month, day)
    ahead = (_day(today.year + years, month, day) for years in (0, 1))
    return next((found for found in ahead if found is not None and found >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
