"""Updates that were received and that Telegram does not know to be on disk: none waits for the slowest."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.channels.telegram.answers import number_of
from bot.services.ports import StorageError
from bot.services.tasks import Tasks, begin, end

A_MOMENT = 0.25
"""Seconds that are waited for all of them; whatever takes longer is no reason not to ask for more."""

TakeIn = Callable[[Any], Awaitable[object]]


class Hands:
    """Takes updates in, each once, however often Telegram repeats what is not acknowledged yet."""

    def __init__(self, take_in: TakeIn) -> None:
        self._take_in = take_in
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._stored: set[int] = set()
        self._failed: dict[int, StorageError] = {}
        self._unnumbered = Tasks()

    async def take(self, updates: Sequence[Any]) -> int:
        """Begin with those that are new, and wait a moment for all; how many were new.

        Raises:
            StorageError: none of them could be stored.
        """
        self._failed.clear()  # each of them is among the new ones, or gone
        new = [update for update in updates if self._begin(number_of(update), update)]
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=A_MOMENT)
        if self._failed and self._stored.isdisjoint(map(number_of, new)):
            raise next(iter(self._failed.values()))
        return len(new)

    @property
    def failed(self) -> bool:
        """Whether something has to come again."""
        return bool(self._failed)

    def offset_after(self, updates: Sequence[Any]) -> int | None:
        """What acknowledges all that is on disk, after these; None where none of them has a number."""
        numbers = [number for update in updates if (number := number_of(update)) is not None]
        waiting = [*self._under_way, *self._failed]
        offset = min(waiting) if waiting else max(numbers, default=-1) + 1 or None
        self._stored = {number for number in self._stored if offset is None or number >= offset}
        return offset

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way, this long at most."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=seconds)
        await end(*self._under_way.values())

    def _begin(self, number: int | None, update: Any) -> bool:  # noqa: ANN401 - whatever Telegram sends
        """Whether it is new; an answer may also hold the same one twice."""
        if number in self._under_way or number in self._stored:
            return False
        if number is None:
            self._unnumbered.start(self._take(None, update), "what is no update")
        else:
            self._under_way[number] = begin(self._take(number, update), "update")
        return True

    async def _take(self, number: int | None, update: Any) -> None:  # noqa: ANN401 - the same
        try:
            await self._take_in(update)
        except StorageError as error:
            if number is not None:
                self._failed[number] = error
        else:
            if number is not None:
                self._stored.add(number)
        finally:
            if number is not None:
                del self._under_way[number]
