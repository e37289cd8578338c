"""How updates reach a bot: it polls for them, or a webhook posts them, each person's in order."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson

from benchmarks.fake_api import ApiError, Parameters
from benchmarks.parameters import decode

Update = dict[str, Any]
MOST_UPDATES_AT_ONCE = 100
FIRST_UPDATE_ID = 731_000_000
RETRY_SECONDS = 0.05


class Delivery:
    """All updates that the bot has not acknowledged yet."""

    def __init__(self, bot_port: int | None = None) -> None:
        """`bot_port`: where a webhook's public address leads to on this machine."""
        self._bot_port = bot_port
        self._ids = count(FIRST_UPDATE_ID)
        self._pending: deque[Update] = deque()
        self._arrival = asyncio.Event()
        self._polls = 0
        self._webhook: Webhook | None = None
        self.on_call: Callable[[Parameters], None] = lambda _: None
        self.acknowledged: list[float] = []
        """Seconds that each update waited for its 200, by webhook."""

    @property
    def waiting(self) -> int:
        """Updates that wait to be polled and acknowledged."""
        return len(self._pending)

    def put(self, update: Update) -> None:
        """Something happened that the bot should hear of."""
        numbered = {"update_id": next(self._ids)} | update
        if self._webhook is not None:
            self._webhook.put(numbered)
            return
        self._pending.append(numbered)
        self._arrival.set()

    async def get(self, parameters: Parameters) -> list[Update]:
        """Answer getUpdates: acknowledge up to the offset, wait for more until the timeout."""
        if self._webhook is not None:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        this_poll = self._polls
        self._arrival.set()
        await asyncio.sleep(0)
        self._acknowledge(int(parameters.get("offset") or 0))
        if not self._pending:
            self._arrival.clear()
            await self._wait_for_arrival(float(parameters.get("timeout") or 0))
        if this_poll != self._polls:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        limit = min(int(parameters.get("limit") or MOST_UPDATES_AT_ONCE), MOST_UPDATES_AT_ONCE)
        return [self._pending[place] for place in range(min(limit, len(self._pending)))]

    def set_webhook(self, parameters: Parameters) -> None:
        """Post updates from now on, the waiting ones first."""
        if not parameters.get("url"):
            self.delete_webhook(parameters)
            return
        if self._bot_port is None:
            raise ApiError(400, "Bad Request: bad webhook: this run is for polling")
        path = urlsplit(parameters["url"]).path
        address = f"http://127.0.0.1:{self._bot_port}{path}"
        connections = int(parameters.get("max_connections") or 40)
        secret = parameters.get("secret_token", "")
        self._webhook = Webhook(address, secret, connections, self.on_call, self.acknowledged)
        while self._pending:
            self._webhook.put(self._pending.popleft())

    def delete_webhook(self, parameters: Parameters) -> None:
        """Keep updates until they are polled."""
        self._webhook = None
        if str(parameters.get("drop_pending_updates", "")).lower() == "true":
            self._pending.clear()

    async def close(self) -> None:
        """Stop posting, and answer whoever polls."""
        self._arrival.set()
        if self._webhook is not None:
            await self._webhook.close()

    def _acknowledge(self, offset: int) -> None:
        while self._pending and (self._pending[0]["update_id"] < offset or len(self._pending) > -offset > 0):
            self._pending.popleft()

    async def _wait_for_arrival(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._arrival.wait()
        except TimeoutError:
            pass


class Webhook:
    """Posts updates: people side by side, one person's one after another, until answered 2xx."""

    def __init__(
        self,
        address: str,
        secret: str,
        connections: int,
        on_call: Callable[[Parameters], None],
        acknowledged: list[float],
    ) -> None:
        self._acknowledged = acknowledged
        self._address = address
        self._headers = {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": secret,
        }
        self._on_call = on_call
        self._free = asyncio.Semaphore(connections)
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._lanes: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, update: Update) -> None:
        """Queue an update behind the others of its person."""
        person = (update.get("message") or update["callback_query"])["from"]["id"]
        if person in self._lanes:
            self._lanes[person].append(update)
            return
        self._lanes[person] = deque([update])
        task = asyncio.create_task(self._empty_lane(person))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Drop what was not delivered."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._session.close()

    async def _empty_lane(self, person: int) -> None:
        lane = self._lanes[person]
        while lane:
            async with self._free:
                delivered = await self._post(orjson.dumps(lane[0]))
            if delivered:
                lane.popleft()
            else:
                await asyncio.sleep(RETRY_SECONDS)
        del self._lanes[person]

    async def _post(self, body: bytes) -> bool:
        posted = time.perf_counter()
        try:
            async with self._session.post(self._address, data=body, headers=self._headers) as reply:
                answer = await reply.read()
                if reply.status >= 300:
                    return False
        except aiohttp.ClientError:
            return False
        self._acknowledged.append(time.perf_counter() - posted)
        call = decode(reply.content_type, answer) if answer.startswith(b"{") else {}
        if "method" in call:
            self._on_call(call)
        return True
