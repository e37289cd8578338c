"""The time, for everything that waits for one: the system's, or a sandbox's that can be moved."""

import asyncio
import mmap
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

Time = Callable[[], float]
"""Tells the seconds since the epoch, to who need not wait."""

LOOK_SECONDS = 0.01
"""How often a clock that can be moved is looked at while waiting."""


class Clock(Protocol):
    """Seconds since the epoch, and waiting by them."""

    def __call__(self) -> float:
        """The time."""

    async def pause(self, seconds: float) -> None:
        """Wait; shorter where the clock was moved."""

    def moved(self) -> float:
        """By how many seconds the clock was moved since this was last asked."""

    def ticked(self) -> None:
        """All that was due by now has been done."""


class SystemClock:
    """The system's clock, which nobody moves."""

    def __call__(self) -> float:
        return time.time()

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def moved(self) -> float:
        return 0.0

    def ticked(self) -> None:
        """Nobody waits for that."""


class SandboxClock:
    """The system's clock and an offset in a file: two numbers, how far the clock was moved, and the time by
    which all that was due is done. The sandbox writes the first, we the second.
    """

    NUMBER = struct.Struct("<d")

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 2 * self.NUMBER.size)
        self._known = self._offset()

    def __call__(self) -> float:
        return time.time() + self._offset()

    async def pause(self, seconds: float) -> None:
        until, before = time.monotonic() + seconds, self._offset()
        while time.monotonic() < until and self._offset() == before:  # noqa: ASYNC110 - moved from outside
            await asyncio.sleep(min(seconds, LOOK_SECONDS))

    def moved(self) -> float:
        before, self._known = self._known, self._offset()
        return self._known - before

    def ticked(self) -> None:
        self.NUMBER.pack_into(self._shared, self.NUMBER.size, self())

    def _offset(self) -> float:
        offset: float = self.NUMBER.unpack_from(self._shared)[0]
        return offset
