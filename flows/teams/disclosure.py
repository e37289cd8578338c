"""When something that comes from people's answers is told, and told anew (G12, ADR 10).

It is told of five or more. What was told stands until at least two of the same people, five or more, say
something else: so nobody shows in it who comes, goes, is silent, or changes their mind alone. Where one
person at most is left of those it was told of, it begins anew.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

LEAST_ANSWERS = 5
"""From how many answers anything may be told of them."""
MOVED = 2
"""How many of the same people must say something else before something else is told."""
LEFT = 1
"""As long as more are left of those it was told of, whoever is new counts from the second answer on."""

S = TypeVar("S", bound=Hashable)
F = TypeVar("F")


def tell(
    now: Mapping[int, S],
    before: Sequence[Mapping[int, S]],
    told: F | None,
    figure: Callable[[Sequence[S]], F],
    since: Sequence[Mapping[int, S]] = (),
) -> F | None:
    """What may be told now, of who says what; None where nothing may.

    `before`: who said what whenever something was told, newest first. `told`: what it was the last time, None
    where it was emptied. Then it is compared only with what was said `since`: that two changed since a figure
    that everybody remembers would tell what whoever was forgotten said.
    """
    if len(now) < LEAST_ANSWERS:
        return None
    counted = {person for said in before for person in said}
    if len(counted & now.keys()) <= LEFT:
        return figure([*now.values()])
    compared = [(said, said.keys() & now.keys()) for said in (since if told is None else before)]
    comparable = [(said, same) for said, same in compared if len(same) >= LEAST_ANSWERS]
    for said, same in comparable:
        if sum(now[person] != said[person] for person in same) >= MOVED:
            return figure([now[person] for person in sorted(same)])
    return told if comparable else None
