"""The one thing that is asked of management, and the hours: both are the same wherever they are told."""

from dataclasses import dataclass

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import Hours
from flows.catalogue.validation import SMALL_AND_WILLING

HALF_DAY_BY = ("management", "size")
"""What, besides the means, makes a fixed half day of a few hours."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked and for how many weeks, and the questions that decided it."""

    id: str
    weeks: int
    because: tuple[str, ...]
    sources: tuple[str, ...]


def find_ask(catalogue: Catalogue, answers: Facts) -> Ask:
    """The first ask whose condition holds; everything looked at on the way to it decided it."""
    looked_at: dict[str, None] = {}
    for row in catalogue.content.ask:
        when = catalogue.ask_if[row.id]
        looked_at |= dict.fromkeys(when.names)
        if when.holds(answers, catalogue.guards):
            return Ask(row.id, row.weeks, tuple(looked_at), row.sources)
    raise AssertionError("one ask always holds")


def find_hours(catalogue: Catalogue, answers: Facts) -> Hours:
    """The hours a week there are, and those to ask for; a small willing organisation has its half day."""
    table = catalogue.content.hours
    if catalogue.combination_if[SMALL_AND_WILLING].holds(answers, catalogue.guards):
        return table[SMALL_AND_WILLING]
    return table[catalogue.option("resources", answers["resources"]).scored]


def hours_causes(catalogue: Catalogue, answers: Facts) -> tuple[str, ...]:
    """The questions behind the hours: a half day may hang on size and management where means are few."""
    condition = catalogue.combination_if[SMALL_AND_WILLING]
    pairs = [pair for clause in condition.clauses for pair in clause.options]
    few = any(name == "resources" and answers[name] in allowed for name, allowed in pairs)
    return ("resources", *HALF_DAY_BY) if few and "size" in answers else ("resources",)
