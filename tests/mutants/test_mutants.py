"""What `make mutants` breaks is there to be broken."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.build import Mutant, read_mutants, source_of

ROOT = Path(__file__).parents[2]
EASY = "a webhook is acknowledged before the commit"


@pytest.mark.parametrize("mutant", read_mutants(), ids=lambda mutant: mutant.name)
def test_a_mutant_breaks_one_place_that_there_is(mutant: Mutant) -> None:
    broken = mutant.applied(source_of(mutant.module))
    compile(broken, mutant.module, "exec")
    assert all((ROOT / test).exists() for test in mutant.test.split())


def test_a_broken_build_is_caught() -> None:
    hunting = [sys.executable, "-m", "tests.mutants.hunt", EASY, "20"]
    told = subprocess.run(hunting, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "lives: G2" in told
