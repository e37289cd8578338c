"""Work that nobody waits for, but that must not be lost half-way by the garbage collector or a stop."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """A set of tasks under way."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin, and do not wait."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def finish(self) -> None:
        """Wait for all of them."""
        if self._running:
            await asyncio.wait(self._running)
