"""What there is, and what waits, told to the operator."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from bot.channels.telegram.waiting_there import WaitingThere
from bot.services.ports import Counts, ParkedUpdate

SHOWN = 20
"""Of the updates that failed, the newest."""
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True)
class Found:
    """`there`: what waits at Telegram; None where it was not asked."""

    counts: Counts
    parked: Sequence[ParkedUpdate]
    now: float
    there: WaitingThere | None = None

    def as_lines(self) -> Iterator[str]:
        """To be read."""
        counts = self.counts
        lost = f", of whom {_number(counts.unreachable)} cannot be reached" if counts.unreachable else ""
        yield f"People: {_number(counts.conversations)}{lost}"
        members = f", with {_count(counts.members, 'member')}" if counts.teams else ""
        yield f"Teams: {_number(counts.teams)}{members}"
        yield f"Waiting to be sent: {_waiting(counts, self.now)}"
        yield from _at_telegram(self.there)
        yield f"Updates that failed: {_number(counts.parked)}"
        for update in self.parked:
            yield f"  {update.update_id} at {moment(update.parked_at)}: {update.error}"

    def as_document(self) -> dict[str, object]:
        """For programs; what is not known is null."""
        counts = asdict(self.counts)
        parked = [
            {"update_id": one.update_id, "parked_at": moment(one.parked_at), "error": one.error}
            for one in self.parked
        ]
        there = asdict(self.there) if self.there is not None else None
        for part, name in ((counts, "oldest_undelivered_at"), (counts, "oldest_due_at"), (there, "error_at")):
            if part is not None and part[name] is not None:
                part[name] = moment(part[name])
        return {"at": moment(self.now), "stored": counts, "telegram": there, "newest_parked": parked}


def moment(seconds: float) -> str:
    """A time, as operators read it in logs."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(" ", timespec="seconds")


def _at_telegram(there: WaitingThere | None) -> Iterator[str]:
    if there is None:
        yield "Waiting at Telegram: not known"
        return
    by = f"delivered to {there.host}" if there.host else "asked for by polling"
    yield f"Waiting at Telegram: {_count(there.updates, 'update')}, {by}"
    if there.error:
        when = f" at {moment(there.error_at)}" if there.error_at is not None else ""
        yield f"  the last delivery that failed{when}: {there.error}"


def _waiting(counts: Counts, now: float) -> str:
    late = f", {_number(counts.appointments_late)} of them late" if counts.appointments_late else ""
    waiting = [
        _count(number, what) + more
        for number, what, more in (
            (counts.undelivered, "screen", _oldest(counts.oldest_undelivered_at, now)),
            (counts.letters_waiting, "letter", ""),
            (counts.appointments_due, "reminder", late + _oldest(counts.oldest_due_at, now)),
        )
        if number
    ]
    return ", ".join(waiting) or "nothing"


def _oldest(since: float | None, now: float) -> str:
    return f" (the oldest for {_span(now - since)})" if since is not None else ""


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
