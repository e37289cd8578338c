"""One mutant, and what catches it: to be run in a process of its own."""

import sys

from tests.mutants.build import Mutant, break_defence, read_mutants

NOT_CAUGHT = "not caught"


def mutant_named(name: str) -> Mutant:
    return next(mutant for mutant in read_mutants() if mutant.name == name)


def hunt(mutant: Mutant, seeds: int) -> str:
    """After how many lives what was found of it."""
    break_defence(mutant)
    from tests.simulation.life import live  # noqa: PLC0415 - the same
    from tests.simulation.many import be_quiet  # noqa: PLC0415 - the build is broken first

    be_quiet()
    for seed in range(seeds):
        try:
            lived = live(seed)
        except Exception as error:  # noqa: BLE001 - a life that cannot be lived catches it too
            return f"{seed + 1} lives: {type(error).__name__}: {str(error)[:120]}"
        if lived.faults:
            return f"{seed + 1} lives: {lived.faults[0][:160]}"
    return NOT_CAUGHT


if __name__ == "__main__":
    sys.stdout.write(f"{hunt(mutant_named(sys.argv[1]), int(sys.argv[2]))}\n")
