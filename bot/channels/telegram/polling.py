"""Our own getUpdates loop: an update is acknowledged only once it is on disk."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import orjson
import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.desk import Desk
from bot.channels.telegram.messenger import seconds_of
from bot.channels.telegram.transport import AiohttpRequest
from bot.services.ports import Storage, StorageError, Unit

log = structlog.get_logger()

ALLOWED = ("message", "callback_query", "my_chat_member")
WAIT_SECONDS = 25
"""How long Telegram holds the question open when there is nothing."""
LEASE = "polling"
LEASE_SECONDS = 20.0
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0


class Polling:
    """Asks for updates while this process holds the lease."""

    def __init__(self, bot: Bot, request: AiohttpRequest, desk: Desk, storage: Storage, owner: str) -> None:
        self._bot = bot
        self._request = request
        self._desk = desk
        self._storage = storage
        self._owner = owner
        self._offset: int | None = None
        self._lease_until = 0.0

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll until told to stop; what was received by then is handled first.

        Raises:
            InvalidToken: Telegram does not know the token (any more).
        """
        pause = FIRST_PAUSE
        while not stopping.is_set():
            try:
                await self._hold_lease(stopping)
                await self._poll(stopping)
                pause = FIRST_PAUSE
                continue
            except InvalidToken:
                raise
            except RetryAfter as error:
                pause = seconds_of(error)
            except (Conflict, NetworkError, TelegramError, StorageError) as error:
                log.warning("polling paused", reason=type(error).__name__, seconds=pause)
            await _wait(stopping, pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        await self._leave()

    async def _leave(self) -> None:
        """Give the lease back, and acknowledge what was handled; should that fail, it comes again and
        is known.
        """
        await self._storage.run(lambda unit: unit.release_lease(LEASE, self._owner))
        if self._offset is not None:
            with suppress(TelegramError):
                await self._ask(wait=0, limit=1)

    async def _poll(self, stopping: asyncio.Event) -> None:
        asking = asyncio.ensure_future(self._ask(wait=WAIT_SECONDS, limit=100))
        stop = asyncio.ensure_future(stopping.wait())
        await asyncio.wait((asking, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if not asking.done():
            asking.cancel()
            return
        updates = asking.result()
        if updates:
            # Each person's are taken in order by the reception; people do not wait for each other.
            outcomes = await asyncio.gather(
                *(self._desk.take_in(update) for update in updates), return_exceptions=True
            )
            _raise_if_not_stored(outcomes)
            self._offset = updates[-1]["update_id"] + 1

    async def _ask(self, *, wait: int, limit: int) -> list[dict[str, Any]]:
        payload = {"timeout": wait, "limit": limit, "allowed_updates": list(ALLOWED)}
        if self._offset is not None:
            payload["offset"] = self._offset
        answer = await self._request.call(f"{self._bot.base_url}/getUpdates", payload)
        updates: list[dict[str, Any]] = orjson.loads(answer)["result"]
        return updates

    def _take_lease(self, unit: Unit, now: float, until: float) -> bool:
        return unit.hold_lease(LEASE, self._owner, now, until)

    async def _hold_lease(self, stopping: asyncio.Event) -> None:
        """Return once the lease is ours for long enough, or we are to stop."""
        while not stopping.is_set():
            now = time.time()
            if self._lease_until - now > LEASE_SECONDS / 2:
                return
            until = now + LEASE_SECONDS
            if await self._storage.run(partial(self._take_lease, now=now, until=until)):
                self._lease_until = until
                return
            log.info("another process polls; waiting to take over")
            await _wait(stopping, LEASE_SECONDS / 5)


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


def _raise_if_not_stored(outcomes: Sequence[object]) -> None:
    """What is not on disk must come again; anything else was dealt with, and later updates go on."""
    for outcome in outcomes:
        if isinstance(outcome, StorageError):
            raise outcome
        if isinstance(outcome, BaseException):
            log.error("update not handled", exc_info=outcome)
