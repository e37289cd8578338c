"""No lane is ahead of another (P7): what each has, and that none weighs in the step or the barriers."""

from collections.abc import Iterator

from bot.check.proof.explored import Proof
from bot.check.proof.figures import LEAST_FITTING_PILOTS, LEAST_KPIS, LEAST_OWN_PILOTS
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.content import UNDECIDED


def symmetry(proof: Proof) -> Iterator[str]:
    """P7: no lane is ahead: strategy changes neither step nor barriers."""
    strategic = set(proof.catalogue.content.strategy.questions)
    moved = {"the core": proof.core.questions}
    moved |= {name: strengths.questions for name, strengths in proof.strengths.items()}
    for name, questions in moved.items():
        if strategic & questions:
            yield f"the strategy changes {name}"


def own_advice(proof: Proof) -> Iterator[str]:
    """P7: every lane has KPIs, as many as the others, and a combination of its own."""
    numbers = {lane.id: len(lane.kpis) for lane in proof.catalogue.content.lane}
    most = max(LEAST_KPIS, *numbers.values())
    for lane, number in numbers.items():
        wanted = most - 1 if lane == UNDECIDED else most
        if number < wanted:
            yield f"advice.toml: lane {lane}.kpis: has {number}, needs {wanted}"
    for lane in proof.catalogue.lanes:
        own = [
            row
            for row in proof.catalogue.content.combination
            if any(
                options == {lane}
                for clause in row.when.clauses
                for name, options in clause.options
                if name == "lane"
            )
        ]
        if not own:
            yield f"combinations.toml: no combination is {lane}'s own"


def pilots_for_lanes(proof: Proof) -> Iterator[str]:
    """P7: every discipline has enough pilots that fit, and of its own some from each scale on."""
    for lane in proof.catalogue.lanes.keys() - {UNDECIDED}:
        yield from _pilots(proof.catalogue, lane)


def _pilots(catalogue: Catalogue, lane: str) -> Iterator[str]:
    least_fit = catalogue.content.pilots.least_fit
    fitting = [pilot for pilot in catalogue.content.pilot if pilot.fit[lane] >= least_fit]
    if len(fitting) < LEAST_FITTING_PILOTS:
        yield f"pilots.toml: {len(fitting)} pilots fit {lane}, it needs {LEAST_FITTING_PILOTS}"
    own = [pilot for pilot in fitting if pilot.fit[lane] == max(pilot.fit.values())]
    for scale, least in LEAST_OWN_PILOTS.items():
        number = sum(pilot.min_scale == scale for pilot in own)
        if number < least:
            yield f"pilots.toml: {number} pilots from scale {scale} are {lane}'s own, it needs {least}"
