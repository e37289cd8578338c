"""No influence is silent (P12): what changes with an answer names that answer, before or after."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from bot.check.proof.diagram import Diagram
from bot.check.proof.explore import EVERYTHING, Offers
from bot.check.proof.outcomes import Outcomes, Together, all_slots, one_for_each_lane, unworded
from bot.check.proof.seen import Parts, in_places, parts_of
from bot.check.proof.slots import Core, Elements, choice_slot, core_parts
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts

Asked = frozenset[str]


@dataclass
class Comparison:
    """What was compared: how many changes of an outcome, and the influences that nobody names."""

    pairs: int
    faults: list[str]


def compare_changes(
    catalogue: Catalogue,
    diagram: Diagram[tuple[Parts, Asked]],
    only: Offers = EVERYTHING,
    questions: Collection[str] = (),
) -> Comparison:
    """Every way in which one changed answer changes what is advised.

    Of `questions` alone, where some are named. An answer may also be represented by a question that it
    switches on or off.
    """
    pairs = 0
    faults: dict[str, None] = {}
    for question in sorted(diagram.questions & set(questions) if questions else diagram.questions):
        for before, after in combinations(only.get(question, catalogue.offered(question)), 2):
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


def find_silence(outcomes: Outcomes, core: Diagram[Core]) -> Comparison:
    """Compare the core and every place of the advice.

    The third action also names what limits the step, so a change of the step is named by the step's causes.
    """
    catalogue = outcomes.catalogue
    nobody: Asked = frozenset()
    total = compare_changes(catalogue, core.map(lambda found: (core_parts(catalogue, found), nobody)))
    words = unworded(catalogue)
    for place, slot, explored in _places(outcomes, core):
        ways = (words, ()), (one_for_each_lane(catalogue), words.keys())
        for known, (only, changed) in zip(explored, ways, strict=True):
            compared = compare_changes(catalogue, known.map(partial(_parts, place)), only, changed)
            if compared.faults:
                compared = compare_changes(
                    catalogue, _with_asked(catalogue, place, slot, only), only, changed
                )
            total.pairs += compared.pairs
            total.faults += compared.faults
    return total


def _places(
    outcomes: Outcomes, core: Diagram[Core]
) -> Iterator[tuple[str, Elements, tuple[Diagram[Together], Diagram[Together]]]]:
    """Every place of the advice, and each first and second action once it is chosen; plain and worded."""
    for place, slot in all_slots(outcomes.catalogue).items():
        yield place, slot, (outcomes.slots[place], outcomes.worded[place])
    for choice in {action for found in core.values() for action in (found.first, found.second)}:
        place = f"{choice.action} for {choice.because}"
        yield place, choice_slot(outcomes.catalogue, choice), outcomes.choice(choice)


def _parts(place: str, together: Together) -> tuple[Parts, Asked]:
    return in_places(place, together), frozenset()


def _with_asked(
    catalogue: Catalogue, place: str, slot: Elements, only: Offers
) -> Diagram[tuple[Parts, Asked]]:
    """A place once more, with the conditional questions that are asked: an answer may switch them."""
    return Diagram.of(
        catalogue,
        lambda answers: (parts_of(place, slot(answers)), asked_beside(catalogue, answers)),
        only=only,
    )


def asked_beside(catalogue: Catalogue, answers: Facts) -> Asked:
    """The conditional questions that are asked, seen without reading more than their conditions."""
    return frozenset(question for question in catalogue.asked_if if catalogue.is_asked(question, answers))
