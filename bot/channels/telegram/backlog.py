"""Updates of people of whom too much waits: on disk, and one after another in the order of their numbers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from bot.services.ports import StorageError
from bot.services.tasks import begin, end

log = structlog.get_logger()

AGAIN_SECONDS = 1.0
"""Until there may be room again."""
MOST_KEPT = 1_000
"""Of one person, which is some minutes of their turns. More than that nobody means, and it is left out."""

TakeIn = Callable[[Any], Awaitable[object]]


class Keeper(Protocol):
    """Keeps updates as they came, until their turn is over."""

    async def keep(self, number: int, update: Any) -> None:  # noqa: ANN401 - whatever Telegram sends
        """On disk when this returns; may raise StorageError."""

    async def drop(self, number: int) -> None:
        """It is needed no more; may raise StorageError."""


@dataclass(slots=True)
class PersonLine:
    """What is kept of one person, by number; `coming`: so many more are on their way to the disk."""

    updates: dict[int, Any] = field(default_factory=dict)
    coming: int = 0
    overflows: bool = False
    work: asyncio.Task[None] | None = None


class Backlog:
    """A line for each person of whom too much waits."""

    def __init__(self, take_in: TakeIn, keeper: Keeper) -> None:
        self._take_in = take_in
        self._keeper = keeper
        self._lines: dict[int | None, PersonLine] = {}

    def has(self, person: int | None) -> bool:
        """Whether something of theirs is here, behind which newer updates belong."""
        return person in self._lines

    async def add(self, person: int | None, number: int, update: Any) -> None:  # noqa: ANN401 - the same
        """It is on disk when this returns, or left out.

        Raises:
            StorageError: it is not on disk.
        """
        line = self._lines.setdefault(person, PersonLine())
        if len(line.updates) + line.coming >= MOST_KEPT:
            self._leave_out(line)
            return
        line.coming += 1
        try:
            await self._keeper.keep(number, update)
            line.updates[number] = update
        finally:
            line.coming -= 1
            if line.work is None:
                line.work = begin(self._work_off(person, line), "backlog")

    def _leave_out(self, line: PersonLine) -> None:
        if not line.overflows:
            log.error("more of one person waits than is kept; the rest is left out", most=MOST_KEPT)
        line.overflows = True

    async def finish(self, seconds: float) -> None:
        """Wait for all of it, this long at most; the rest is on disk for the next process."""
        if work := [line.work for line in self._lines.values() if line.work is not None]:
            await asyncio.wait(work, timeout=seconds)
            await end(*work)

    async def _work_off(self, person: int | None, line: PersonLine) -> None:
        try:
            while line.updates or line.coming:
                number = min(line.updates, default=None)
                if number is not None and await self._is_over(number, line.updates[number]):
                    del line.updates[number]
                else:
                    await asyncio.sleep(AGAIN_SECONDS)
        finally:
            del self._lines[person]

    async def _is_over(self, number: int, update: Any) -> bool:  # noqa: ANN401 - the same
        try:
            await self._take_in(update)
            await self._keeper.drop(number)
        except StorageError:  # among them that there is no room yet
            return False
        return True
