"""The needs of the next step are needed, and they are enough (P12)."""

from collections.abc import Iterator

from bot.check.diagram import Diagram
from bot.check.proof import Proof
from flows.adviser.steps import LAST_STEP, StepOutcome, find_step
from flows.catalogue.conditions import Facts


def next_needs(proof: Proof) -> Iterator[str]:
    """P12: all needs together raise the step by one, and all but one of them do not."""
    outcomes = Diagram.of(proof.catalogue, lambda answers: _freeze(find_step(proof.catalogue, answers)))
    steps = outcomes.map(lambda outcome: outcome[0])
    for number, needs in outcomes.values():
        if number < LAST_STEP:
            reached = _steps_with(outcomes, steps, (number, needs), dict(needs))
            if reached != {number + 1}:
                yield f"step {number}: with all of {dict(needs)} comes step {reached}"
            for omitted in dict(needs):
                rest = {question: option for question, option in needs if question != omitted}
                if _steps_with(outcomes, steps, (number, needs), rest) != {number}:
                    yield f"step {number}: the step rises without {omitted}"


Needs = tuple[tuple[str, str], ...]


def _freeze(outcome: StepOutcome) -> tuple[int, Needs]:
    return outcome.number, tuple(outcome.needs.items())


def _steps_with(
    outcomes: Diagram[tuple[int, Needs]], steps: Diagram[int], now: tuple[int, Needs], then: Facts
) -> set[int]:
    """The steps reached from an outcome when these answers change, and what they switch on is any."""
    found: set[int] = set()
    for given in outcomes.ways(now):
        found |= steps.values(steps.having({**given, **then}))
    return found
