"""Which strategic lane leads: chosen outright, or found from the helper questions (S1.19)."""

from collections import Counter
from dataclasses import dataclass

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import UNDECIDED
from flows.catalogue.questions import UNKNOWN

VOTES_TO_LEAD = 2


@dataclass(frozen=True, slots=True)
class Strategy:
    """The leading lane, how it was found (chosen, mixed, inferred), and the lane kept at threshold level."""

    lane: str
    source: str
    second: str | None = None


def find_strategy(catalogue: Catalogue, answers: Facts) -> Strategy:
    """The lane of these answers; two votes lead, and a single other discipline comes second."""
    direct, *helpers = catalogue.content.strategy.questions
    choice = answers[direct]
    if choice in catalogue.lanes:
        return Strategy(choice, "chosen")
    source = "inferred" if choice == UNKNOWN else "mixed"
    votes = Counter(vote for helper in helpers if (vote := answers.get(helper)) not in (None, UNKNOWN))
    lane = next((lane for lane, count in votes.items() if count >= VOTES_TO_LEAD), None)
    if lane is None:
        return Strategy(UNDECIDED, source)
    others = [vote for vote in votes if vote != lane]
    return Strategy(lane, source, others[0] if len(others) == 1 else None)
