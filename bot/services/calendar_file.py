"""The first week as a calendar file: a quarter of an hour for each move."""

from collections.abc import Sequence
from datetime import date, timedelta

LINE = 70
"""Bytes of a line; a longer one is folded (RFC 5545)."""


def write_calendar(monday: str, moves: Sequence[tuple[int, str]]) -> bytes:
    """An .ics file. `moves`: how many days after the Monday, and what is to be done."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Vierstap//First week//"]
    for days, text in moves:
        lines += _event(date.fromisoformat(monday) + timedelta(days=days), text)
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _fold(line)).encode()


def _event(day: date, text: str) -> list[str]:
    """At nine in the person's own time, wherever that is."""
    at = f"{day:%Y%m%d}T090000"
    return [
        "BEGIN:VEVENT",
        f"UID:{day:%Y%m%d}-first-week@vierstap",
        f"DTSTAMP:{at}Z",
        f"DTSTART:{at}",
        "DURATION:PT15M",
        f"SUMMARY:{_escape(text)}",
        "END:VEVENT",
    ]


def _escape(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _fold(line: str) -> list[str]:
    """A line in parts that are not too long; each but the first begins with a space."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > LINE:
            parts.append(part)
            part = " "
        part += sign
    return [*parts, part]
