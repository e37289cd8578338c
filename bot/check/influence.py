"""No influence is silent (P12): what changes with an answer names that answer, before or after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from bot.check.diagram import Diagram
from bot.check.slots import Parts
from flows.catalogue import Catalogue
from flows.conditions import Facts

Asked = frozenset[str]


@dataclass
class Comparison:
    """What was compared: how many changes of an outcome, and the influences that nobody names."""

    pairs: int
    faults: list[str]


def compare_changes(catalogue: Catalogue, diagram: Diagram[tuple[Parts, Asked]]) -> Comparison:
    """Every way in which one changed answer changes what is advised.

    An answer may also be represented by a question that it switches on or off.
    """
    pairs = 0
    faults: dict[str, None] = {}
    for question in sorted(diagram.questions):
        for before, after in combinations(catalogue.offered(question), 2):
            for (old, old_asked), (new, new_asked) in diagram.changes(question, before, after):
                pairs += 1
                answerable = {question} | (old_asked ^ new_asked)
                for place in _silent(old, new, answerable):
                    faults[f"{place} changes silently with {question}: {before} or {after}"] = None
    return Comparison(pairs, list(faults))


def _silent(old: Parts, new: Parts, answerable: set[str]) -> Iterator[str]:
    """The places that differ without naming any of these questions."""
    before: Mapping[str, object] = {part.place: part for part in old}
    after = {part.place: part for part in new}
    named = {
        place: {q for part in (*old, *new) if part.place == place for q in part.named}
        for place in before.keys() | after.keys()
    }
    for place, questions in named.items():
        if before.get(place) != after.get(place) and not questions & answerable:
            yield place


def asked_beside(catalogue: Catalogue, answers: Facts) -> Asked:
    """The conditional questions that are asked, seen without reading more than their conditions."""
    return frozenset(question for question in catalogue.asked_if if catalogue.is_asked(question, answers))
