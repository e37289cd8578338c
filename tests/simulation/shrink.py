"""Less of a life that fails in the same way."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.simulation.life import Lived, live
from tests.simulation.plan import Mode, Plan

TRIES = 150


def kinds_of(lived: Lived) -> frozenset[str]:
    """Which promises did not hold."""
    return frozenset(fault.partition(":")[0] for fault in lived.faults)


def shrink(failed: Lived, again: Callable[[Plan], Lived] = live, tries: int = TRIES) -> Lived:
    """The shortest life that was found in which one of the same promises does not hold."""
    best, broken = failed, kinds_of(failed)
    smaller = _smaller(best.plan)
    while tries and (plan := next(smaller, None)) is not None:
        tries -= 1
        found = again(plan)
        if broken & kinds_of(found):
            best, smaller = found, _smaller(found.plan)
    return best


def _smaller(plan: Plan) -> Iterator[Plan]:
    """Without a part of its steps, the larger parts first; then with fewer processes."""
    steps, size = plan.steps, len(plan.steps)
    while size > 1:
        size = size // 2
        for begin in range(0, len(steps), size):
            yield replace(plan, steps=steps[:begin] + steps[begin + size :])
    if plan.mode is not Mode.POLLING:
        yield replace(plan, mode=Mode.POLLING)
