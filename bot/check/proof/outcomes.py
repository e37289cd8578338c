"""All that can stand in each place of the advice, from the slots explored over all answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.check.proof.diagram import Diagram
from bot.check.proof.explore import EVERYTHING, Offers
from bot.check.proof.seen import SeenElement, see
from bot.check.proof.slots import Elements, choice_slot, element_slots, quick_slot, step_slots
from flows.adviser.actions import Chosen
from flows.adviser.elements import Element
from flows.adviser.steps import LAST_STEP
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.questions import UNKNOWN
from flows.questionnaire.answers import ActiveAnswers
from flows.questionnaire.progress import Path, questions_of

Together = tuple[SeenElement, ...]


@dataclass
class Outcomes:
    """Each place of full advice as a diagram, and all of quick advice.

    `slots`: over all answers, nobody asked for sector and role. `worded`: over every sector and role; of the
    answers about the strategy one set for each lane, for nothing but the lane's name and causes hang on them.
    """

    catalogue: Catalogue
    slots: dict[str, Diagram[Together]] = field(default_factory=dict)
    worded: dict[str, Diagram[Together]] = field(default_factory=dict)
    _choices: dict[Chosen, tuple[Diagram[Together], Diagram[Together]]] = field(default_factory=dict)

    def choice(self, chosen: Chosen) -> tuple[Diagram[Together], Diagram[Together]]:
        """An action once it is chosen, as in `slots` and as in `worded`."""
        if chosen not in self._choices:
            slot = choice_slot(self.catalogue, chosen)
            plain, worded = unworded(self.catalogue), one_for_each_lane(self.catalogue)
            self._choices[chosen] = (
                explore_slot(self.catalogue, slot, plain),
                explore_slot(self.catalogue, slot, worded),
            )
        return self._choices[chosen]

    def elements(self, *places: str) -> list[Element]:
        """Every element that can stand in one of these places."""
        return [seen.element for seen in self.seen(*places)]

    def readings(self, *places: str) -> list[Element]:
        """One of these elements for each way in which they read."""
        return [seen.element for seen in {seen.reads: seen for seen in self.seen(*places)}.values()]

    def seen(self, *places: str) -> list[SeenElement]:
        """The same, as what can be hashed."""
        diagrams = [diagrams[place] for place in places for diagrams in (self.slots, self.worded)]
        return list({seen: None for d in diagrams for together in d.values() for seen in together})

    @property
    def count(self) -> int:
        """How many different elements there are."""
        return len(self.seen(*self.slots))

    def places(self, prefix: str) -> tuple[str, ...]:
        """The places whose names begin so."""
        return tuple(place for place in self.slots if place.startswith(prefix))


def find_outcomes(catalogue: Catalogue, *, thin: bool = False) -> Outcomes:
    """Explore every place but those that depend on each other; `thin`: without sector and role, and with few
    of the answers that find a lane.
    """
    outcomes = Outcomes(catalogue)
    if thin:
        first, *_ = catalogue.lanes
        few = dict.fromkeys(catalogue.content.strategy.questions[1:], (first, UNKNOWN))
        only = {**unworded(catalogue), **few}
        outcomes.slots = {
            place: explore_slot(catalogue, slot, only) for place, slot in all_slots(catalogue).items()
        }
        outcomes.worded = outcomes.slots
        return outcomes
    for place, slot in all_slots(catalogue).items():
        outcomes.slots[place] = explore_slot(catalogue, slot, unworded(catalogue))
        outcomes.worded[place] = explore_slot(catalogue, slot, one_for_each_lane(catalogue))
    return outcomes


def all_slots(catalogue: Catalogue) -> dict[str, Elements]:
    """Every place of full advice but the first two actions, and all of quick advice."""
    return {**element_slots(catalogue), **step_slots(catalogue), "quick": quick_slot(catalogue)}


def unworded(catalogue: Catalogue) -> Offers:
    """Nobody is asked what may be left out."""
    return {question: () for question in catalogue.questions if catalogue.left_out(question)}


def one_for_each_lane(catalogue: Catalogue) -> Offers:
    """One set of answers for each lane: it is chosen, or nothing is known."""
    direct, *helpers = catalogue.content.strategy.questions
    chosen = tuple(option for option in catalogue.offered(direct) if option in catalogue.lanes)
    return {direct: (*chosen, UNKNOWN), **dict.fromkeys(helpers, (UNKNOWN,))}


def explore_slot(catalogue: Catalogue, slot: Elements, only: Offers = EVERYTHING) -> Diagram[Together]:
    """The diagram of a place."""
    return Diagram.of(catalogue, lambda answers: tuple(map(see, slot(answers))), only=only)


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
