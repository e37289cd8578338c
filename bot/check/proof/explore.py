"""Evaluates a rule for all answers: every answer that is read is branched over, nothing else is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.questionnaire.answers import ActiveAnswers

T = TypeVar("T")

Rule = Callable[[Facts], T]
"""A pure function of the active answers."""


Offers = Mapping[str, tuple[str, ...]]
"""The options that are looked at, of questions of which not all are."""

EVERYTHING: Offers = {}


class Oracle(Mapping[str, str]):
    """Raw answers that are decided when somebody first reads them.

    `given` are decided beforehand; of the questions in `only` just these options are taken, and none where
    nobody is asked. `retry` moves on to the next set of decisions, the last one first.
    """

    def __init__(self, catalogue: Catalogue, given: Facts, only: Offers) -> None:
        self._catalogue = catalogue
        self._given = dict(given)
        self._only = only
        self._decided: dict[str, str] = {}
        self._left: list[tuple[str, Iterator[str]]] = []
        self._plan: dict[str, str] = {}

    def __getitem__(self, question: str) -> str:
        if question in self._given:
            return self._given[question]
        if self._only.get(question) == ():
            raise KeyError(question)
        if question not in self._decided:
            self._decided[question] = self._plan.get(question) or self._open(question)
        return self._decided[question]

    def _open(self, question: str) -> str:
        options = iter(self._only.get(question, self._catalogue.offered(question)))
        self._left.append((question, options))
        return next(options)

    def retry(self) -> bool:
        """Change the last decision that has an option left, forget those after it; False if none has."""
        while self._left:
            question, options = self._left[-1]
            if option := next(options, None):
                before = [name for name, _ in self._left[:-1]]
                self._plan = {name: self._decided[name] for name in before} | {question: option}
                self._decided = {}
                return True
            self._left.pop()
        return False

    @property
    def read(self) -> dict[str, str]:
        """What was given or decided and read so far, in the order in which it was first read."""
        return dict(self._decided)

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue.questions)

    def __len__(self) -> int:
        return len(self._catalogue.questions)


def explore(
    catalogue: Catalogue, rule: Rule[T], given: Facts | None = None, only: Offers = EVERYTHING
) -> Iterator[tuple[dict[str, str], T]]:
    """Every way in which a rule can turn out: the answers it read, and what it made of them.

    A rule's influences are exactly the answers it reads, so together the leaves stand for all answer
    sets. `given` answers are fixed and not listed among those read; `only` narrows what is asked.
    """
    oracle = Oracle(catalogue, given or {}, only)
    while True:
        result = rule(ActiveAnswers(oracle, catalogue))
        yield oracle.read, result
        if not oracle.retry():
            return


@dataclass
class Paths:
    """How many answer paths there are, how many counted questions and helpers they have, and which."""

    count: int = 0
    lengths: set[int] = field(default_factory=set)
    helpers: set[int] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)


def count_paths(catalogue: Catalogue, questions: tuple[str, ...]) -> Paths:
    """All paths through these questions: what conditions read is explored, the rest multiplied."""

    def asked(answers: Facts) -> tuple[str, ...]:
        return tuple(question for question in questions if catalogue.is_asked(question, answers))

    paths = Paths()
    for read, active in explore(catalogue, asked):
        ways = 1
        for question in active:
            if question not in read:
                ways *= len(catalogue.offered(question))
        helpers = sum(catalogue.questions[question].helper for question in active)
        paths.count += ways
        paths.lengths.add(len(active) - helpers)
        paths.helpers.add(helpers)
        paths.asked.update(active)
    return paths


def all_answers(catalogue: Catalogue, questions: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Every set of active answers to these questions."""

    def answered(answers: Facts) -> dict[str, str]:
        return {question: answers[question] for question in questions if question in answers}

    return (answers for _, answers in explore(catalogue, answered))
