"""Updates that were received and that Telegram does not know to be on disk: none waits for the slowest."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from bot.channels.telegram.answers import number_of, sender_of
from bot.channels.telegram.backlog import Backlog, Keeper, TakeIn
from bot.services.ports import Crowded, StorageError
from bot.services.tasks import Tasks, begin, end

A_MOMENT = 0.25
"""Seconds that are waited for one of each person; whatever takes longer is no reason not to ask for more."""

SLOW = 3.0
"""Seconds after which an update is kept as it came: Telegram tells of no more than a hundred after it."""
AGAIN_SECONDS = 1.0
"""Until what was kept is tried again."""


class Hands:
    """Takes updates in, each once, however often Telegram repeats what is not acknowledged yet."""

    def __init__(
        self,
        take_in: TakeIn,
        keeper: Keeper,
        holds_back: Callable[[int], bool] = lambda _: False,
    ) -> None:
        """`holds_back`: whether somebody sends so much that it waits by itself, and nobody for it."""
        self._take_in = take_in
        self._holds_back = holds_back
        self._keeper = keeper
        self._kept: set[int] = set()
        self._begun: dict[int, tuple[float, Any]] = {}
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._stored: set[int] = set()
        self._failed: dict[int, StorageError] = {}
        self._unnumbered = Tasks()
        self._backlog = Backlog(take_in, keeper)

    async def take(self, updates: Sequence[Any]) -> int:
        """Begin with those that are new, and wait a moment for all; how many were new.

        Raises:
            StorageError: none of them could be stored.
        """
        self._failed.clear()  # each of them is among the new ones, or gone
        new = [update for update in updates if self._begin(number_of(update), update)]
        firsts = self._first_of_each()
        keeping = asyncio.gather(*(self._keep(number, update) for number, update in [*self._slow()]))
        if firsts:
            await asyncio.wait(firsts, timeout=A_MOMENT)
        await keeping
        if self._failed and self._stored.isdisjoint(map(number_of, new)):
            raise next(iter(self._failed.values()))
        return len(new)

    def take_up(self, kept: Iterable[Any]) -> None:
        """Begin with what was kept when a process ended."""
        for update in kept:
            if (number := number_of(update)) is not None and self._begin(number, update):
                self._kept.add(number)

    def _first_of_each(self) -> list[asyncio.Task[None]]:
        """What is waited for: a person's updates have their turns one after another, so who sends many holds
        up nobody else.
        """
        waiting = [number for number in self._under_way if number not in self._kept]
        firsts = {sender_of(self._begun[number][1]): number for number in reversed(waiting)}
        return [self._under_way[number] for who, number in firsts.items() if not self._waits_by_itself(who)]

    def _slow(self) -> Iterator[tuple[int, Any]]:
        """Whatever waits for long, or with more of one who is held back, holds up no others: it is on disk,
        and has its turn in its time.
        """
        long_ago = time.monotonic() - SLOW
        of_each = Counter(sender_of(update) for _, update in self._begun.values())
        many = {person for person, times in of_each.items() if times > 1 and self._waits_by_itself(person)}
        for number, (since, update) in self._begun.items():
            if number not in self._kept and (since < long_ago or sender_of(update) in many):
                yield number, update

    def _waits_by_itself(self, person: int | None) -> bool:
        return person is not None and self._holds_back(person)

    async def _keep(self, number: int, update: Any) -> None:  # noqa: ANN401 - whatever Telegram sends
        await self._keeper.keep(number, update)
        if number in self._under_way:
            self._kept.add(number)
        else:
            await self._keeper.drop(number)

    @property
    def failed(self) -> bool:
        """Whether something has to come again."""
        return bool(self._failed)

    def offset_after(self, updates: Sequence[Any]) -> int | None:
        """What acknowledges all that is on disk, after these; None where none of them has a number."""
        numbers = [number for update in updates if (number := number_of(update)) is not None]
        waiting = [*(self._under_way.keys() - self._kept), *self._failed]
        offset = min(waiting) if waiting else max(numbers, default=-1) + 1 or None
        self._stored = {number for number in self._stored if offset is None or number >= offset}
        return offset

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way, this long at most; what is kept is left to the next process."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=seconds)
        await end(*self._under_way.values())
        await self._backlog.finish(seconds)

    def _begin(self, number: int | None, update: Any) -> bool:  # noqa: ANN401 - whatever Telegram sends
        """Whether it is new; an answer may also hold the same one twice."""
        if number in self._under_way or number in self._stored:
            return False
        if number is None:
            self._unnumbered.start(self._take(None, update), "what is no update")
        else:
            self._begun[number] = time.monotonic(), update
            self._under_way[number] = begin(self._take(number, update), "update")
        return True

    async def _take(self, number: int | None, update: Any) -> None:  # noqa: ANN401 - the same
        if number is None:
            with suppress(StorageError):
                await self._take_in(update)
            return
        try:
            taken = await self._is_taken(number, update)
            while not taken:
                await asyncio.sleep(AGAIN_SECONDS)
                taken = await self._is_taken(number, update)
        finally:
            del self._under_way[number], self._begun[number]
            self._kept.discard(number)

    async def _is_taken(self, number: int, update: Any) -> bool:  # noqa: ANN401 - the same
        """Whether it is over: taken in, or left to Telegram to repeat, unless that does so no more."""
        try:
            await self._hand_over(number, update)
        except StorageError as error:
            if number in self._kept:
                return False
            self._failed[number] = error
        else:
            self._stored.add(number)
        return True

    async def _hand_over(self, number: int, update: Any) -> None:  # noqa: ANN401 - the same
        """To its turn, or to the end of the line of somebody of whom too much waits."""
        person = sender_of(update)
        if self._backlog.has(person):
            await self._backlog.add(person, number, update)
            return
        try:
            await self._take_in(update)
        except Crowded:
            await self._backlog.add(person, number, update)
        else:
            if number in self._kept:
                await self._keeper.drop(number)
