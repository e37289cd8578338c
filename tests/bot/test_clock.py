"""The clock that a sandbox can move."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.sandbox.clock import MovableClock
from bot.services.clock import SandboxClock

HOUR = 3_600.0


async def test_threads_read_it_at_the_same_moment(tmp_path: Path) -> None:
    moved = MovableClock(tmp_path / "clock")
    clock = SandboxClock(moved.path)
    with ThreadPoolExecutor(4) as threads:
        times = list(threads.map(lambda _: clock(), range(20_000)))
    assert max(times) - min(times) < HOUR
