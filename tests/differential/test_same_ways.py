"""What people say and see is the same by polling and by webhook, with one process or two."""

from dataclasses import replace

import pytest

from tests.simulation.life import live
from tests.simulation.plan import ALONE, IN_A_TEAM, Mode, draw

SEEDS = range(500, 503)
LEFT_OUT = frozenset({"edits", "flood", "taps old"})
"""What depends on how fast somebody is."""


@pytest.mark.parametrize("seed", SEEDS)
def test_each_way_leads_to_the_same_chats(seed: int) -> None:
    drawn = draw(seed)
    steps = tuple(
        step for step in drawn.steps if step.what in ALONE | IN_A_TEAM and step.what not in LEFT_OUT
    )
    plan = replace(drawn, steps=steps)
    polling, *others = (live(replace(plan, mode=mode), patient=True) for mode in Mode)
    assert polling.faults == ()
    for other in others:
        assert other.faults == ()
        assert other.chats == polling.chats, f"{other.plan}"
