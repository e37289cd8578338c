"""Lives many seeds: `python -m tests.simulation 10000`, perhaps `--first` of another; or one: `--seed 7`."""

import argparse
import os
import sys
from collections.abc import Iterable

from tests.simulation.many import be_quiet, live_many, live_one


def main(given: Iterable[str]) -> int:
    """What the command line asks for; 1 where something does not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("seeds", type=int, nargs="?", default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(list(given))
    be_quiet()
    if asked.seed is not None:
        return live_one(asked.seed)
    return live_many(range(asked.first, asked.first + asked.seeds), asked.workers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
