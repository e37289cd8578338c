"""`make mutants`: breaks one defence after another, and writes down in docs/mutants.md what catches each."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.mutants.build import Mutant, read_mutants
from tests.mutants.hunt import NOT_CAUGHT

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutants.md"
HEAD = """# Defences, broken one by one

Made by `make mutants` from [mutants.toml](../tests/mutants/mutants.toml). Each row is a build in which one
defence is replaced by something that looks as good, with all others in place. Either the
[simulation](adr/0028-a-seed-lives-the-bot.md) has to catch it within {seeds} lives, or a test that is named
has to fail.

| Broken | Promise | Defence | Caught by |
| --- | --- | --- | --- |
"""
SEEDS = 1_000
FAILED = 1
"""What pytest returns where tests fail."""


@dataclass(frozen=True, slots=True)
class Caught:
    """What caught a mutant, in words; empty: nothing did."""

    mutant: Mutant
    by: str


def catch(mutant: Mutant, seeds: int) -> Caught:
    """In a process of its own, since a build is broken before anything of it is loaded."""
    return Caught(mutant, _by_tests(mutant) if mutant.test else _by_lives(mutant, seeds))


def _by_lives(mutant: Mutant, seeds: int) -> str:
    told = _run("-m", "tests.mutants.hunt", mutant.name, str(seeds)).stdout.strip().splitlines()
    last = told[-1] if told else "nothing was told"
    if last == NOT_CAUGHT:
        return ""
    lives, _, fault = last.partition(": ")
    return f"the simulation after {lives}: {fault.partition(':')[0]}"


def _by_tests(mutant: Mutant) -> str:
    plugin = ("-m", "pytest", "-q", "-x", "-p", "tests.mutants.plugin", "-p", "no:cacheprovider")
    ended = _run(*plugin, *mutant.test.split(), mutant=mutant.name)
    if ended.returncode != FAILED:
        return ""
    failed = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    test = failed[0].split()[1].partition("[")[0] if failed else mutant.test
    return f"`{test.removeprefix('tests/')}`"


def _run(*arguments: str, mutant: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MUTANT": mutant, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def write_page(caught: Iterable[Caught], seeds: int) -> None:
    rows = (
        f"| {c.mutant.name} | {c.mutant.promise} | {c.mutant.defence} | {c.by or '**nothing**'} |\n"
        for c in caught
    )
    PAGE.write_text(HEAD.format(seeds=f"{seeds:,}") + "".join(rows), "utf-8")


def main(given: Iterable[str]) -> int:
    """All of them, or those whose name holds some words; 1 where one is not caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("words", nargs="?", default="")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(list(given))
    chosen = [mutant for mutant in read_mutants() if asked.words in mutant.name]
    caught = []
    with ThreadPoolExecutor(asked.workers) as pool:
        for found in pool.map(partial(catch, seeds=asked.seeds), chosen):
            caught.append(found)
            sys.stdout.write(f"{found.mutant.name}: {found.by or NOT_CAUGHT}\n")
            sys.stdout.flush()
    if not asked.words:
        write_page(caught, asked.seeds)
    return 0 if all(found.by for found in caught) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
