"""Everything explored: what the properties are read from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from bot.check.proof.diagram import Diagram
from bot.check.proof.outcomes import Outcomes
from bot.check.proof.slots import Core
from flows.adviser.barriers import score_barrier
from flows.adviser.quick import advise_quickly
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import BarrierRule
from flows.questionnaire.progress import Path, questions_of


@dataclass(frozen=True, slots=True)
class Quick:
    """What matters of quick advice."""

    provisional: int
    highest: int
    range_causes: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]
    pilots: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """What the properties are read from: everything explored."""

    catalogue: Catalogue
    outcomes: Outcomes
    core: Diagram[Core]
    strengths: Mapping[str, Diagram[int]]
    quick: Diagram[Quick]

    @cached_property
    def steps(self) -> Diagram[int]:
        """The step alone."""
        return self.core.map(lambda core: core.number)


def explore_strengths(catalogue: Catalogue) -> dict[str, Diagram[int]]:
    """The strength of each barrier over all answers."""

    def strength(rule: BarrierRule, answers: Facts) -> int:
        return score_barrier(catalogue, rule, answers).strength

    return {rule.id: Diagram.of(catalogue, partial(strength, rule)) for rule in catalogue.content.barrier}


def explore_core(catalogue: Catalogue, find: Callable[[Catalogue, Facts], Core]) -> Diagram[Core]:
    """The core over all answers; of everything explored by far the largest."""
    return Diagram.of(catalogue, partial(find, catalogue))


def explore_quick(catalogue: Catalogue) -> Diagram[Quick]:
    """Quick advice over all its answers."""
    questions = questions_of(catalogue, Path.QUICK)

    def find(answers: Facts) -> Quick:
        advice = advise_quickly(catalogue, {q: answers[q] for q in questions if q in answers})
        return Quick(
            advice.outcome.provisional,
            advice.outcome.highest,
            tuple(advice.step.causes.items()),
            tuple(action.id for action in advice.actions),
            tuple(pilot.id for pilot in advice.pilots),
        )

    return Diagram.of(catalogue, find)
