"""The team's diagnosis: members answer separately, and what they say is combined by rule (D1)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.adviser.steps import find_step
from flows.adviser.strategy import find_strategy
from flows.answers import ActiveAnswers
from flows.catalogue import Catalogue
from flows.conditions import Facts
from flows.model import UNDECIDED, UNKNOWN
from flows.teams.model import Round

LEAST_ANSWERS = 5
"""From how many answers anything may be told of them (G12)."""
TALKING_POINT = 2
"""Levels between the lowest and the highest answer from which a question is worth a talk."""

NOT_ASKED = {"integration": "neither", "leverage": "neither"}
"""What members who were not asked count as."""
BOTH = "both"


def combine(catalogue: Catalogue, contributions: Sequence[Facts], size: str) -> dict[str, str]:
    """One set of active answers for the team, from those of its members."""
    raw = {**_strategy(catalogue, contributions), "size": size}
    for question in _ordinal(catalogue):
        raw[question] = _lower_median(catalogue, question, _said(question, contributions))
    raw["knowledge_gap"] = _plurality(_said("knowledge_gap", contributions), tie=BOTH)
    active = ActiveAnswers(raw, catalogue)
    return {question: active[question] for question in active}


def _ordinal(catalogue: Catalogue) -> tuple[str, ...]:
    """The questions whose options lie on a scale, but the size, which is set once."""
    return tuple(
        row.id
        for row in catalogue.content.question
        if row.id != "size" and all(option.level is not None for option in row.options)
    )


def _said(question: str, contributions: Sequence[Facts]) -> list[str]:
    """What members answered to a question; who was not asked is left out, or counts as neither."""
    answers = (given.get(question, NOT_ASKED.get(question)) for given in contributions)
    return [answer for answer in answers if answer is not None]


def _lower_median(catalogue: Catalogue, question: str, said: Iterable[str]) -> str:
    """The middle answer by level, the lower of two; of two options on that level the more frequent one."""
    known = [answer for answer in said if answer != UNKNOWN]
    if not known:
        return UNKNOWN if catalogue.questions[question].unknown else catalogue.offered(question)[0]
    levels = sorted(_level(catalogue, question, answer) for answer in known)
    middle = levels[(len(levels) - 1) // 2]
    there = Counter(answer for answer in known if _level(catalogue, question, answer) == middle)
    return max(catalogue.offered(question), key=lambda option: there[option])


def _level(catalogue: Catalogue, question: str, answer: str) -> int:
    return catalogue.option(question, answer).level or 0


def _plurality(said: Iterable[str], tie: str) -> str:
    """The most frequent of what is known; several as frequent come down to the tie."""
    ranked = Counter(answer for answer in said if answer != UNKNOWN).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return tie
    return ranked[0][0]


def _strategy(catalogue: Catalogue, contributions: Sequence[Facts]) -> dict[str, str]:
    """Answers that lead to the lane of most members; where none leads, to no lane."""
    lanes = (find_strategy(catalogue, given).lane for given in contributions)
    lane = _plurality(lanes, tie=UNDECIDED)
    if lane != UNDECIDED:
        return {"strategy": lane}
    direct, *helpers = catalogue.content.strategy.questions
    return {direct: UNKNOWN, **dict.fromkeys(helpers, UNKNOWN)}


def close_round(
    catalogue: Catalogue, opened: Round, contributions: Sequence[Facts], size: str, today: str
) -> Round:
    """A round as it is published, once. Of fewer than five answers nothing is told, nor kept, not even how
    many there were.
    """
    closed = replace(opened, closed_on=today)
    if len(contributions) < LEAST_ANSWERS:
        return closed
    answers = combine(catalogue, contributions, size)
    told = {question: _as_known(catalogue, question, answer) for question, answer in answers.items()}
    return replace(
        closed,
        answered=len(contributions),
        lane=find_strategy(catalogue, answers).lane,
        step=find_step(catalogue, answers).number,
        answers=told,
        gaps=gaps(catalogue, contributions),
    )


def _as_known(catalogue: Catalogue, question: str, answer: str) -> str:
    """An answer as it may be told. That a team does not know something would mean that nobody in it does, so
    what it counts as is told instead.
    """
    if answer != UNKNOWN or question in catalogue.content.strategy.questions:
        return answer
    unknown = catalogue.option(question, answer)
    alike = (o.id for o in catalogue.questions[question].options if o.points == unknown.points)
    return unknown.stands_for or next(alike, answer)


def gaps(catalogue: Catalogue, contributions: Sequence[Facts]) -> tuple[str, ...]:
    """The questions on which views lie two levels apart, of those with at least five answers."""
    return tuple(question for question in _ordinal(catalogue) if _differs(catalogue, question, contributions))


def _differs(catalogue: Catalogue, question: str, contributions: Sequence[Facts]) -> bool:
    said = (given[question] for given in contributions if question in given)
    levels = [_level(catalogue, question, answer) for answer in said if answer != UNKNOWN]
    return len(levels) >= LEAST_ANSWERS and max(levels) - min(levels) >= TALKING_POINT
