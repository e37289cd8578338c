"""The four barriers: how strong each is, and which comes first (S2.4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flows.catalogue import content
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.questions import UNKNOWN

STRONGEST = 100


@dataclass(frozen=True, slots=True)
class Barrier:
    """A barrier of an organisation: strength 0 to 100 and its band (none, low, medium, high)."""

    rule: content.BarrierRule
    strength: int
    band: str

    @property
    def id(self) -> str:
        """The barrier's id: conviction, means, skills or old_habits."""
        return self.rule.id


def score_barrier(catalogue: Catalogue, rule: content.BarrierRule, answers: Facts) -> Barrier:
    """The strength of one barrier: its points, less in a small and more in a large organisation (S2.9e)."""
    points = sum(
        catalogue.option(question, answer).points
        for question in rule.points
        if (answer := answers.get(question)) is not None
    )
    scale = catalogue.content.barrier_scale
    factor = scale.size_factor_percent[answers["size"]] if rule.sized else 100
    strength = min(STRONGEST, (points * factor + 50) // 100)
    return Barrier(rule, strength, _band(scale.bands, strength))


def rank_barriers(barriers: Iterable[Barrier], limiting: Collection[str]) -> tuple[Barrier, ...]:
    """Strongest first; of equals the one that limits the step, then the order of the content."""
    return tuple(sorted(barriers, key=lambda b: (-b.strength, b.rule.dimension not in limiting)))


def is_assumed(barrier: Barrier, answers: Facts) -> bool:
    """Whether the strength rests on an answer that is not known."""
    return any(answers.get(question) == UNKNOWN for question in barrier.rule.points)


def _band(bands: dict[str, int], strength: int) -> str:
    return max((lowest, name) for name, lowest in bands.items() if lowest <= strength)[1]
