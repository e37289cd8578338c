"""What the places of time zones are called, in a language: the city, and the country it lies in."""

from functools import lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location


@lru_cache(maxsize=1024)
def city(zone: str, locale: str) -> str:
    """The city a zone is named after."""
    try:
        found = get_timezone_location(zone, locale=locale, return_city=True)
    except LookupError:
        found = zone.replace("_", " ")
    return found.rpartition("/")[2]


@lru_cache(maxsize=1024)
def country(zone: str, locale: str) -> str:
    """The country a zone lies in; empty where it lies in none that is known."""
    territory = get_global("zone_territories").get(zone, "")
    named: str = Locale.parse(locale).territories.get(territory, "")
    return named


def place(zone: str, locale: str) -> str:
    """City and country; the city alone where both have the same name."""
    named = (city(zone, locale), country(zone, locale))
    return ", ".join(dict.fromkeys(name for name in named if name))
