"""A bot's own end of a webhook: it takes what is delivered, and says what it is told to."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]
PATIENCE = 20.0


@dataclass(slots=True)
class Hook:
    """What came, with the headers it came with; `answers`: what is said to the next deliveries, else 200."""

    address: str = ""
    came: list[tuple[Json, dict[str, str]]] = field(default_factory=list)
    answers: deque[web.Response] = field(default_factory=deque)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    under_way: int = 0
    most_under_way: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def texts(self) -> list[str]:
        return [update.get("message", {}).get("text", "") for update, _ in self.came]

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until something is true, looking at each delivery."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: bool(happened()))

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Hook"]:
        self.gate.set()
        application = web.Application()
        application.router.add_post("/hook", self._receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.address = f"http://{host}:{port}/hook"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        async with self._changed:
            self.came.append((update, dict(request.headers)))
            self._changed.notify_all()
        await self.gate.wait()
        self.under_way -= 1
        return self.answers.popleft() if self.answers else web.Response()
