"""Moments as a calendar file (RFC 5545): read again, they take the place of what they were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

LINE = 70
"""Bytes of a line; a longer one is folded."""
QUARTER = "DURATION:PT15M"


@dataclass(frozen=True, slots=True)
class CalendarMoment:
    """Something on a day: at a moment (seconds UTC), at an hour wherever somebody is, or all day. `known_as`:
    what it is called in every calendar that has it.
    """

    known_as: str
    text: str
    on: str
    at: float | None = None
    hour: int | None = None


def write_calendar(name: str, moments: Iterable[CalendarMoment]) -> bytes:
    """An .ics file with these moments."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Vierstap//{name}//"]
    for moment in moments:
        lines += _event(moment)
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _fold(line)).encode()


def _event(moment: CalendarMoment) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{moment.known_as}@vierstap",
        f"DTSTAMP:{date.fromisoformat(moment.on):%Y%m%d}T000000Z",
        *_when(moment),
        f"SUMMARY:{_escape(moment.text)}",
        "END:VEVENT",
    ]


def _when(moment: CalendarMoment) -> tuple[str, ...]:
    day = f"{date.fromisoformat(moment.on):%Y%m%d}"
    if moment.at is not None:
        return (f"DTSTART:{datetime.fromtimestamp(moment.at, UTC):%Y%m%dT%H%M%SZ}", QUARTER)
    if moment.hour is not None:
        return (f"DTSTART:{day}T{moment.hour:02}0000", QUARTER)
    return (f"DTSTART;VALUE=DATE:{day}",)


def _escape(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _fold(line: str) -> list[str]:
    """A line in parts that are not too long; each but the first begins with a space."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > LINE:
            parts.append(part)
            part = " "
        part += sign
    return [*parts, part]
