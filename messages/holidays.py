"""What public holidays are called in a language."""

from collections.abc import Mapping
from datetime import date
from functools import cache

ENGLISH = "en_US"


def holiday(day: str, country: str, spoken: str) -> str:
    """The name of a public holiday; in English where this language has no names for a country's."""
    on = date.fromisoformat(day)
    return _names(country, on.year, spoken)[on]


@cache
def _names(country: str, year: int, spoken: str) -> Mapping[date, str]:
    import holidays  # noqa: PLC0415 - takes a quarter of a second, which a start without teams does without

    known = holidays.country_holidays(country).supported_languages
    return dict(
        holidays.country_holidays(country, years=year, language=spoken if spoken in known else ENGLISH)
    )
