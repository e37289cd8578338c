"""The time zones somebody can live in: those of a country, by the name they have now."""

from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

ON_BUTTONS = ("Europe/Amsterdam", "Europe/Brussels", "Europe/London", "Europe/Lisbon", "Europe/Athens")
"""Those that are offered; any other can be typed."""


def _read_zones() -> tuple[str, ...]:
    lines = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[2] for line in lines if line and not line.startswith("#"))


ZONES = _read_zones()
"""Country by country, the most populous zone of each first; neither `Etc/` nor a name of the past."""

KNOWN = frozenset(ZONES)


_zone = cache(ZoneInfo)
"""The standard library keeps only the last few."""


def offset_at(zone: str, now: float) -> timedelta | None:
    """How far ahead of UTC a zone is at a moment."""
    return datetime.fromtimestamp(now, _zone(zone)).utcoffset()


def time_at(zone: str, now: float) -> str:
    """What clocks say there at a moment."""
    return datetime.fromtimestamp(now, ZoneInfo(zone)).strftime("%H:%M")
