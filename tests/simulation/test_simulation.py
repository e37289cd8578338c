"""Lives of the bot in which anything may go wrong at any moment, and every promise holds."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.services.receiver import Receiver
from bot.services.turns import TurnResult
from tests.simulation.life import live
from tests.simulation.plan import Plan, Step, draw
from tests.simulation.shrink import kinds_of, shrink

SEEDS, TOGETHER = 300, 10
ROOT = Path(__file__).parents[2]
FINGERPRINT = "from tests.simulation.life import live; print(live({}).fingerprint)"


@pytest.mark.promise("G1")
@pytest.mark.promise("G2")
@pytest.mark.promise("G3")
@pytest.mark.promise("G4")
@pytest.mark.promise("G5")
@pytest.mark.promise("G6")
@pytest.mark.promise("G10")
@pytest.mark.promise("G13")
@pytest.mark.fault(1)
@pytest.mark.fault(2)
@pytest.mark.fault(3)
@pytest.mark.fault(4)
@pytest.mark.fault(5)
@pytest.mark.fault(6)
@pytest.mark.fault(7)
@pytest.mark.fault(8)
@pytest.mark.fault(10)
@pytest.mark.fault(11)
@pytest.mark.fault(12)
@pytest.mark.fault(13)
@pytest.mark.fault(19)
@pytest.mark.fault(20)
@pytest.mark.fault(21)
@pytest.mark.fault(22)
@pytest.mark.fault(31)
@pytest.mark.fault(33)
@pytest.mark.threat("S2")
@pytest.mark.parametrize("first", range(0, SEEDS, TOGETHER))
def test_every_promise_holds_in_every_life(first: int) -> None:
    """Again: `python -m tests.simulation --seed N`, which also looks for the shortest life that fails."""
    for seed in range(first, first + TOGETHER):
        lived = live(seed)
        assert not lived.faults, f"{lived.plan}\n{lived.faults}"


@pytest.mark.parametrize("seed", [7, 188], ids=["by webhook", "by polling"])
def test_a_seed_gives_the_same_life_in_another_process(seed: int) -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", FINGERPRINT.format(seed)],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hashing},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[-1]
        for hashing in ("1", "2")
    }
    assert told == {live(seed).fingerprint}


def test_what_fails_is_found_and_shrunk(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an update were acknowledged before it is on disk."""
    receive = Receiver.receive

    async def too_early(self: Receiver, incoming: object) -> TurnResult:
        begun.append(asyncio.create_task(receive(self, incoming)))  # type: ignore[arg-type] # as it came
        return TurnResult()

    begun: list[asyncio.Task[TurnResult]] = []
    monkeypatch.setattr(Receiver, "receive", too_early)
    failed = next(lived for lived in map(live, range(20)) if lived.faults)
    shrunk = shrink(failed, tries=20)
    assert kinds_of(shrunk) & kinds_of(failed)
    assert len(shrunk.plan.steps) < max(2, len(failed.plan.steps))


def test_a_plan_says_all_that_it_does() -> None:
    plan = draw(3)
    assert str(plan).count("\n") == len(plan.steps)
    assert isinstance(plan, Plan)
    assert all(isinstance(step, Step) for step in plan.steps)
