"""The questionnaire as a state machine: questions are states, and one trigger proceeds."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import cast

from transitions import EventData, Machine

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts

NOTHING: Facts = MappingProxyType({})

START = "start"
ADVICE = "advice"
PROCEED = "proceed"


class _Walker:
    """What the machine moves: a place, what was known before, and the active answers gathered so far."""

    def __init__(self, given: Facts) -> None:
        self.state = START
        self.given = given
        self.active: dict[str, str] = {}


def build_machine(catalogue: Catalogue, questions: Sequence[str]) -> Machine:
    """A machine from the start through the questions that are asked to the advice.

    From each place `proceed` leads to the first later question whose condition holds; edges behind a
    question that is always asked cannot be taken and are left out.
    """
    machine = Machine(
        model=None,
        states=[START, *questions, ADVICE],
        initial=START,
        auto_transitions=False,
        send_event=True,
    )
    places = [START, *questions]
    for place, source in enumerate(places):
        for question in questions[place:]:
            conditional = question in catalogue.asked_if
            machine.add_transition(
                PROCEED,
                source,
                question,
                conditions=[partial(_is_asked, catalogue, question)] if conditional else None,
            )
            if not conditional:
                break
        else:
            machine.add_transition(PROCEED, source, ADVICE)
    return machine


def walk_machine(
    machine: Machine,
    catalogue: Catalogue,
    answers: Mapping[str, str],
    given: Facts = NOTHING,
    *,
    finished: bool = False,
) -> tuple[dict[str, str], str | None]:
    """The active answers in order, and the first question without a valid one (None at the end).

    `given`: what conditions may look at besides the answers. `finished`: nothing is asked any more, so what
    may be left out and was is passed over.
    """
    walker = _Walker(given)
    proceed = machine.events[PROCEED]
    proceed.trigger(walker)
    while walker.state != ADVICE:
        question = walker.state
        answer = answers.get(question)
        if answer is None or answer not in catalogue.offered(question):
            if not finished or catalogue.left_out(question) is None:
                return walker.active, question
        else:
            walker.active[question] = answer
        proceed.trigger(walker)
    return walker.active, None


def _is_asked(catalogue: Catalogue, question: str, event: EventData) -> bool:
    walker = cast(_Walker, event.model)
    return catalogue.is_asked(question, {**walker.given, **walker.active})
