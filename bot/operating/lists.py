"""What failed and what was done, line by line, without anything that somebody wrote."""

from collections.abc import Iterator, Sequence

import orjson

from bot.assembly import SYSTEM_CLOCK
from bot.operating.status import moment
from bot.services.ports import ParkedUpdate, Unit
from bot.services.ports.audit import AuditLine, By, Deed

MOST_LISTED = 1_000_000


def parked_document(update: ParkedUpdate) -> dict[str, object]:
    """A parked update, for programs."""
    return {**orjson.loads(update.payload), "parked_at": moment(update.parked_at), "error": update.error}


def parked_line(update: ParkedUpdate) -> str:
    """A parked update, to be read."""
    what = orjson.loads(update.payload)
    action = f" {what['action']}" if what.get("action") else ""
    return f"{update.update_id} at {moment(update.parked_at)}: {what['kind']}{action}, {update.error}"


def drop(unit: Unit, wanted: Sequence[int] | None) -> int:
    """Delete these parked updates, or all; how many there were."""
    numbers = wanted or [one.update_id for one in unit.parked(MOST_LISTED)]
    gone = sum(unit.drop_parked(number) for number in set(numbers))
    if gone:
        unit.note_deed(AuditLine(SYSTEM_CLOCK(), By.OPERATOR, Deed.PARKED_DROPPED))
    return gone


def deed_line(line: AuditLine) -> str:
    """A line of the audit trail, to be read."""
    return f"{moment(line.at)} {line.by}: {line.deed.replace('_', ' ')}{''.join(_named(line))}"


def _named(line: AuditLine) -> Iterator[str]:
    for what, number in (("by", line.person), ("about", line.about), ("team", line.team_id)):
        if number is not None:
            yield f", {what} {number}"
