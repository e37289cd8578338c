"""Where somebody is in a questionnaire, found by walking the machine over the answers they gave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.questionnaire.machine import build_machine, walk_machine


class Path(StrEnum):
    """The two questionnaires: three questions, or all that apply."""

    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Progress:
    """The active answers in the order asked, and the question that comes next (None: advice)."""

    active: Mapping[str, str]
    next: str | None

    @property
    def last(self) -> str | None:
        """The question answered last, if any."""
        return tuple(self.active)[-1] if self.active else None


class Walk(Protocol):
    """From a path and raw answers to the journey; `finished`: what may be left out is passed over."""

    def __call__(self, path: Path, answers: Mapping[str, str], *, finished: bool = False) -> Progress: ...


CheckInWalk = Callable[[Facts, Mapping[str, str]], Progress]


def build_walk(catalogue: Catalogue) -> Walk:
    """A function from a path and raw answers to the journey; the machines are built once, here.

    An answer that is no longer on offer counts as not given, so that changed content strands nobody. What
    may be left out counts wherever it was answered, also on a path that does not ask it.
    """
    machines = {path: build_machine(catalogue, questions_of(catalogue, path)) for path in Path}

    # A turn asks several times, and many people stand at the same place.
    @lru_cache(maxsize=4096)
    def walk_once(path: Path, answers: tuple[tuple[str, str], ...], finished: bool) -> Progress:  # noqa: FBT001 - cached
        raw = dict(answers)
        active, stopped_at = walk_machine(machines[path], catalogue, raw, finished=finished)
        asked = questions_of(catalogue, path)
        beside = {
            question: raw[question]
            for question in catalogue.questions
            if catalogue.left_out(question) and question not in asked
            if raw.get(question) in catalogue.offered(question)
        }
        return Progress(MappingProxyType(beside | active), stopped_at)

    def walk(path: Path, answers: Mapping[str, str], *, finished: bool = False) -> Progress:
        return walk_once(path, tuple(answers.items()), finished)

    return walk


def build_checkin_walk(catalogue: Catalogue) -> CheckInWalk:
    """The same for the weekly check-in: from what is known of somebody and raw answers to the journey."""
    machine = build_machine(catalogue, tuple(catalogue.checkin))

    def walk(given: Facts, answers: Mapping[str, str]) -> Progress:
        active, stopped_at = walk_machine(machine, catalogue, answers, given)
        return Progress(MappingProxyType(active), stopped_at)

    return walk


@lru_cache(maxsize=64)
def questions_of(catalogue: Catalogue, path: Path) -> tuple[str, ...]:
    """The questions of a path, in order."""
    return tuple(row.id for row in catalogue.content.question if path is Path.FULL or row.quick)
