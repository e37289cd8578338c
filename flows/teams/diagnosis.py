"""The team's diagnosis: members answer separately, and what they say is combined by rule (D1)."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile
from typing import TypeVar

from flows.adviser.steps import find_step
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import UNDECIDED
from flows.catalogue.questions import UNKNOWN
from flows.questionnaire.answers import ActiveAnswers
from flows.teams.answers import of_organisation
from flows.teams.disclosure import LEAST_ANSWERS, tell
from flows.teams.ports import Crew
from flows.teams.records import Round

GAP_ANSWERS, GAP_ANSWERS_AT_LOWEST = 8, 10
"""From how many answers it may be told that views differ, and where the team comes to the lowest one (G12):
of fewer it would tell what somebody did not say.
"""
LEAST_THIRD = 3
"""People on either side, at least."""
TALKING_POINT = 2
"""Levels between the views of two thirds from which a question is worth a talk."""
GAP = "knowledge_gap"

NOT_ASKED = {"integration": "neither", "leverage": "neither"}
"""What members who were not asked count as."""
BOTH = "both"

S = TypeVar("S", bound=Hashable)
F = TypeVar("F")


def combine(catalogue: Catalogue, contributions: Sequence[Facts], size: str) -> dict[str, str]:
    """One set of active answers for the team, from those of its members."""
    lanes = [find_strategy(catalogue, given).lane for given in contributions]
    raw = {**_leading_to(catalogue, _plurality_of_lanes(lanes)), "size": size}
    for question in (*_ordinal(catalogue), GAP):
        raw[question] = _combined(catalogue, question, [_given(question, given) for given in contributions])
    return _active(catalogue, raw)


def _active(catalogue: Catalogue, raw: Facts) -> dict[str, str]:
    active = ActiveAnswers(raw, catalogue)
    return {question: active[question] for question in active}


def _given(question: str, given: Facts) -> str | None:
    """What a member answered to a question; who was not asked counts as neither, or not at all."""
    return given.get(question, NOT_ASKED.get(question))


def _combined(catalogue: Catalogue, question: str, said: Sequence[str | None]) -> str:
    asked = [answer for answer in said if answer is not None]
    return _plurality(asked, tie=BOTH) if question == GAP else _lower_median(catalogue, question, asked)


def _plurality_of_lanes(lanes: Sequence[str]) -> str:
    return _plurality(lanes, tie=UNDECIDED)


def _ordinal(catalogue: Catalogue) -> tuple[str, ...]:
    """The questions whose options lie on a scale, but the size, which is set once."""
    return tuple(
        row.id
        for row in catalogue.content.question
        if row.id != "size" and all(option.level is not None for option in row.options)
    )


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


def _leading_to(catalogue: Catalogue, lane: str) -> dict[str, str]:
    """Answers that lead to a lane, or to none."""
    if lane != UNDECIDED:
        return {"strategy": lane}
    direct, *helpers = catalogue.content.strategy.questions
    return {direct: UNKNOWN, **dict.fromkeys(helpers, UNKNOWN)}


def close_round(catalogue: Catalogue, crew: Crew, opened: Round, today: str) -> Round:
    """A round as it is published, once: question by question what may be told, by the rule for all that is
    told of a team. Where nothing may, nothing is kept, not even how many answered.
    """
    closed = replace(opened, closed_on=today)
    telling = _Telling(catalogue, crew, opened)
    raw = {question: telling.answer(question) for question in (*_ordinal(catalogue), GAP)}
    lane = telling.lane()
    known = {question: answer for question, answer in raw.items() if answer is not None}
    if lane is None or len(known) < len(raw):
        return closed
    answers = _active(catalogue, {**known, **_leading_to(catalogue, lane), **of_organisation(crew.team)})
    told = {question: _as_known(catalogue, question, answer) for question, answer in answers.items()}
    return replace(
        closed,
        answered=LEAST_ANSWERS,
        lane=lane,
        step=find_step(catalogue, answers).number,
        answers=told,
        gaps=tuple(question for question in _asked_of_all(catalogue) if telling.differs(question)),
    )


class _Telling:
    """What may be told of a round, beside what was told of those before it."""

    def __init__(self, catalogue: Catalogue, crew: Crew, opened: Round) -> None:
        self._told = [found for found in crew.rounds if found.answered]
        self._last = self._told[0] if self._told else None
        self._catalogue = catalogue
        self._now = crew.contributions(opened.number)
        closed = [found for found in crew.rounds if found.closed_on is not None]
        since = takewhile(lambda found: not found.answered, closed)
        self._before = [crew.contributions(found.number) for found in self._told]
        self._since = [crew.contributions(found.number) for found in since]

    def answer(self, question: str) -> str | None:
        """The combined answer. One that the team was never told is told the first time; one that was not
        asked of it for a while stands as it was told before that.
        """
        known = [found.answers for found in takewhile(lambda found: found.answers, self._told)]
        told = next((answers[question] for answers in known if question in answers), None)
        combined = partial(_combined, self._catalogue, question)
        if known and told is None and len(self._now) >= LEAST_ANSWERS:
            return combined([_given(question, given) for given in self._now.values()])
        return self._tell(partial(_given, question), told, combined)

    def lane(self) -> str | None:
        lane = self._last.lane if self._last else None
        return self._tell(lambda given: find_strategy(self._catalogue, given).lane, lane, _plurality_of_lanes)

    def differs(self, question: str) -> bool:
        """Whether views differ; what was told of it stands by the same rule."""
        told = question in self._last.gaps if self._last else False
        levels = partial(_differs, self._catalogue, question)
        return self._tell(partial(_given, question), told, levels) or False

    def _tell(
        self, value: Callable[[Facts], S], told: F | None, figure: Callable[[Sequence[S]], F]
    ) -> F | None:
        def each(said: Mapping[int, Facts]) -> Mapping[int, S]:
            return {person: value(given) for person, given in said.items()}

        before, since = [*map(each, self._before)], [*map(each, self._since)]
        return tell(each(self._now), before, told, figure, since)


def _as_known(catalogue: Catalogue, question: str, answer: str) -> str:
    """An answer as it may be told. That a team does not know something would mean that nobody in it does, so
    what it counts as is told instead.
    """
    if answer != UNKNOWN or question in catalogue.content.strategy.questions:
        return answer
    unknown = catalogue.option(question, answer)
    alike = (o.id for o in catalogue.questions[question].options if o.points == unknown.points)
    return unknown.stands_for or next(alike, answer)


def _asked_of_all(catalogue: Catalogue) -> Iterator[str]:
    """The questions on which it may be told that views differ: each is asked of everybody, and each level is
    one option, so that the answer of the team tells no more than its level.
    """
    for question in catalogue.step_questions:
        levels = [option.level for option in catalogue.questions[question].options]
        if len(set(levels)) == len(levels):
            yield question


def _differs(catalogue: Catalogue, question: str, said: Sequence[str | None]) -> bool:
    """Whether a third lies two levels below another third. Who does not know counts as what that stands for:
    else it would tell that everybody knows.
    """
    known = [_as_known(catalogue, question, answer) for answer in said if answer is not None]
    levels = sorted(_level(catalogue, question, answer) for answer in known)
    third = max(LEAST_THIRD, len(levels) // 3)
    combined = _as_known(catalogue, question, _combined(catalogue, question, said))
    lowest = _level(catalogue, question, combined) == 0
    least = GAP_ANSWERS_AT_LOWEST if lowest else GAP_ANSWERS
    return len(levels) >= least and levels[-third] - levels[third - 1] >= TALKING_POINT
