"""Work for one person whose row somebody else holds waits beside the others, and is done once it can be."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.services.ports import Held, Storage, Unit

log = structlog.get_logger()

T = TypeVar("T")

PAUSE = 1.0
"""Seconds between two tries: in them the database serves others."""


async def once_free(storage: Storage, work: Callable[[Unit], T]) -> T:
    """What the work gives, once nobody else holds what it needs; else as `Storage.run`."""
    told = False
    while True:
        try:
            return await storage.run(work)
        except Held:
            if not told:
                log.warning("waiting for a row that somebody else holds")
                told = True
            await asyncio.sleep(PAUSE)
