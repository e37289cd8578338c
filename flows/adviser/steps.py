"""The integration step: the lowest cap of all answers, so that no strong side hides a missing foundation."""

from dataclasses import dataclass

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts

LAST_STEP = 4


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """A step (1 to 4), the questions that hold it there, and for each the lowest answer that would not.

    `status` is for step 4 only: start, half or sustain.
    """

    number: int
    limiting: tuple[str, ...]
    needs: dict[str, str]
    status: str | None = None


def find_step(catalogue: Catalogue, answers: Facts) -> StepOutcome:
    """The step of a full diagnosis. All limiting questions are needed for the next one (S2.10b, S2.12b)."""
    caps = {
        question: cap
        for question in catalogue.step_questions
        if (answer := answers.get(question)) is not None
        and (cap := catalogue.option(question, answer).cap) is not None
    }
    number = min(caps.values())
    if number == LAST_STEP:
        return _last_step(catalogue, answers)
    limiting = tuple(question for question, cap in caps.items() if cap == number)
    needs = {question: lowest_above(catalogue, question, number) for question in limiting}
    return StepOutcome(number, limiting, needs)


def lowest_above(catalogue: Catalogue, question: str, step: int) -> str:
    """The lowest option of a question that allows a step higher than this one."""
    return next(
        option.id
        for option in catalogue.questions[question].options
        if option.cap is not None and option.cap > step
    )


def _last_step(catalogue: Catalogue, answers: Facts) -> StepOutcome:
    """Nothing limits any more: how far the strengths are used decides the status (S2.13a)."""
    step = catalogue.steps[LAST_STEP]
    (choice,) = step.actions
    status = step.status[catalogue.option(choice.dimension, answers[choice.dimension]).scored]
    goal = catalogue.questions[choice.dimension].options[-1].id
    needs = {} if answers[choice.dimension] == goal else {choice.dimension: goal}
    return StepOutcome(LAST_STEP, (), needs, status)


def step_causes(catalogue: Catalogue, outcome: StepOutcome) -> tuple[str, ...]:
    """What a step rests on: the questions that limit it; at step 4 all of them, and how far it is used."""
    last = catalogue.steps[LAST_STEP].actions[0].dimension
    return outcome.limiting or (*catalogue.step_questions, last)


@dataclass(frozen=True, slots=True)
class QuickStep:
    """What the quick path can say: a provisional step, and the highest one the full diagnosis can give."""

    provisional: int
    highest: int


def find_quick_step(catalogue: Catalogue, answers: Facts) -> QuickStep:
    """The range of steps that the quick answers leave open; never more than a provisional 2."""
    caps = [
        cap
        for question in catalogue.step_questions
        if (answer := answers.get(question)) is not None
        and (cap := catalogue.option(question, answer).cap) is not None
    ]
    highest = min(caps)
    return QuickStep(1 if highest == 2 else 2, highest)
