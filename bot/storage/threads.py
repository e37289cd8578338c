"""From the event loop to the storage threads and back."""

import asyncio
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from bot.services.ports import Unit
from bot.storage.errors import StorageError, presentable
from bot.storage.runner import Statements

T = TypeVar("T")

TRIES = 3


@dataclass(slots=True)
class Job:
    """A unit of work, whoever waits for it, and what came of it."""

    work: Callable[[Unit], Any]
    waiting: asyncio.Future[Any]
    value: Any = None
    error: BaseException | None = None

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
            StorageError: The database fails everybody.
            Unstorable: It will not have what this work says.
            Exception: Whatever the work raised; nothing of it is stored then.
        """
        if self._closed:
            raise StorageError("The database is closed")
        job = Job(work, asyncio.get_running_loop().create_future())
        self._jobs.put(job)
        value: T = await job.waiting
        return value

    @abstractmethod
    async def enter(self) -> None:
        """Serve people from here on; `StorageError` if another process does and only one may."""

    async def close(self) -> None:
        self._closed = True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        self._engine.dispose()

    def _serve(self, connection: Connection) -> None:
        with connection:
            while jobs := self._next_jobs():
                self._perform(jobs, connection)
                with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    jobs[0].waiting.get_loop().call_soon_threadsafe(_settle, jobs)

    @abstractmethod
    def _next_jobs(self) -> list[Job]:
        """Those to be served now, at least one; none when the storage is closed."""

    @abstractmethod
    def _perform(self, jobs: list[Job], connection: Connection) -> None:
        """Do the jobs, commit, and note what came of each; raises nothing."""


def _settle(jobs: list[Job]) -> None:
    for job in jobs:
        job.settle()
