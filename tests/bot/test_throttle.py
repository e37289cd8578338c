"""Telegram is called as fast as people act, until it refuses; then as fast as it takes, texts first."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from itertools import count
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.channels.telegram.throttle import PATIENCE, RATE, Kind, Rank, Throttle

FAR_AWAY = 0.04
"""Seconds to Telegram, and as many back."""


class HurriedLoop(asyncio.SelectorEventLoop):
    """Time passes at once where everybody waits."""

    def __init__(self) -> None:
        super().__init__()
        self._passed = 0.0
        select = self._selector.select  # type: ignore[attr-defined]

        def hurry(timeout: float | None) -> object:
            self._passed += timeout or 0.0
            return select(0)

        self._selector.select = hurry  # type: ignore[attr-defined]

    def time(self) -> float:
        return self._passed


class Telegram:
    """Takes so many calls of these kinds within a second, and says in which order they came."""

    def __init__(self, *limited: Kind) -> None:
        self.throttle = Throttle(asyncio.get_running_loop().time)
        self.came: list[tuple[Rank, int]] = []
        self.refused = 0
        self.flooded: set[int] = set()
        self._limited = limited
        self._numbers = count()
        self._taken: deque[float] = deque(maxlen=RATE)

    async def call(self, chat_id: int, rank: Rank = Rank.TEXT, kind: Kind = Kind.SEND) -> None:
        async def work() -> None:
            # None overtakes another on the way, not even where time stands still.
            await asyncio.sleep(FAR_AWAY + next(self._numbers) / 1e6)
            self._answer(chat_id, rank, kind)
            await asyncio.sleep(FAR_AWAY)

        await self.throttle.call(kind, rank, chat_id, work)

    def _answer(self, chat_id: int, rank: Rank, kind: Kind) -> None:
        now = asyncio.get_running_loop().time()
        full = len(self._taken) == RATE and self._taken[0] > now - 1 and kind in self._limited
        if full or chat_id in self.flooded:
            self.refused += 1
            raise RetryAfter(1)
        if kind in self._limited:
            self._taken.append(now)
        self.came.append((rank, chat_id))


def hurried(work: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        runner.run(work)


async def workshop(telegram: Telegram, people: int, seconds: float, kind: Kind) -> list[object]:
    """Everybody gets a text and then a picture."""

    async def serve(chat_id: int) -> None:
        await telegram.call(chat_id, kind=kind)
        await telegram.call(chat_id, Rank.FILE)

    serving = []
    for chat_id in range(people):
        serving.append(asyncio.create_task(serve(chat_id)))
        await asyncio.sleep(seconds / people)
    return await asyncio.gather(*serving, return_exceptions=True)


@pytest.mark.fault(10)
@pytest.mark.parametrize(("kind", "limited"), [(Kind.SEND, {Kind.SEND}), (Kind.EDIT, set(Kind))])
def test_where_telegram_limits_us_it_refuses_once_and_texts_come_first_and_in_order(
    kind: Kind, limited: set[Kind]
) -> None:
    async def tried() -> None:
        telegram = Telegram(*limited)
        await workshop(telegram, 150, 8, kind)
        assert telegram.refused <= 5
        texts = [chat_id for rank, chat_id in telegram.came if rank is Rank.TEXT]
        assert len(telegram.came) == 300
        overtaken = [chat_id for place, chat_id in enumerate(texts) if chat_id < max(texts[: place + 1])]
        assert overtaken == []
        assert sum(rank is Rank.FILE for rank, _ in telegram.came[-100:]) >= 95

    hurried(tried())


def test_where_telegram_takes_all_nobody_waits() -> None:
    async def tried() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.call(chat_id) for chat_id in range(1_000)))
        assert asyncio.get_running_loop().time() < 1

    hurried(tried())


@pytest.mark.fault(10)
@pytest.mark.promise("G11")
def test_a_chat_that_is_refused_alone_holds_up_nobody_else() -> None:
    async def tried() -> None:
        telegram = Telegram()
        telegram.flooded.add(7)
        for _ in range(50):
            with pytest.raises(RetryAfter):
                await telegram.call(7)
        await asyncio.gather(*(telegram.call(chat_id) for chat_id in range(100, 200)))
        assert (len(telegram.came), telegram.refused) == (100, 50)

    hurried(tried())


def test_nobody_waits_without_end_and_who_goes_leaves_their_place() -> None:
    async def tried() -> None:
        telegram = Telegram(Kind.SEND)
        outcomes = await workshop(telegram, 1_500, 1, Kind.SEND)
        late = [outcome for outcome in outcomes if isinstance(outcome, RetryAfter)]
        assert late
        assert asyncio.get_running_loop().time() < 1 + 3 * PATIENCE
        waiting = [asyncio.create_task(telegram.call(chat_id)) for chat_id in range(5 * RATE)]
        await asyncio.sleep(0.5)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(2)
        before = asyncio.get_running_loop().time()
        await asyncio.gather(*(telegram.call(chat_id) for chat_id in range(RATE)))
        assert asyncio.get_running_loop().time() < before + 1

    hurried(tried())


def test_a_call_that_is_refused_again_and_again_gives_up_before_its_lease_ends() -> None:
    async def tried() -> None:
        loop = asyncio.get_running_loop()
        telegram = Telegram(Kind.SEND)
        telegram.flooded.update(range(2 * RATE))
        outcomes = await asyncio.gather(
            *(telegram.call(chat_id) for chat_id in range(2 * RATE)), return_exceptions=True
        )
        assert all(isinstance(outcome, RetryAfter) for outcome in outcomes)
        assert loop.time() < PATIENCE + 1

    hurried(tried())
