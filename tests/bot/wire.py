"""A strict look-alike of the Bot API, in this process and over real HTTP, that can be told to fail."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiohttp import web

from tests.bot.chats import Chats, Json
from tests.bot.faults import Fault, Refused

TOKEN = "110201543:AAcanaryCanaryCanaryCanaryCanary01"
ME = {"id": 110201543, "is_bot": True, "first_name": "Vierstap", "username": "vierstap_bot"}
TOLD = {"getMe": ME, "getUserProfilePhotos": {"total_count": 1, "photos": [[]]}}
SENDING = ("sendMessage", "sendPhoto", "sendDocument")
EDITING = ("editMessageText", "editMessageReplyMarkup")
ACCEPTED = (
    "answerCallbackQuery",
    "answerInlineQuery",
    "deleteWebhook",
    "leaveChat",
    "sendChatAction",
    "setMessageReaction",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "setWebhook",
)
BLOCKED = "Forbidden: bot was blocked by the user"
AS_GOOD = ("message is not modified", "terminated by other getUpdates request", BLOCKED)
"""Refusals that a bot need not avoid."""


class Wire:
    """Telegram, as far as the bot and the people of a test can tell.

    `calls`: what the bot asked, in order; `refused`: what Telegram itself would have refused of it;
    `blocked_by`: people who will have nothing of the bot.
    """

    def __init__(self) -> None:
        self.address = "http://127.0.0.1:9"  # nobody is there until it opens
        self.chats = Chats()
        self.calls: list[tuple[str, Json]] = []
        self.refused: list[str] = []
        self.blocked_by: set[int] = set()
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._spoilt: list[tuple[bytes, bytes]] = []
        self._pending: list[Any] = []
        self._last_update_id = 1_000
        self._pollers = 0
        self._changed = asyncio.Condition()

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of this method go wrong, one fault each."""
        self._faults[method] += faults

    def spoil(self, part: bytes, by: bytes) -> None:
        """From now on what people do arrives with this part of it replaced, be it JSON or not."""
        self._spoilt.append((part, by))

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.clear()

    def calls_of(self, *methods: str) -> list[Json]:
        return [parameters for name, parameters in self.calls if name in methods]

    def new_update_id(self) -> int:
        self._last_update_id += 1
        return self._last_update_id

    async def post(self, *updates: object) -> None:
        """Make updates wait for the bot to ask."""
        async with self._changed:
            self._pending += updates
            self._changed.notify_all()

    async def acknowledged(self) -> None:
        """Wait until the bot has asked for what comes after every update posted so far."""
        await self.wait_until(lambda: not self._pending)

    async def wait_until(self, happened: Callable[[], object], seconds: float = 30) -> None:
        """Wait until something is true, looking at each call of the bot."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(happened()))

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        application = web.Application(client_max_size=32 * 2**20)
        application.router.add_route("*", "/bot{token}/{method}", self._receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        try:
            yield
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        answer = await self.take(request.match_info["method"], await _parameters(request))
        if answer is None and request.transport is not None:
            request.transport.abort()
        return answer or web.Response()

    async def take(self, method: str, parameters: Json) -> web.Response | None:
        """The answer to a call; None where the connection is cut."""
        faults = self._faults[method]
        fault = faults.popleft() if faults else Fault()
        if fault.held is not None:
            await fault.held.wait()
        answer = web.Response()
        if fault.cut != "before" and (fault.odd is None or fault.done):
            answer = await self._perform(method, parameters, fault.refusal)
        async with self._changed:
            self.calls.append((method, parameters))
            self._changed.notify_all()
        if fault.odd is not None:
            return web.Response(status=fault.odd.status, body=fault.odd.body, headers=fault.odd.headers)
        return None if fault.cut else answer

    async def _perform(self, method: str, parameters: Json, fault: Refused | None) -> web.Response:
        try:
            if fault is not None:
                raise fault
            result = await self._result(method, parameters)
        except Refused as error:
            as_good = str(error).endswith(AS_GOOD) or self.chats.was_deleted(parameters)
            if error is not fault and not as_good:
                self.refused.append(f"{method}: {error}")
            document = {"ok": False, "error_code": error.code, "description": str(error)}
            return _answer(error.code, {**document, "parameters": error.parameters})
        body = orjson.dumps({"ok": True, "result": result})
        for part, by in self._spoilt if method == "getUpdates" else ():
            body = body.replace(part, by)
        return web.Response(body=body, content_type="application/json")

    async def _result(self, method: str, parameters: Json) -> object:
        if method == "getUpdates":
            return await self._updates(parameters)
        if method in TOLD:
            return TOLD[method]
        if method in (*SENDING, *EDITING) and int(parameters["chat_id"]) in self.blocked_by:
            raise Refused(403, BLOCKED)
        if method in SENDING:
            return self.chats.send(parameters)
        if method in EDITING:
            return self.chats.edit(parameters)
        if method == "deleteMessage":
            return self.chats.delete(parameters)
        if method in ACCEPTED:
            return True
        raise Refused(404, "Not Found")

    async def _updates(self, parameters: Json) -> list[Any]:
        """What waits; as Telegram does, a second who asks sends the first away."""
        self._pollers += 1
        mine = self._pollers
        async with self._changed:
            if "offset" in parameters:
                offset = parameters["offset"]
                self._pending = [update for update in self._pending if not _is_before(update, offset)]
            self._changed.notify_all()
            try:
                async with asyncio.timeout(parameters.get("timeout", 0)):
                    await self._changed.wait_for(lambda: self._pending or self._pollers != mine)
            except TimeoutError:
                return []
            if self._pollers != mine:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
            return self._pending[: parameters.get("limit", 100)]


def _is_before(update: object, offset: int) -> bool:
    number = update.get("update_id") if isinstance(update, dict) else None
    return not isinstance(number, int) or number < offset


async def _parameters(request: web.Request) -> Json:
    if request.content_type == "application/json":
        parsed: Json = await request.json(loads=orjson.loads)
        return parsed
    parameters: Json = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            parameters["file"], parameters["file_name"] = value.file.read(), value.filename
        else:
            parameters[name] = value
    return parameters


def _answer(status: int, document: Json) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(document), content_type="application/json")
