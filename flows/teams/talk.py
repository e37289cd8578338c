"""What a team has to talk about after its diagnosis, in which order, and what moved since the one before.

All of it follows from what is told of the diagnoses anyway (G12).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.adviser.steps import find_step
from flows.catalogue.catalogue import Catalogue
from flows.teams.records import Round

MOST_TOPICS = 3
"""More is no talk of a quarter of an hour."""


class TalkReason(StrEnum):
    """What makes a question worth a talk, the most urgent first."""

    APART = "apart"
    FELL = "fell"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """A question to talk about: the option that the team came to, and why it comes up."""

    question: str
    option: str
    why: TalkReason


@dataclass(frozen=True, slots=True)
class MovedAnswer:
    """A question whose answer is another one than in the diagnosis before."""

    question: str
    before: str
    now: str
    up: bool


def topics(catalogue: Catalogue, told: Sequence[Round]) -> tuple[TalkingPoint, ...]:
    """What to talk about first. `told`: the published diagnoses, newest first."""
    if not told:
        return ()
    found: dict[str, TalkingPoint] = {}
    for question, why in _reasons(catalogue, told):
        found.setdefault(question, TalkingPoint(question, told[0].answers[question], why))
    return tuple(found.values())[:MOST_TOPICS]


def _reasons(catalogue: Catalogue, told: Sequence[Round]) -> Iterator[tuple[str, TalkReason]]:
    answers = told[0].answers
    holding = find_step(catalogue, answers).limiting
    apart = [question for question in told[0].gaps if question in answers]
    holding_first = sorted(apart, key=lambda question: question not in holding)
    yield from ((question, TalkReason.APART) for question in holding_first)
    yield from ((one.question, TalkReason.FELL) for one in moved(catalogue, told) if not one.up)
    yield from ((question, TalkReason.HOLDS) for question in holding)


def moved(catalogue: Catalogue, told: Sequence[Round]) -> tuple[MovedAnswer, ...]:
    """The questions on another level than in the diagnosis before; nothing where there is none."""
    if not told[1:]:
        return ()
    return tuple(_moved(catalogue, told[0], told[1]))


def _moved(catalogue: Catalogue, now: Round, before: Round) -> Iterator[MovedAnswer]:
    for question in (question for question in catalogue.questions if question in now.answers):
        if question not in before.answers:
            continue
        options = before.answers[question], now.answers[question]
        was, is_now = (catalogue.option(question, option).level for option in options)
        if was is not None and is_now is not None and was != is_now:
            yield MovedAnswer(question, *options, up=is_now > was)
