"""From the event loop to the storage threads and back."""

import asyncio
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine

from bot.services.ports import Unit
from bot.storage.errors import StorageError, presentable
from bot.storage.runner import Statements

log = structlog.get_logger()

T = TypeVar("T")

TRIES = 3
PATIENCE = 20.0
"""Seconds: nobody waits longer for the database."""
HANGS = 17.0
"""Seconds after which what a connection is at will not end by itself: three tries at a lock take fifteen."""
CLOSING = 5.0
"""Seconds that a connection has to end what it is at."""


@dataclass(slots=True)
class Job:
    """A unit of work, whoever waits for it, and what came of it."""

    work: Callable[[Unit], Any]
    waiting: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None
    given_up: bool = False

    def settle(self) -> None:
        """Tell whoever waits; to be called on their event loop."""
        if self.waiting.done():  # they gave up
            return
        if self.error is None:
            self.waiting.set_result(self.value)
        else:
            self.waiting.set_exception(presentable(self.error))


class ThreadedStorage(ABC):
    """The port `Storage` on threads that each keep a connection; all calls come from one event loop."""

    def __init__(self, engine: Engine, *, threads: int) -> None:
        self._engine = engine
        self._statements = Statements(engine.dialect)
        self._closed = False
        self._busy_since: dict[Connection, float] = {}
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._serve, args=(connection,), daemon=True, name="storage")
            for connection in [engine.connect() for _ in range(threads)]
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, work: Callable[[Unit], T]) -> T:
        """Run the work in a transaction, and return once it is committed.

        Work that the database could not do at this moment is run again, three times at most.

        Raises:
            StorageError: The database fails everybody; where it did not answer in time, nobody knows whether
                the work was done.
            Unstorable: It will not have what this work says.
            Held: It needs what somebody else holds for too long.
            Exception: Whatever the work raised; nothing of it is stored then.
        """
        if self._closed:
            raise StorageError("The database is closed")
        loop = asyncio.get_running_loop()
        job = Job(work, loop.create_future())
        deadline = loop.call_later(PATIENCE, self._give_up, job)
        self._jobs.put(job)
        try:
            value: T = await job.waiting
        finally:
            deadline.cancel()
        return value

    def _give_up(self, job: Job) -> None:
        """Wait no longer; what has not begun by then never will, and what hangs is broken off."""
        if job.waiting.done():
            return
        job.given_up = True
        job.waiting.set_exception(StorageError(f"The database did not answer for {PATIENCE:g} seconds"))
        long_ago = time.monotonic() - HANGS
        for connection, since in self._busy_since.copy().items():
            if since < long_ago and not connection.invalidated:
                log.error("a connection to the database hangs and is broken off")
                self._break_off(connection.connection.driver_connection)

    @abstractmethod
    def _break_off(self, driver: Any) -> None:  # noqa: ANN401 - each database has its own
        """End what a connection is at; its thread hears of it as an error."""

    @abstractmethod
    async def enter(self) -> None:
        """Serve people from here on; `StorageError` if another process does and only one may."""

    async def close(self) -> None:
        self._closed = True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join, CLOSING)
        self._engine.dispose()

    def _serve(self, connection: Connection) -> None:
        with connection:
            while jobs := self._next_jobs():
                self._busy_since[connection] = time.monotonic()
                self._perform(jobs, connection)
                del self._busy_since[connection]
                with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    jobs[0].waiting.get_loop().call_soon_threadsafe(_settle, jobs)
            if not connection.invalidated:
                connection.detach()  # no pool keeps it open, should this end after the storage was closed

    @abstractmethod
    def _next_jobs(self) -> list[Job]:
        """Those to be served now, at least one; none when the storage is closed."""

    @abstractmethod
    def _perform(self, jobs: list[Job], connection: Connection) -> None:
        """Do the jobs that nobody gave up, commit, and note what came of each; raises nothing."""


def _settle(jobs: list[Job]) -> None:
    for job in jobs:
        job.settle()
