"""Organisations to read the advice as: every sector, lane and step alike, with answers of every kind."""

from collections.abc import Iterator, Mapping
from zlib import crc32

from flows.adviser.steps import find_step
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.content import UNDECIDED
from flows.catalogue.questions import UNKNOWN
from flows.questionnaire.answers import ActiveAnswers
from flows.questionnaire.progress import Path, questions_of

Answers = Mapping[str, str]
TRIES = 64


def organisations(catalogue: Catalogue, *, each_lane: bool = True) -> Iterator[Answers]:
    """One for each sector, lane and step; else one for each sector and step, the lanes in turn."""
    lanes = tuple(catalogue.lanes)
    for row, sector in enumerate(catalogue.offered("sector")):
        for step in catalogue.steps:
            for place in range(len(lanes)) if each_lane else ((row + step) % len(lanes),):
                yield _organisation(catalogue, sector, lanes[place], step, 31 * row + 7 * step + place)


def _organisation(catalogue: Catalogue, sector: str, lane: str, step: int, turn: int) -> Answers:
    """Answers of this sector that lead to the lane and the step; `turn` tells them from others."""
    for attempt in range(turn, turn + TRIES):
        raw = _answers(catalogue, step, attempt) | {"sector": sector} | _choosing(catalogue, lane)
        active = dict(ActiveAnswers(raw, catalogue))
        if find_step(catalogue, active).number == step and find_strategy(catalogue, active).lane == lane:
            return active
    raise AssertionError(f"no answers of {sector} lead to {lane} and step {step}")


def _answers(catalogue: Catalogue, step: int, turn: int) -> dict[str, str]:
    """An answer to every question: one that holds the step, and others that allow it."""
    capping = [name for name in catalogue.step_questions if step in _caps(catalogue, name).values()]
    limiting = capping[turn % len(capping)] if capping else None
    answers = {}
    for place, question in enumerate(questions_of(catalogue, Path.FULL)):
        caps = _caps(catalogue, question)
        wanted = [o for o, cap in caps.items() if (cap == step if question == limiting else cap >= step)]
        answers[question] = wanted[(turn * (2 * place + 1) + turn // (place + 2)) % len(wanted)]
    return answers


def varied_answers(catalogue: Catalogue, path: Path, number: int) -> Iterator[Answers]:
    """Sets of answers that look thrown together and are always the same; each step is allowed to as many."""
    steps = tuple(catalogue.steps)
    for turn in range(number):
        raw = {}
        for question in questions_of(catalogue, path):
            caps = _caps(catalogue, question)
            options = [option for option, cap in caps.items() if cap >= steps[turn % len(steps)]]
            raw[question] = options[crc32(f"{turn} {question}".encode()) % len(options)]
        yield dict(ActiveAnswers(raw, catalogue))


def _caps(catalogue: Catalogue, question: str) -> dict[str, int]:
    """The highest step each answer allows."""
    last = max(catalogue.steps)
    return {option: catalogue.option(question, option).cap or last for option in catalogue.offered(question)}


def _choosing(catalogue: Catalogue, lane: str) -> dict[str, str]:
    """Answers about the strategy that lead to a lane."""
    direct, *helpers = catalogue.content.strategy.questions
    return {direct: UNKNOWN if lane == UNDECIDED else lane, **dict.fromkeys(helpers, UNKNOWN)}
