"""Delivers updates to a webhook as Telegram does: in order in each queue, and again until they are taken."""

import asyncio
import random  # noqa: TID251 - the ladder's top is random at Telegram too
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

from bot.channels.sandbox.updates import Updates, Waiting

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
ANSWER_SECONDS = 60.0
LONGEST_WAIT = 3_600.0
CONNECTIONS = 40
LADDER_TOP = (60.0, 120.0)

Call = Callable[[str, dict[str, Any]], object]
"""A method that came in the answer to a delivery."""


class Deliverer:
    """Takes updates from their queues to the address that the bot gave."""

    def __init__(self, updates: Updates, call: Call) -> None:
        self._updates = updates
        self._call = call
        self._busy: set[str] = set()
        self._tries: dict[int, int] = {}
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS)) as session:
            while True:
                waiting = await self._updates.next_for_webhook(self._busy)
                self._busy.add(waiting.queue)
                task = asyncio.create_task(self._deliver(session, waiting))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
                most = int((self._updates.webhook or {}).get("max_connections") or CONNECTIONS)
                if len(self._under_way) >= most:
                    await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)

    async def _deliver(self, session: aiohttp.ClientSession, waiting: Waiting) -> None:
        try:
            pause = await self._post(session, waiting)
            if pause is None:
                self._tries.pop(waiting.id, None)
                await self._updates.done(waiting)
            else:
                await self._updates.held(waiting, pause)
        finally:
            self._busy.discard(waiting.queue)

    async def _post(self, session: aiohttp.ClientSession, waiting: Waiting) -> float | None:
        """None once it was taken; else how many seconds to wait before it is tried again."""
        webhook = self._updates.webhook or {}
        headers = {"Content-Type": "application/json", SECRET_HEADER: str(webhook.get("secret_token") or "")}
        body = orjson.dumps(waiting.body)
        try:
            async with session.post(str(webhook.get("url")), data=body, headers=headers) as answer:
                content = await answer.read()
                if answer.status < 300:
                    self._obey(content)
                    return None
                wished = answer.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError):
            wished = ""
        if wished.isdecimal():
            return min(LONGEST_WAIT, float(wished))
        return self._ladder(waiting.id)

    def _obey(self, content: bytes) -> None:
        """An answer may carry one call, whose result nobody learns."""
        try:
            given = orjson.loads(content) if content else {}
        except orjson.JSONDecodeError:
            return
        if isinstance(given, dict) and "method" in given:
            self._call(str(given["method"]), given)

    def _ladder(self, update_id: int) -> float:
        """At once, then 2, 4, 8 … seconds, up to a minute or two."""
        tries = self._tries[update_id] = self._tries.get(update_id, 0) + 1
        return min(0.0 if tries == 1 else 2.0 ** (tries - 1), random.uniform(*LADDER_TOP))  # noqa: S311 - no secret
