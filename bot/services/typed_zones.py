"""Which time zone somebody means: a city, a country, a difference with UTC."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from itertools import islice

from bot.services.typed_forms import plain
from bot.services.typed_words import TypedWords
from flows.teams.zones import ON_BUTTONS, ZONES, offset_at
from messages.places import city, country
from messages.renderer import Renderer

OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-\u2212\u2013])\s*(\d{1,2})(?:[:.]?([0-5]\d))?", re.IGNORECASE)
"""What people mean by it: "+2" is two hours ahead of UTC."""
NONE = re.compile(r"utc|gmt", re.IGNORECASE)
LIKE = 80
"""Likeness (0 to 100) from which a place may be meant."""
MOST_ASKED = 3
FRAMED = "zone"
"""Under which name stands how somebody frames a place."""
SEASON = 91 * 86_400.0


class TypedZones:
    """Reads the names of places in every language."""

    def __init__(self, renderer: Renderer, words: TypedWords) -> None:
        self._locales = [renderer.text(language, "interface", "locale") for language in renderer.languages]
        self._words = words
        large = [zone for zone, _ in words.places_of_zones]
        self._order = tuple(dict.fromkeys((*ON_BUTTONS, *large, *ZONES)))
        self._rank = {zone: place for place, zone in enumerate(self._order)}

    @cached_property
    def _places(self) -> dict[str, set[str]]:
        """The zones by their names; put together when somebody names one, for it takes a while."""
        places: dict[str, set[str]] = {}
        for zone, name in (*self._named(), *self._words.places_of_zones):
            places.setdefault(plain(name), set()).add(zone)
        places.pop("", None)
        return places

    def _named(self) -> Iterator[tuple[str, str]]:
        for zone in ZONES:
            yield zone, zone.rpartition("/")[2].replace("_", " ")
            yield zone, zone
            for locale in self._locales:
                here, land = city(zone, locale), country(zone, locale)
                yield from ((zone, here), (zone, land), (zone, f"{here} {land}"))

    def knows(self, text: str) -> bool:
        """Whether this is what a place is called."""
        return plain(text) in self._places

    def read(self, text: str, now: float) -> tuple[list[str], bool]:
        """The zones that may be meant, the likeliest first; and whether it is certainly the only one."""
        if (ahead := _ahead(text)) is not None:
            there = (zone for zone in self._order if ahead in _ahead_of_utc(zone, now))
            return list(islice(there, MOST_ASKED)), False
        wanted = plain(text)
        for inner in self._words.unframed(wanted, FRAMED):
            if wanted not in self._places and inner in self._places:
                return self._read_place(inner)
        return self._read_place(wanted)

    def _read_place(self, wanted: str) -> tuple[list[str], bool]:
        found = sorted(self._places.get(wanted, ()), key=self._rank.__getitem__)
        if len(found) == 1 and (found[0] in ON_BUTTONS or not self._within(wanted, found)):
            return found, True
        near = [*found, *self._within(wanted, found)]
        return (near or self._like(wanted))[:MOST_ASKED], False

    def _within(self, wanted: str, found: list[str]) -> list[str]:
        """Other zones in whose names these words stand."""
        if not wanted:
            return []
        named = (zones for name, zones in self._places.items() if f" {wanted} " in f" {name} ")
        return sorted(
            {zone for zones in named for zone in zones}.difference(found), key=self._rank.__getitem__
        )

    def _like(self, wanted: str) -> list[str]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - 3 MB that whoever only taps does without

        like = process.extract(
            wanted, self._places.keys(), scorer=fuzz.ratio, score_cutoff=LIKE, limit=MOST_ASKED
        )
        found = (
            zone for name, _, _ in like for zone in sorted(self._places[name], key=self._rank.__getitem__)
        )
        return list(dict.fromkeys(found))


def _ahead_of_utc(zone: str, now: float) -> set[timedelta | None]:
    """How far ahead of UTC a place is now, and in winter, by which people know it all year."""
    there = [offset_at(zone, moment) or timedelta() for moment in (now + SEASON * n for n in range(4))]
    return {there[0], min(there)}


def _ahead(text: str) -> timedelta | None:
    """How far ahead of UTC a text says."""
    if NONE.fullmatch(text):
        return timedelta()
    found = OFFSET.fullmatch(text)
    if found is None:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return ahead if found[1] == "+" else -ahead
