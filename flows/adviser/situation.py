"""Answers together with what is derived from them, worked out only when somebody looks."""

from collections.abc import Iterator, Mapping

from flows.adviser.steps import LAST_STEP
from flows.adviser.strategy import find_strategy
from flows.catalogue import Catalogue
from flows.conditions import Facts


class Situation(Mapping[str, str]):
    """The active answers, and lane, source and status beside them: what combinations look at."""

    def __init__(self, catalogue: Catalogue, answers: Facts) -> None:
        self._catalogue = catalogue
        self._answers = answers

    def __getitem__(self, name: str) -> str:
        if name == "lane":
            return find_strategy(self._catalogue, self._answers).lane
        if name == "source":
            return find_strategy(self._catalogue, self._answers).source
        if name == "status":
            status = self._catalogue.steps[LAST_STEP].status
            leverage = self._answers["leverage"]
            return status[self._catalogue.option("leverage", leverage).scored]
        return self._answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)
