"""Telegram's deliveries to a webhook, handed to one of the processes without a socket."""

import asyncio
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded
from typing import Any

import orjson

from bot.sandbox.errors import CallRefused
from bot.sandbox.queues import Waiting
from bot.sandbox.webhook import SECRET_HEADER, Deliverer
from tests.bot.chats import Json
from tests.simulation.loop import within
from tests.simulation.network import FASTEST, SLOWEST
from tests.simulation.process import BotProcess
from tests.simulation.telegram import Telegram

LOST = "Webhook connection closed"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a process answered."""

    status: int
    headers: dict[str, str]
    content: bytes


class Deliveries(Deliverer):
    """`processes`: those that are there now; any of them may get any update."""

    def __init__(
        self, telegram: Telegram, chance: Random, storm: Callable[[], float], processes: list[BotProcess]
    ) -> None:
        super().__init__(telegram.updates, self._called, asyncio.get_running_loop().time)
        self._telegram = telegram
        self._chance = chance
        self._storm = storm
        self._processes = processes

    async def run(self) -> None:
        while True:
            while len(self._under_way) >= self._at_once():
                await self._under_way.one_less()
            waiting = await self._updates.next_for_webhook()
            self._under_way.start(self._deliver(None, waiting), "delivery")  # type: ignore[arg-type] # no client

    async def _post(self, _client: object, waiting: Waiting) -> tuple[str, str | None]:
        secret = str((self._updates.webhook or {}).get("secret_token"))
        reply = await self.hand_over(waiting.body, secret)
        if reply is None:
            return "", LOST
        if not 200 <= reply.status < 300:
            return reply.headers.get("retry-after", ""), f"Wrong response from the webhook: {reply.status}"
        self._obey(reply.headers.get("content-type", ""), reply.content)
        return "", None

    async def hand_over(self, update: Json, secret: str | None) -> Reply | None:
        """What a process made of it; None where the connection was cut, before it or after."""
        cut = self._chance.random() < self._storm()
        await self._travel()
        there = [process for process in self._processes if process.web is not None and not process.dead]
        if not there or (cut and self._chance.random() < 0.5):
            return None
        reply = await self._ask(self._chance.choice(there), orjson.dumps(update), secret)
        await self._travel()
        return None if cut else reply

    async def _ask(self, process: BotProcess, body: bytes, secret: str | None) -> Reply | None:
        sent: list[Json] = []

        async def send(event: MutableMapping[str, Any]) -> None:
            sent.append(dict(event))

        async def receive() -> Json:
            return {"type": "http.request", "body": body, "more_body": False}

        assert process.web is not None
        asked = within(process, process.web(_scope(secret), receive, send), "update")
        while not asked.done() and not process.dead:
            await asyncio.wait((asked,), timeout=1.0)
        if not asked.done() or asked.exception() is not None or not sent:
            return None
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Reply(sent[0]["status"], headers, b"".join(event.get("body", b"") for event in sent[1:]))

    async def _travel(self) -> None:
        await asyncio.sleep(self._chance.uniform(FASTEST, SLOWEST))

    def _called(self, method: str, given: dict[str, Any]) -> object:
        found = self._telegram.methods.find(method)
        with suppress(CallRefused):
            return found(given) if found is not None else None
        return None


def _scope(secret: str | None) -> Json:
    headers = [(b"content-type", b"application/json")]
    if secret is not None:
        headers.append((SECRET_HEADER.lower().encode(), secret.encode()))
    return {
        "type": "http",
        "method": "POST",
        "path": "/hook",
        "raw_path": b"/hook",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "http_version": "1.1",
        "scheme": "https",
        "server": ("bot.example.org", 443),
        "client": ("149.154.167.220", 443),
    }
