"""What happens with pilots at a step: they are chosen, run on, start, or are looked at as a whole."""

from dataclasses import dataclass

from flows.adviser.projects import find_scale
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import UNDECIDED

PREPARE, REUSE, START, PORTFOLIO = "prepare", "reuse", "start", "portfolio"
RUNS = ("running", "proven", "regular")
"""The answers under which pilots run already."""


@dataclass(frozen=True, slots=True)
class Mode:
    """What happens with pilots, how many at once, and the questions that decided both."""

    id: str
    at_once: int
    because: tuple[str, ...]


def find_mode(catalogue: Catalogue, answers: Facts, step: int, because: tuple[str, ...], lane: str) -> Mode:
    """The mode at a step; `because`: the questions that decided the step."""
    if step == 1:
        reuse = answers.get("pilots") in RUNS
        return Mode(REUSE if reuse else PREPARE, 0, (*because, "pilots"))
    mode = START if step == 2 else PORTFOLIO
    if lane == UNDECIDED:
        return Mode(mode, 1, (*because, "lane"))
    scale = max(1, find_scale(catalogue, answers))
    return Mode(mode, scale, (*because, "lane", "resources", "management"))
