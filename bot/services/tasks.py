"""Work in the background: the only place that begins a task, so that none is lost and none fails unseen."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

import structlog

from bot.services.failures import reason_of

log = structlog.get_logger()

T = TypeVar("T")


class Ended(Exception):
    """What was waited for came first."""


def begin(work: Coroutine[Any, Any, T], name: str) -> asyncio.Task[T]:
    """Begin, and do not wait; should it fail, that is logged. Whoever begins it keeps it until it is done."""
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_look_at)
    return task


def _look_at(task: asyncio.Task[Any]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("background work failed", work=task.get_name(), reason=reason_of(error), exc_info=error)


class Tasks:
    """Work that nobody waits for, but that must not be lost half-way by the garbage collector or a stop."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, Any], name: str) -> None:
        """Begin, and do not wait."""
        task = begin(work, name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def one_less(self) -> None:
        """Wait until any of them is done."""
        await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)

    async def settled(self) -> None:
        """Wait until nothing is under way, also not what was begun meanwhile."""
        while self._running:
            await asyncio.wait(self._running)

    async def finish(self, seconds: float | None = None) -> None:
        """Wait for all of them, this long at most; what is not done then is given up."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=seconds)
            await end(*late)


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel, and wait until they are gone."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def before(happens: Coroutine[Any, Any, object], work: Coroutine[Any, Any, T]) -> T:
    """What the work gives.

    Raises:
        Ended: something else happened before it was done, and it was given up.
    """
    working, waiting = asyncio.create_task(work), asyncio.create_task(happens)
    try:
        await asyncio.wait((working, waiting), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Ended
        return working.result()
    finally:
        await end(working, waiting)


async def unless(stopping: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What the work gives, or None where we are to stop before it is done."""
    with suppress(Ended):
        return await before(stopping.wait(), work)
    return None


async def wait(stopping: asyncio.Event, seconds: float) -> None:
    """Wait this long, or until we are to stop."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
