"""PostgreSQL: a few threads, each with a connection that is kept, and one unit a transaction."""

import os
import socket
import time
from contextlib import suppress

from psycopg import Connection as Driver
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.services.ports import Overtaken
from bot.storage.lock_order import Locks, OrderedUnit, OutOfOrder
from bot.storage.runner import Runner
from bot.storage.threads import TRIES, Job, ThreadedStorage

SECONDS_BETWEEN_TRIES = 0.2
BEGINNINGS = 20
"""Of one unit of work: each needs more than the one before it, or rests on what somebody else just did."""

_WORTH_ANOTHER_TRY = frozenset({"40001", "40P01"})  # serialization failure, deadlock


class PostgresStorage(ThreadedStorage):
    """The port `Storage` on PostgreSQL; units run side by side, one on each thread.

    Whoever needs an order awaits one unit before running the next.
    """

    async def enter(self) -> None:
        """Any number of processes may; the leases of dead ones run out."""

    def _break_off(self, driver: Driver) -> None:
        # The server may be out of reach, and whoever reads from it is in another thread.
        with suppress(OSError), socket.socket(fileno=os.dup(driver.fileno())) as wire:
            wire.shutdown(socket.SHUT_RDWR)

    def _next_jobs(self) -> list[Job]:
        job = self._jobs.get()
        return [job] if job else []

    def _perform(self, jobs: list[Job], connection: Connection) -> None:
        for job in (job for job in jobs if not job.given_up):
            for tries_left in reversed(range(TRIES)):
                try:
                    job.value, job.error = self._begin_until_in_order(job, connection), None
                    break
                except BaseException as error:  # noqa: BLE001 - handed to whoever waits
                    job.error = error
                    if not (tries_left and _is_passing(error)):
                        break
                time.sleep(SECONDS_BETWEEN_TRIES)  # noqa: TID251 - this thread serves nobody else

    def _begin_until_in_order(self, job: Job, connection: Connection) -> object:
        """What the work gives. Each beginning locks first what the one before it asked for too late; those
        that were overtaken by others see what those did.
        """
        needed = Locks()
        for left in reversed(range(BEGINNINGS)):
            try:
                with connection.begin():
                    return job.work(OrderedUnit(Runner(connection, self._statements), needed))
            except Overtaken as overtaken:
                if not left:
                    raise
                if isinstance(overtaken, OutOfOrder):
                    needed |= overtaken.needed
        raise AssertionError("the last beginning returns or raises")


def _is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed in a moment, on a new connection if this one broke."""
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _WORTH_ANOTHER_TRY
    )
