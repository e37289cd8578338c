"""Delivers updates to a webhook as Telegram does: in order in each queue, and again until they are taken."""

import random  # noqa: TID251 - the ladder's top is random at Telegram too
from collections.abc import Callable
from typing import Any

import httpx
import orjson

from bot.sandbox.errors import CallRefused
from bot.sandbox.parameters import decode
from bot.sandbox.queues import Waiting
from bot.sandbox.updates import Updates
from bot.sandbox.webhook_info import connections
from bot.services.tasks import Tasks

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
ANSWER_SECONDS = 60.0
LONGEST_WAIT = 3_600.0
QUIET_SECONDS = 10.0
"""After so long without a success, updates are delivered one at a time."""
LADDER_TOP = (60.0, 120.0)

Call = Callable[[str, dict[str, Any]], object]
"""A method that came in the answer to a delivery."""


class Deliverer:
    """Takes updates from their queues to the address that the bot gave."""

    def __init__(self, updates: Updates, call: Call, wall: Callable[[], float]) -> None:
        self._updates = updates
        self._call = call
        self._wall = wall
        self._succeeded_at = -QUIET_SECONDS
        self._under_way = Tasks()

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with httpx.AsyncClient(
            timeout=ANSWER_SECONDS, limits=httpx.Limits(max_connections=None), trust_env=False
        ) as client:
            while True:
                while len(self._under_way) >= self._at_once():
                    await self._under_way.one_less()
                waiting = await self._updates.next_for_webhook()
                self._under_way.start(self._deliver(client, waiting), "delivery to the webhook")

    def _at_once(self) -> int:
        """How many deliveries may be under way: one, unless one succeeded lately."""
        lately = self._wall() <= self._succeeded_at + QUIET_SECONDS
        return connections(self._updates.webhook) if lately else 1

    async def _deliver(self, client: httpx.AsyncClient, waiting: Waiting) -> None:
        wished, why = await self._post(client, waiting)
        if why is None:
            self._succeeded_at = self._wall()
            await self._updates.done(waiting)
        else:
            await self._updates.failed(waiting, pause(waiting, wished), why)

    async def _post(self, client: httpx.AsyncClient, waiting: Waiting) -> tuple[str, str | None]:
        """How long the bot wishes us to wait, and why it did not take the update; None once it did."""
        webhook = self._updates.webhook or {}
        headers = {"Content-Type": "application/json"}
        if webhook.get("secret_token"):
            headers[SECRET_HEADER] = str(webhook["secret_token"])
        body = orjson.dumps(waiting.body)
        try:
            answer = await client.post(str(webhook.get("url")), content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL):
            return "", "Webhook connection closed"
        if not answer.is_success:
            why = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
            return answer.headers.get("Retry-After", ""), why
        self._obey(answer.headers.get("Content-Type", ""), answer.content)
        return "", None

    def _obey(self, content_type: str, content: bytes) -> None:
        """An answer may carry one call, whose result nobody learns."""
        try:
            given = decode(content_type, "", content)
        except CallRefused:
            return
        method = str(given.pop("method", ""))
        if method:
            self._call(method, given)


def pause(waiting: Waiting, wished: str) -> float:
    """As long as the bot wishes; else at once, then 2, 4, 8 … seconds, up to a minute or two."""
    waiting.fails += 1
    if wished.isdecimal() and int(wished):
        return min(LONGEST_WAIT, float(wished))
    if waiting.fails == 1:
        return 0.0
    waiting.delay = min(waiting.delay * 2, random.uniform(*LADDER_TOP))  # noqa: S311 - no secret
    return waiting.delay
