"""The real storage on SQLite, served by the loop instead of a thread, with a process that can die at it."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from random import Random  # noqa: TID251 - seeded
from types import SimpleNamespace
from typing import Protocol

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError

from bot.services.ports import Unit
from bot.storage import open_storage, sqlite, threads
from bot.storage.runner import Row, Runner, Statements, Values
from bot.storage.sqlite import SqliteStorage
from bot.storage.threads import Job
from tests.simulation.points import name_of
from tests.simulation.replacing import replaced

AFTER_COMMIT = "after the commit"
Work = Callable[[Unit], object]

FASTEST, SLOWEST = 0.0005, 0.03
"""Seconds until a transaction has its turn, and until whoever waits hears of it."""


class Killed(BaseException):
    """The process died here; nobody in it hears of that."""


class Mortal(Protocol):
    """A process, as far as its disk knows it."""

    dead: bool

    def statement(self, activity: str, name: str) -> None:
        """It comes to a statement: `Killed` if it dies there, a `DBAPIError` if the disk fails."""


class _Parked:
    """A storage thread that was never begun."""

    def __init__(self, *, args: tuple[Connection], **_: object) -> None:
        (self.connection,) = args

    def start(self) -> None:
        """The loop serves in its place."""

    def join(self, _seconds: float | None = None) -> None:
        """It has ended."""


class _Jobs:
    """The queue of a storage, which begins to be served when something comes into it. `tell`: adds to work
    for what it is done.
    """

    def __init__(self, serve: Callable[[], None], tell: Callable[[Work, str], Work]) -> None:
        self._serve = serve
        self._tell = tell
        self._jobs: deque[Job | None] = deque()

    def put(self, job: Job | None) -> None:
        self._jobs.append(job)
        if job is not None:
            task = asyncio.current_task()
            job.work = self._tell(job.work, task.get_name() if task else "")
            self._serve()

    def get(self) -> Job | None:
        return self._jobs.popleft()

    def empty(self) -> bool:
        return not self._jobs


class _WatchedRunner(Runner):
    """Runs statements, and dies at one of them."""

    at: "Disk | None" = None

    def rows(self, statement: Executable, values: Values) -> Sequence[Row]:
        self._come_to(statement)
        return super().rows(statement, values)

    def change(self, statement: Executable, values: Values) -> int:
        self._come_to(statement)
        return super().change(statement, values)

    def change_each(self, statement: Executable, rows: Sequence[Values]) -> int:
        self._come_to(statement)
        return super().change_each(statement, rows)

    def _come_to(self, statement: Executable) -> None:
        if self.at is not None:
            self.at.come_to(name_of(statement))


class Disk:
    """The database of one process. `committed`: told of each commit before anybody else knows of it."""

    def __init__(
        self,
        url: str,
        process: Mortal,
        chance: Random,
        committed: Callable[[], None],
        *,
        alone: bool,
    ) -> None:
        self._process = process
        self._chance = chance
        self._committed = committed
        self._activity = ""
        self._serving = False
        self.storage = _open(url)
        (thread,) = self.storage._threads
        self._connection: Connection = thread.connection  # type: ignore[attr-defined] # a parked one
        self.storage._jobs = _Jobs(self._begin_to_serve, self._told)  # type: ignore[assignment] # it does as much
        if not alone:
            self.storage.enter = _of_several  # type: ignore[method-assign] # as PostgreSQL has it

    def come_to(self, statement: str) -> None:
        """A statement is about to be executed, in whatever the process is at."""
        if statement.endswith("FORGET_CONVERSATION"):
            self._activity = "forget"
        self._process.statement(self._activity, statement)

    def close(self) -> None:
        """What a dead process had open, and whatever it had not committed, is gone."""
        self.storage._closed = True
        self._connection.close()
        self.storage._engine.dispose()
        if self.storage._lock is not None:
            self.storage._lock.close()

    def _begin_to_serve(self) -> None:
        if not self._serving:
            self._serving = True
            asyncio.get_running_loop().call_later(self._moment(), self._serve)

    def _moment(self) -> float:
        return self._chance.uniform(FASTEST, SLOWEST)

    def _serve(self) -> None:
        self._serving = False
        jobs = self.storage._next_jobs()
        _WatchedRunner.at = self
        try:
            self._perform(jobs)
        finally:
            _WatchedRunner.at = None
        if self._process.dead:
            return
        asyncio.get_running_loop().call_later(self._moment(), threads._settle, jobs)
        if not self.storage._jobs.empty():
            self._begin_to_serve()

    def _perform(self, jobs: list[Job]) -> None:
        self.storage._perform(jobs, self._connection)
        if self._process.dead:
            return
        self._committed()
        with suppress(Killed):
            self._process.statement(self._activity, AFTER_COMMIT)

    def _told(self, work: Work, activity: str) -> Work:
        def tell(unit: Unit) -> object:
            self._activity = activity
            value = work(unit)
            self._process.statement(self._activity, "before the commit")
            return value

        return tell


async def _of_several() -> None:
    """Others serve people from the same database."""


def full_disk() -> DBAPIError:
    """What SQLite says where there is no room."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return DBAPIError(None, None, error, hide_parameters=True)


_SHARED: list[Statements] = []


def _open(url: str) -> SqliteStorage:
    """The storage as the bot opens it, without its thread; what is written out once serves all runs."""
    with replaced((threads, "threading", SimpleNamespace(Thread=_Parked))):
        storage = open_storage(url)
    assert isinstance(storage, SqliteStorage)
    _SHARED[:] = _SHARED or [storage._statements]
    storage._statements = _SHARED[0]
    return storage


def watched() -> AbstractContextManager[None]:
    """Statements are counted from here on."""
    return replaced((sqlite, "Runner", _WatchedRunner))
