"""All that can stand in each place of the advice, from the slots explored over all answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.check.diagram import Diagram
from bot.check.slots import (
    Elements,
    Seen,
    element_slots,
    lane_action_slot,
    quick_slot,
    see,
)
from flows.adviser.elements import Element
from flows.adviser.steps import LAST_STEP
from flows.answers import ActiveAnswers
from flows.catalogue import Catalogue
from flows.journey import Path, questions_of
from flows.model import UNKNOWN

Together = tuple[Seen, ...]


@dataclass
class Outcomes:
    """Each place of full advice as a diagram, and all of quick advice."""

    catalogue: Catalogue
    slots: dict[str, Diagram[Together]] = field(default_factory=dict)

    def elements(self, *places: str) -> list[Element]:
        """Every element that can stand in one of these places."""
        found = {
            seen: None for place in places for together in self.slots[place].values() for seen in together
        }
        return [seen.element for seen in found]

    @property
    def count(self) -> int:
        """How many different elements there are."""
        return len(self.elements(*self.slots))

    def places(self, prefix: str) -> tuple[str, ...]:
        """The places whose names begin so."""
        return tuple(place for place in self.slots if place.startswith(prefix))


def find_outcomes(catalogue: Catalogue) -> Outcomes:
    """Explore every place but those that depend on each other."""
    outcomes = Outcomes(catalogue)
    for place, slot in element_slots(catalogue).items():
        outcomes.slots[place] = explore_slot(catalogue, slot)
    for step in catalogue.steps:
        outcomes.slots[f"third action {step}"] = explore_slot(catalogue, lane_action_slot(catalogue, step))
    outcomes.slots["quick"] = explore_slot(catalogue, quick_slot(catalogue))
    return outcomes


def explore_slot(catalogue: Catalogue, slot: Elements) -> Diagram[Together]:
    """The diagram of a place."""
    return Diagram.of(catalogue, lambda answers: tuple(map(see, slot(answers))))


def spread_answers(catalogue: Catalogue, path: Path, number: int) -> Iterator[Mapping[str, str]]:
    """Complete sets of active answers, some of every kind: a look at whole messages, not a proof.

    The first ones climb from the first option of every question to the last, so that every step is there.
    """
    questions = questions_of(catalogue, path)
    for turn in range(number):
        raw = {}
        for place, question in enumerate(questions):
            known = [option for option in catalogue.offered(question) if option != UNKNOWN]
            options = catalogue.offered(question) if turn >= number // 2 else known
            if turn < LAST_STEP + 1:
                choice = min(len(known) - 1, turn)
            else:
                choice = (turn * (2 * place + 1) + turn // (place + 2)) % len(options)
            raw[question] = options[choice]
        yield dict(ActiveAnswers(raw, catalogue))
