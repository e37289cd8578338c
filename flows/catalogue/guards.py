"""The named guards: conditions that need more than "question in options"."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from flows.catalogue.conditions import Facts, Guard
from flows.catalogue.questions import UNKNOWN, Option, Question

MANY_UNKNOWNS = 3
"""From this many answers "I don't know" the advice is provisional."""


class Options(Protocol):
    """What a guard needs of the catalogue."""

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions by id."""

    @property
    def step_questions(self) -> tuple[str, ...]:
        """The questions whose answers cap the step."""

    def option(self, question: str, option: str) -> Option:
        """The option of a question."""


def count_unknowns(facts: Facts, questions: Iterable[str]) -> int:
    """How many of these questions were answered with "I don't know"."""
    return sum(facts.get(question) == UNKNOWN for question in questions)


def _helpers_differ(facts: Facts) -> bool:
    """The first two helper answers do not already agree on a discipline."""
    first = facts.get("walk_away")
    return first == UNKNOWN or first != facts.get("extra_euro")


def _lowest_cap_at_least(step: int, names: Iterable[str], option: Callable[[str, str], Option]) -> Guard:
    names = tuple(names)

    def guard(facts: Facts) -> bool:
        return all(
            answer is not None and (option(name, answer).cap or 0) >= step
            for name in names
            for answer in (facts.get(name),)
        )

    return guard


def _step_3_in_reach(options: Options) -> Guard:
    """Everything that is asked of everybody allows step 3."""
    asked_always = [q for q in options.step_questions if options.questions[q].ask_if is None]
    return _lowest_cap_at_least(3, asked_always, options.option)


def _step_4_reached(options: Options) -> Guard:
    """Every answer allows step 4."""
    return _lowest_cap_at_least(4, options.step_questions, options.option)


def _many_unknowns(options: Options) -> Guard:
    """Too much is unknown for more than provisional advice."""
    return lambda facts: count_unknowns(facts, options.questions) >= MANY_UNKNOWNS


GUARDS: Mapping[str, Callable[[Options], Guard]] = {
    "helpers_differ": lambda _options: _helpers_differ,
    "step_3_in_reach": _step_3_in_reach,
    "step_4_reached": _step_4_reached,
    "many_unknowns": _many_unknowns,
}
"""The guards by the name content uses for them."""
