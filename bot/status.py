"""What there is, told to the operator: `vierstap status`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.services.ports import Counts, ParkedUpdate

SHOWN = 20
"""Of the updates that failed, the newest."""
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


def report(counts: Counts, parked: Sequence[ParkedUpdate], now: float) -> Iterator[str]:
    """The lines to print."""
    lost = f", of whom {_number(counts.unreachable)} cannot be reached" if counts.unreachable else ""
    yield f"People: {_number(counts.conversations)}{lost}"
    members = f", with {_count(counts.members, 'member')}" if counts.teams else ""
    yield f"Teams: {_number(counts.teams)}{members}"
    yield f"Waiting to be sent: {_waiting(counts, now)}"
    yield f"Updates that failed: {_number(counts.parked)}"
    for update in parked:
        when = datetime.fromtimestamp(update.parked_at, UTC).isoformat(" ", timespec="seconds")
        yield f"  {update.update_id} at {when}: {update.error}"


def _waiting(counts: Counts, now: float) -> str:
    since = counts.oldest_undelivered_at
    age = f" (the oldest for {_span(now - since)})" if since is not None else ""
    waiting = [
        _count(number, what) + more
        for number, what, more in (
            (counts.undelivered, "screen", age),
            (counts.letters_waiting, "letter", ""),
            (counts.appointments_due, "reminder", ""),
        )
        if number
    ]
    return ", ".join(waiting) or "nothing"


def _count(number: int, what: str) -> str:
    return f"{_number(number)} {what}{'' if number == 1 else 's'}"


def _number(number: int) -> str:
    return f"{number:,}"


def _span(seconds: float) -> str:
    """How long, in the largest unit of which there is one."""
    for unit, length in UNITS:
        if seconds >= length:
            return _count(int(seconds // length), unit)
    return "less than a second"
