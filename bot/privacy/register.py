"""What columns.toml says of each column, held beside the tables there are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import tomli

from bot.services import retention
from bot.services.groups import PATIENCE
from bot.services.housekeeping import KEEP_PARKED, KEEP_SEEN
from bot.storage.schema import metadata
from bot.storage.unit import AUDIT_LONGER, LONGER
from flows.handlers.joining import HOLDS

HERE = Path(__file__).parent
DAY = 86_400.0
PURPOSES = "purposes"
DAYS: Mapping[str, float] = {
    "letters": KEEP_SEEN / DAY,
    "seen": KEEP_SEEN / DAY,
    "parked": KEEP_PARKED / DAY,
    "appointments": KEEP_PARKED / DAY,
    "seal": (KEEP_PARKED + LONGER) / DAY,
    "audit": (KEEP_PARKED + AUDIT_LONGER) / DAY,
    "invitation": HOLDS / DAY,
    "away": retention.KEEP / DAY,
    "notice": retention.NOTICE / DAY,
}
"""How long, in days, where a term is one; what the program does is what the papers say."""
MINUTES = PATIENCE / 60
"""For which a group that no team is linked to is stayed in."""


class NotAccounted(Exception):
    """Columns without purpose, basis, term and whose, or named twice, or that are not there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns of a table that are one kind of data."""

    table: str
    columns: tuple[str, ...]
    data: str
    purpose: str
    whose: str
    term: str


@dataclass(frozen=True, slots=True)
class Register:
    """All that is kept; `bases`: the letter of article 6(1) of the GDPR for each purpose."""

    kept: tuple[Kept, ...]
    bases: Mapping[str, str]


@cache
def load_register(file: Path = HERE / "columns.toml") -> Register:
    """What is kept of whom.

    Raises:
        NotAccounted: a column of a table is not in it, or more than once.
    """
    written = tomli.loads(file.read_text("utf-8"))
    bases = written.pop(PURPOSES)
    kept = tuple(
        Kept(table, tuple(group.pop("columns")), **group)
        for table, groups in written.items()
        for group in groups
    )
    if faults := list(_faults(kept, bases)):
        raise NotAccounted("; ".join(faults))
    return Register(kept, bases)


def _faults(kept: tuple[Kept, ...], bases: Mapping[str, str]) -> Iterator[str]:
    said = Counter((group.table, column) for group in kept for column in group.columns)
    there = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}
    for table, column in sorted(there - set(said)):
        yield f"{table}.{column}: say in bot/privacy/columns.toml what it is for, whose, and how long"
    for table, column in sorted(set(said) - there):
        yield f"{table}.{column}: there is no such column"
    yield from (f"{table}.{column}: named twice" for (table, column), times in said.items() if times > 1)
    yield from (
        f"{group.table}: no purpose {group.purpose!r}" for group in kept if group.purpose not in bases
    )
