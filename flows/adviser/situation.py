"""Answers together with what is derived from them, worked out only when somebody looks."""

from collections.abc import Callable, Iterator, Mapping

from flows.adviser.ask import find_ask, find_hours
from flows.adviser.mode import find_mode
from flows.adviser.steps import LAST_STEP, find_step
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.guards import MANY_UNKNOWNS, count_unknowns

Derived = Callable[["Situation"], str]


class Situation(Mapping[str, str]):
    """The active answers, and beside them what combinations and texts look at: lane, step, ask and the rest.

    `step`: the step where it is known already, as on the quick path.
    """

    def __init__(self, catalogue: Catalogue, answers: Facts, step: int | None = None) -> None:
        self.catalogue = catalogue
        self.answers = answers
        self._step = step

    @property
    def step(self) -> int:
        """The step these answers are at."""
        if self._step is None:
            self._step = find_step(self.catalogue, self.answers).number
        return self._step

    @property
    def lane(self) -> str:
        """The lane that leads."""
        return find_strategy(self.catalogue, self.answers).lane

    def __getitem__(self, name: str) -> str:
        derive = DERIVED.get(name)
        return derive(self) if derive else self.answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)


def _status(situation: Situation) -> str:
    status = situation.catalogue.steps[LAST_STEP].status
    return status[situation.catalogue.option("leverage", situation.answers["leverage"]).scored]


def _mode(situation: Situation) -> str:
    return find_mode(situation.catalogue, situation.answers, situation.step, (), situation.lane).id


def _at_once(situation: Situation) -> str:
    return str(find_mode(situation.catalogue, situation.answers, situation.step, (), situation.lane).at_once)


def _provisional(situation: Situation) -> str:
    unknown = count_unknowns(situation.answers, situation.catalogue.questions)
    return "yes" if unknown >= MANY_UNKNOWNS else "no"


DERIVED: Mapping[str, Derived] = {
    "lane": lambda situation: situation.lane,
    "source": lambda situation: find_strategy(situation.catalogue, situation.answers).source,
    "status": _status,
    "step": lambda situation: str(situation.step),
    "pilots_mode": _mode,
    "pilots_at_once": _at_once,
    "ask": lambda situation: find_ask(situation.catalogue, situation.answers).id,
    "asked": lambda situation: "yes" if find_hours(situation.catalogue, situation.answers).asked else "no",
    "provisional": _provisional,
}
"""What is derived, by the name conditions use for it."""
