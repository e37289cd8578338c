"""SQLite: one thread, one connection, and one commit for all who wait at the same moment."""

import sqlite3
import time
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.services.ports import StorageError
from bot.storage.engines import LOCK_SECONDS, begun
from bot.storage.errors import presentable
from bot.storage.private import lock_private_file
from bot.storage.runner import Runner
from bot.storage.threads import TRIES, Job, ThreadedStorage
from bot.storage.unit import SqlUnit

MOST_IN_A_COMMIT = 64


class SqliteStorage(ThreadedStorage):
    """The port `Storage` on a SQLite file; units run in the order in which `run` was called.

    `commit_delay`, in seconds, makes each commit as slow as on a slow disk, for benchmarks.
    """

    def __init__(self, engine: Engine, *, commit_delay: float = 0) -> None:
        self._commit_delay = commit_delay
        self._lock: IO[str] | None = None
        self._log_tells = True  # Of a process that died before it emptied it, for one
        super().__init__(engine, threads=1)

    async def enter(self) -> None:
        self._lock_out_others()
        await self.run(lambda unit: unit.free_leases())

    async def close(self) -> None:
        await super().close()
        if self._lock is not None:
            self._lock.close()

    def _lock_out_others(self) -> None:
        name = f"{self._engine.url.database}.lock"
        try:
            self._lock = lock_private_file(Path(name))
        except BlockingIOError:
            raise StorageError(
                "DATABASE_URL: another process serves people from this file; stop it, or use PostgreSQL"
            ) from None
        except OSError as error:
            raise StorageError(
                f"DATABASE_URL: {name} cannot be locked ({error.strerror}); "
                "give this user write access to it and its folder"
            ) from None

    def _break_off(self, driver: sqlite3.Connection) -> None:
        driver.interrupt()

    def _next_jobs(self) -> list[Job]:
        jobs: list[Job] = []
        while job := self._jobs.get():
            jobs.append(job)
            if len(jobs) == MOST_IN_A_COMMIT or self._jobs.empty():
                return jobs
        self._jobs.put(None)  # for the next call, which then finds nothing before it
        return jobs

    def _perform(self, jobs: list[Job], connection: Connection) -> None:
        """Whoever fails is left out, and the others begin anew: a savepoint for each would cost everybody."""
        while error := self._try_together(jobs, connection):
            failed = next((job for job in jobs if job.error is error), None)
            if failed is None:
                for job in jobs:
                    job.error = error
                return
            jobs = [job for job in jobs if job is not failed]

    def _try_together(self, jobs: list[Job], connection: Connection) -> BaseException | None:
        for tried in range(1, TRIES + 1):
            try:
                self._commit_together(jobs, connection)
            except BaseException as error:  # noqa: BLE001 - handed to those who wait
                if tried == TRIES or not _is_locked(error):
                    return error
            else:
                break
        return None

    def _commit_together(self, jobs: list[Job], connection: Connection) -> None:
        unit = SqlUnit(Runner(connection, self._statements))
        with begun(connection):
            for job in jobs:
                if job.given_up:
                    continue
                try:
                    job.value, job.error = job.work(unit), None
                except BaseException as error:
                    # A full disk, for one, undoes the work of the others too, and would again.
                    fails_all = not _in_transaction(connection) and isinstance(
                        presentable(error), StorageError
                    )
                    job.error = None if fails_all else error
                    raise
            if self._commit_delay:
                time.sleep(self._commit_delay)  # noqa: TID251 - as a disk would, it holds the thread
        self._log_tells = self._log_tells or unit.erased
        if self._log_tells:
            self._log_tells = not _empty_log(connection)


def _empty_log(connection: Connection) -> bool:
    """Take what was erased out of the write-ahead file too; False while somebody else reads the database,
    whom nobody waits for.
    """
    driver = connection.connection.cursor()
    driver.execute("PRAGMA busy_timeout = 0")
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy, *_ = driver.fetchone() or (True,)
    driver.execute(f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000}")
    return not busy


def _in_transaction(connection: Connection) -> bool:
    driver = connection.connection.driver_connection
    return isinstance(driver, sqlite3.Connection) and driver.in_transaction


def _is_locked(error: BaseException) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) else None
    # What the driver itself refuses has no code of the database's.
    return (
        isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    )
