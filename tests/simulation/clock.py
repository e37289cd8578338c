"""What time it is: in the loop, for the bot's clock, and for all who ask the module `time`."""

import asyncio
import random  # noqa: TID251 - to be replaced
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random  # noqa: TID251 - seeded
from types import ModuleType, SimpleNamespace
from typing import Any

MONDAY_MORNING = 1_790_577_000.0
"""28 September 2026, 08:30 in Amsterdam: people come to work."""
ASKS = (time.time, time.monotonic)


class TrueTime:
    """What time it is, whatever any machine says; it may be moved on where nothing happens meanwhile."""

    def __init__(self) -> None:
        self._offset = MONDAY_MORNING

    def __call__(self) -> float:
        return asyncio.get_running_loop().time() + self._offset

    def skip(self, seconds: float) -> None:
        self._offset += seconds


class WallClock:
    """The clock of the machine that the bot runs on; somebody may set it."""

    def __init__(self, true: TrueTime) -> None:
        self._true = true
        self._wrong_by = 0.0

    def __call__(self) -> float:
        return self._true() + self._wrong_by

    def move(self, seconds: float) -> None:
        self._wrong_by += seconds


class ProcessClock:
    """The port `Clock` of one process. `slowness`: a housekeeper who is not always on time."""

    SLOWNESS = (1.0, 2.0, 4.0, 10.0)

    def __init__(self, wall: WallClock, chance: Random) -> None:
        self._wall = wall
        self._chance = chance
        self._ahead = 0.0

    def __call__(self) -> float:
        return self._wall()

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self._chance.choice(self.SLOWNESS))

    def skipped(self, seconds: float) -> None:
        """Time was moved on with nobody standing still: in a sandbox, on request."""
        self._ahead += seconds

    def moved(self) -> float:
        moved, self._ahead = self._ahead, 0.0
        return moved

    def ticked(self) -> None:
        """Nobody waits for that."""


@contextmanager
def virtual(wall: WallClock, chance: Random) -> Iterator[None]:
    """Our modules ask this clock and this chance, in the place of `time`, `secrets` and `random`."""
    loop_time = asyncio.get_running_loop().time
    clock = SimpleNamespace(time=wall, monotonic=loop_time, sleep=_nobody_sleeps)
    luck = SimpleNamespace(
        randbits=chance.getrandbits,
        token_bytes=chance.randbytes,
        token_hex=lambda size: chance.randbytes(size).hex(),
    )
    replaced = {"time": (time, clock), "secrets": (secrets, luck), "random": (random, chance)}
    undo: list[tuple[Any, str, object]] = []
    for module in [module for name, module in sys.modules.items() if name.startswith("bot.")]:
        for name, (real, ours) in replaced.items():
            if getattr(module, name, None) is real:
                undo.append((module, name, real))
                setattr(module, name, ours)
        undo += _asks_by_default(module, {time.time: wall, time.monotonic: loop_time})
    try:
        yield
    finally:
        for owner, name, before in reversed(undo):
            setattr(owner, name, before)


def _asks_by_default(module: ModuleType, ours: dict[Any, Any]) -> list[tuple[Any, str, object]]:
    """Constructors that take the system's time unless they are told another."""
    undo: list[tuple[Any, str, object]] = []
    for kind in [kind for kind in vars(module).values() if isinstance(kind, type)]:
        made = vars(kind).get("__init__")
        defaults = getattr(made, "__defaults__", None) or ()
        if any(default in ASKS for default in defaults if callable(default)):
            undo.append((made, "__defaults__", defaults))
            made.__defaults__ = tuple(ours.get(d, d) if callable(d) else d for d in defaults)  # type: ignore[union-attr]
    return undo


def _nobody_sleeps(_seconds: float) -> None:
    """A thread would; there is none."""
