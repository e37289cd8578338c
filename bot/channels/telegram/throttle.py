"""How fast Telegram is called: as fast as people act until it refuses, then as fast as it takes."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import IntEnum, StrEnum
from heapq import heappop, heappush
from itertools import count
from math import inf
from typing import TypeVar

from telegram.error import RetryAfter

T = TypeVar("T")

RATE = 30
"""Calls a second that Telegram takes of a bot, as it says itself."""
KEPT_FREE = 10
"""Of those, for what people wait for: a text never waits for a picture."""
A_SECOND = 1.02
"""Our clock may be a little faster than Telegram's."""
LIMITED_SECONDS = 60.0
"""For how long a limit that was met is kept to."""
PATIENCE = 10.0
"""How long a call waits here, all its tries together; below the lease under which a screen is delivered."""


class Kind(StrEnum):
    """What a call does to a chat; the limit may be on new messages only, or on all."""

    SEND = "send"
    EDIT = "edit"


class Rank(IntEnum):
    """Who goes first: what people wait for, then files and what nobody waits for."""

    TEXT = 0
    FILE = 1


class Throttle:
    """Lets calls through in the order in which they were asked for, texts first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._under_way: Counter[Kind] = Counter()
        self._ended: dict[Kind, deque[float]] = {kind: deque(maxlen=RATE) for kind in Kind}
        self._limited: frozenset[Kind] = frozenset()
        self._limited_until = 0.0
        self._closed_until = 0.0
        self._refused = (0, -inf)
        self._waiting: list[tuple[Rank, int, Kind, asyncio.Future[None]]] = []
        self._numbers = count()
        self._look: asyncio.TimerHandle | None = None

    @property
    def is_limited(self) -> bool:
        """Whether Telegram refused calls lately."""
        return bool(self._limited)

    async def call(self, kind: Kind, rank: Rank, chat_id: int, work: Callable[[], Awaitable[T]]) -> T:
        """What the call gives; one that was refused because of all of them is made again, in its old place.

        Raises:
            RetryAfter: the chat alone was refused, or it would take too long.
        """
        number, until = next(self._numbers), self._clock() + PATIENCE
        while True:
            await self._enter(kind, rank, number, until)
            try:
                return await work()
            except RetryAfter as error:
                wait = seconds_of(error)
                if not self._meet_limit(kind, chat_id, wait) or self._clock() + wait > until:
                    raise
            finally:
                self._leave(kind)
            if wait > A_SECOND:  # else nobody goes before that, and it stands before those who came later
                await asyncio.sleep(wait)

    async def _enter(self, kind: Kind, rank: Rank, number: int, until: float) -> None:
        if kind not in self._limited:
            self._under_way[kind] += 1
            return
        if self._closed_until > until:
            raise RetryAfter(timedelta(seconds=self._closed_until - self._clock()))
        entered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (rank, number, kind, entered))
        self._let_in()
        try:
            await asyncio.wait_for(entered, until - self._clock())
        except TimeoutError:
            if entered.cancelled():
                raise RetryAfter(timedelta(seconds=1)) from None  # else it was let in at the last moment
        except asyncio.CancelledError:
            if entered.done() and not entered.cancelled():
                self._leave(kind)
            raise

    def _leave(self, kind: Kind) -> None:
        self._under_way[kind] -= 1
        self._ended[kind].append(self._clock())
        if self._waiting:
            self._let_in()

    def _let_in(self) -> None:
        """Let those in for whom there is room, and look again when there is room for the next."""
        now = self._clock()
        if now >= self._limited_until:
            self._limited = frozenset()
        while self._waiting:
            rank, _, kind, entered = self._waiting[0]
            if not entered.done():  # who gave up is in nobody's way
                if (wait := self._until_room(rank, now)) > 0:
                    self._look_again(wait)
                    break
                self._under_way[kind] += 1
                entered.set_result(None)
            heappop(self._waiting)

    def _until_room(self, rank: Rank, now: float) -> float:
        """Seconds until one more may go. A call counts until a second after its answer, for nobody knows when
        Telegram counted it.
        """
        if now < self._closed_until:
            return self._closed_until - now
        places = RATE - KEPT_FREE * (rank is not Rank.TEXT)
        ended = sorted(at for kind in self._limited for at in self._ended[kind] if at > now - A_SECOND)
        too_many = len(ended) + sum(self._under_way[kind] for kind in self._limited) - places
        if too_many < 0 or not self._limited:
            return 0.0
        return ended[too_many] + A_SECOND - now if too_many < len(ended) else inf

    def _look_again(self, wait: float) -> None:
        if self._look is not None:
            self._look.cancel()
        if wait < inf:  # else the next answer makes room
            self._look = asyncio.get_running_loop().call_later(wait, self._let_in)

    def _meet_limit(self, kind: Kind, chat_id: int, wait: float) -> bool:
        """Whether a refusal concerns everybody. Who is refused while little was called was refused for what
        was sent to them; and so is one chat that is refused where others are not.
        """
        now = self._clock()
        (other, at), self._refused = self._refused, (chat_id, now)
        if kind in self._limited:
            if other == chat_id or at < now - A_SECOND:
                return False
            self._closed_until = max(self._closed_until, now + wait)
            return True
        met = next((kinds for kinds in ({kind}, set(Kind)) if self._lately(kinds, now) > RATE), set())
        if met:
            self._limited, self._limited_until = self._limited | met, now + LIMITED_SECONDS
            self._closed_until = now + min(wait, A_SECOND)
        return bool(met)

    def _lately(self, kinds: set[Kind], now: float) -> int:
        ended = sum(at > now - A_SECOND for kind in kinds for at in self._ended[kind])
        return ended + sum(self._under_way[kind] for kind in kinds)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram tells us to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
