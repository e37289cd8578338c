"""Our own getUpdates loop: an update is acknowledged only once it is on disk."""

import asyncio
import time
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.answers import UnreadableAnswer, updates_in
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.kept import KeptUpdates
from bot.channels.telegram.throttle import seconds_of
from bot.channels.telegram.transport import HttpRequest
from bot.channels.telegram.unacknowledged import Hands
from bot.services.failures import reason_of
from bot.services.health import Health
from bot.services.ports import Storage, StorageError, Unit
from bot.services.tasks import unless, wait

log = structlog.get_logger()

ALLOWED = ("message", "callback_query", "my_chat_member", "inline_query")
WAIT_SECONDS = 10
"""How long Telegram holds the question open when there is nothing."""
ANSWER_SECONDS = 15.0
"""How long we wait for its answer."""
LEASE = "polling"
LEASE_SECONDS = 30.0
"""Renewed when it might end while we wait for an answer; so two never ask at once."""
LOOK_SECONDS = 4.0
"""How often a process without the lease looks whether it is free."""
LEAVING_SECONDS = 2.0
MOST = 100
"""Updates in an answer."""
PATIENCE = 3
"""How often an incomplete answer about one update is asked for again, before the update is stepped over."""
AT_ONCE = 1.0
"""Seconds: an answer without anything new that comes sooner was not held open."""
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0


class Polling:
    """Asks for updates while this process holds the lease."""

    def __init__(
        self, bot: Bot, request: HttpRequest, desk: Desk, storage: Storage, owner: str, health: Health
    ) -> None:
        self._bot = bot
        self._request = request
        self._desk = desk
        self._storage = storage
        self._owner = owner
        self._offset: int | None = None
        self._health = health
        self._leased_until = 0.0
        self._kept = KeptUpdates(storage)
        self._hands = Hands(desk.take_in, self._kept, desk.holds_back)
        self._took_up = False
        self._most = MOST
        self._incomplete = 0
        self._in_vain = 0

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll until told to stop; what was received by then is handled first.

        Raises:
            InvalidToken: Telegram does not know the token (any more).
        """
        pause = FIRST_PAUSE
        while not stopping.is_set():
            try:
                await self._hold_lease(stopping)
                await self._take_up_kept()
                await self._poll(stopping)
                pause = FIRST_PAUSE
                continue
            except InvalidToken:
                raise
            except Conflict:
                self._health.conflict()
                log.error(
                    "another program takes this bot's updates; stop it, or revoke the token", seconds=pause
                )
            except RetryAfter as error:
                pause = min(LONGEST_PAUSE, seconds_of(error))
            except (TelegramError, StorageError) as error:
                log.warning("polling paused", reason=reason_of(error), seconds=pause)
            except Exception as error:
                log.exception("polling failed", reason=reason_of(error))
            await wait(stopping, pause)
            pause = min(LONGEST_PAUSE, pause * 2)
        await self._leave()

    async def _leave(self) -> None:
        """Give the lease back, and acknowledge what was handled; should that fail, it comes again and
        is known.
        """
        await self._hands.finish(LEAVING_SECONDS)
        with suppress(StorageError, TelegramError, TimeoutError):
            await self._storage.run(lambda unit: unit.release_lease(LEASE, self._owner))
            if self._offset is not None:
                async with asyncio.timeout(LEAVING_SECONDS):
                    await self._ask(hold=0, limit=1)

    async def _take_up_kept(self) -> None:
        """Go on, whenever the lease is new to us, with what another process kept, or this one before it was
        started again.
        """
        if not self._took_up:
            self._hands.take_up(await self._kept.all())
            self._took_up = True

    async def _poll(self, stopping: asyncio.Event) -> None:
        asked_at, offset = time.monotonic(), self._offset
        updates = await unless(stopping, self._next())
        if not updates:
            # All is acknowledged. Numbers may begin anew, lower, after a silent week.
            self._offset = None
            new = False
        else:
            # Each person's are taken in order by the reception; people do not wait for each other.
            taken = await self._hands.take(updates)
            self._offset = self._hands.offset_after(updates) or offset
            new = self._offset != offset or (taken > 0 and not self._hands.failed)
        await self._rest(stopping, in_vain=not new and time.monotonic() - asked_at < AT_ONCE)

    async def _rest(self, stopping: asyncio.Event, *, in_vain: bool) -> None:
        """Whoever answers at once without anything new is not asked as fast as they answer."""
        self._in_vain = self._in_vain + 1 if in_vain else 0
        if in_vain:
            await wait(stopping, AT_ONCE * min(1.0, 0.05 * self._in_vain**2))

    async def _next(self) -> list[Any]:
        """What waits. Of what cannot be taken apart less is asked for, down to one update; that is stepped
        over.
        """
        while True:
            try:
                updates = await self._ask(hold=WAIT_SECONDS, limit=self._most)
            except UnreadableAnswer as error:
                alone = self._most == 1
                self._most = max(1, self._most // 4)
                if alone:
                    await self._step_over(error)
                elif not error.whole:
                    raise
            else:
                self._most, self._incomplete = min(MOST, self._most * 2), 0
                return updates

    async def _step_over(self, error: UnreadableAnswer) -> None:
        """Leave out the update that makes an answer unreadable, and note it.

        Raises:
            UnreadableAnswer: perhaps it will be readable, or nobody knows its number.
        """
        self._incomplete += 1
        if error.number is None or (not error.whole and self._incomplete < PATIENCE):
            raise error
        await self._desk.note_unreadable(error.number)
        self._offset, self._incomplete = error.number + 1, 0

    async def _ask(self, *, hold: int, limit: int) -> list[Any]:
        payload = {"timeout": hold, "limit": limit, "allowed_updates": list(ALLOWED)}
        if self._offset is not None:
            payload["offset"] = self._offset
        try:
            updates = updates_in(await self._request.call(f"{self._bot.base_url}/getUpdates", payload))
        except UnreadableAnswer as error:
            if not error.updates:
                raise
            updates = error.updates
        self._health.answered()
        return updates

    def _take_lease(self, unit: Unit, now: float, until: float) -> bool:
        return unit.hold_lease(LEASE, self._owner, now, until)

    async def _hold_lease(self, stopping: asyncio.Event) -> None:
        """Return once the lease is ours for long enough, or we are to stop."""
        while not stopping.is_set():
            asked = time.monotonic()  # by the clock that nobody sets back
            if self._leased_until - asked > ANSWER_SECONDS:
                return
            now = time.time()
            if await self._storage.run(partial(self._take_lease, now=now, until=now + LEASE_SECONDS)):
                if self._leased_until < asked:  # another may have polled meanwhile
                    self._took_up = False
                self._leased_until = asked + LEASE_SECONDS
                return
            self._health.stands_by()
            log.info("another process polls; waiting to take over")
            await wait(stopping, LOOK_SECONDS)
