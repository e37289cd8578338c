"""Many lives, by several workers, and one that is told step by step."""

import logging
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from bot.logs import set_up_logging
from tests.simulation.life import live
from tests.simulation.places import AWAITS, COMMITS, STATEMENTS
from tests.simulation.points import Points
from tests.simulation.shrink import shrink

AT_ONCE = 20
"""Seeds that a worker lives before it tells of them."""
Told = tuple[list[tuple[int, str]], Points]


def _some(seeds: range) -> Told:
    be_quiet()
    failed, points = [], Points()
    for seed in seeds:
        lived = live(seed)
        points.add(lived.points)
        if lived.faults:
            failed.append((seed, lived.faults[0]))
    return failed, points


def be_quiet() -> None:
    set_up_logging("WARNING", "text")
    for handler in logging.getLogger().handlers:
        handler.setLevel(logging.CRITICAL + 1)


def live_many(seeds: range, workers: int) -> int:
    points, failed, began = Points(), [], time.monotonic()
    parts = [seeds[begin : begin + AT_ONCE] for begin in range(0, len(seeds), AT_ONCE)]
    with ProcessPoolExecutor(workers, max_tasks_per_child=25) as pool:
        for told, passed in pool.map(_some, parts):
            points.add(passed)
            failed += told
            for seed, fault in told:
                _say(f"seed {seed} fails: {fault[:300]}")
    _tell(points)
    seconds = time.monotonic() - began
    _say(f"{len(seeds)} lives in {seconds:.0f} s, {len(failed)} of them failed")
    for seed, _ in failed[:1]:
        live_one(seed)
    return 1 if failed else 0


def _tell(points: Points) -> None:
    """Where processes could die, how often they came there, and how often they died."""
    _say(f"{'place':55} {'passed':>9} {'died':>6}")
    by_place: dict[str, list[int]] = {}
    for what, counted in ((0, points.passed), (1, points.died)):
        for (_, name), times in counted.items():
            by_place.setdefault(name, [0, 0])[what] += times
    for place in (*STATEMENTS, *COMMITS, *AWAITS):
        passed, died = by_place.get(place, [0, 0])
        _say(f"{place:55} {passed:>9} {died:>6}")


def live_one(seed: int) -> int:
    """One life, step by step; one that fails also as short as it can be."""
    lived = live(seed)
    shown = shrink(lived) if lived.faults else lived
    _say("\n".join(shown.journal))
    _say(str(shown.plan))
    for fault in shown.faults:
        _say(fault)
    _say(f"fingerprint {lived.fingerprint}")
    return 1 if lived.faults else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
