"""A strict look-alike of the Bot API, in this process and over real HTTP, that can be told to fail."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

from tests.bot.markup import MOST_IN_A_CAPTION, MOST_IN_A_TEXT, NotParsed, parse

Json = dict[str, Any]

TOKEN = "110201543:AAcanaryCanaryCanaryCanaryCanary01"
ME = {"id": 110201543, "is_bot": True, "first_name": "Vierstap", "username": "vierstap_bot"}
ACCEPTED = (
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
    "answerCallbackQuery",
    "deleteWebhook",
    "setWebhook",
)


class Refused(Exception):
    """A call that Telegram refuses."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with a call: a refusal, or a connection cut `before` or `after` it took effect."""

    refusal: Refused | None = None
    cut: str = ""
    held: asyncio.Event | None = None


def too_many(seconds: int) -> Fault:
    return Fault(Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))


def refusal(code: int, description: str) -> Fault:
    return Fault(Refused(code, description))


CUT_BEFORE = Fault(cut="before")
CUT_AFTER = Fault(cut="after")
BLOCKED = refusal(403, "Forbidden: bot was blocked by the user")
GONE = refusal(400, "Bad Request: message to edit not found")
BROKEN_SERVER = refusal(502, "Bad Gateway")


@dataclass(slots=True)
class Message:
    """A message as a person sees it."""

    id: int
    content: Json
    buttons: list[tuple[str, str]] = field(default_factory=list)
    file: bytes = b""
    changed: int = 0

    @property
    def text(self) -> str:
        said: str = self.content["text"]
        return said


class Wire:
    """Telegram, as far as the bot and the people of a test can tell."""

    def __init__(self) -> None:
        self.address = ""
        self.chats: dict[int, dict[int, Message]] = defaultdict(dict)
        self.calls: list[tuple[str, Json]] = []
        self.refused: list[str] = []
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._pending: list[Json] = []
        self._changed = asyncio.Condition()
        self._update_ids = 1_000
        self._message_ids = 0
        self._changes = 0

    # ------------------------------------------------------------ for tests

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of this method go wrong, one fault each."""
        self.faults[method] += faults

    def calls_of(self, method: str) -> list[Json]:
        return [parameters for name, parameters in self.calls if name == method]

    def next_update_id(self) -> int:
        self._update_ids += 1
        return self._update_ids

    def new_message_id(self) -> int:
        self._message_ids += 1
        return self._message_ids

    async def post(self, *updates: Json) -> None:
        """Make updates wait for the bot to ask."""
        async with self._changed:
            self._pending += updates
            self._changed.notify_all()

    async def acknowledged(self) -> None:
        """Wait until the bot has asked for what comes after every update posted so far."""
        await self.wait_until(lambda: not self._pending)

    async def wait_until(self, happened: Callable[[], object], seconds: float = 20) -> None:
        """Wait until something is true, looking at each call of the bot."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(lambda: bool(happened()))

    # ------------------------------------------------------------ HTTP

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        application = web.Application(client_max_size=32 * 2**20)
        application.router.add_route("*", "/bot{token}/{method}", self._receive)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"
        try:
            yield
        finally:
            await runner.cleanup()

    async def _receive(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        method = request.match_info["method"]
        parameters = await _parameters(request)
        faults = self.faults[method]
        fault = faults.popleft() if faults else Fault()
        if fault.held is not None:
            await fault.held.wait()
        cut = request.transport and fault.cut
        if cut != "before":
            status, document = await self._perform(method, parameters, fault.refusal)
        async with self._changed:
            self.calls.append((method, parameters))
            self._changed.notify_all()
        if cut and request.transport:
            request.transport.abort()
            return web.Response()
        return _answer(status, document)

    async def _perform(self, method: str, parameters: Json, fault: Refused | None) -> tuple[int, Json]:
        try:
            if fault is not None:
                raise fault
            return 200, {"ok": True, "result": await self._result(method, parameters)}
        except Refused as error:
            if error is not fault:
                self.refused.append(f"{method}: {error}")
            document = {"ok": False, "error_code": error.code, "description": str(error)}
            return error.code, {**document, "parameters": error.parameters}

    async def _result(self, method: str, parameters: Json) -> object:
        if method == "getUpdates":
            return await self._updates(parameters)
        if method == "getMe":
            return ME
        if method in ("sendMessage", "sendPhoto", "sendDocument"):
            return self._send(parameters)
        if method in ("editMessageText", "editMessageReplyMarkup"):
            return self._edit(parameters)
        if method in ACCEPTED:
            return True
        raise Refused(404, "Not Found")

    async def _updates(self, parameters: Json) -> list[Json]:
        async with self._changed:
            if "offset" in parameters:
                handled = range(parameters["offset"])
                self._pending = [raw for raw in self._pending if _id(raw) not in handled]
                self._changed.notify_all()
            if not self._pending:
                try:
                    async with asyncio.timeout(parameters.get("timeout", 0)):
                        await self._changed.wait_for(lambda: self._pending)
                except TimeoutError:
                    return []
            return self._pending[: parameters.get("limit", 100)]

    # ------------------------------------------------------------ messages

    def _send(self, parameters: Json) -> Json:
        chat = int(parameters["chat_id"])
        message = Message(self.new_message_id(), _content(parameters), _buttons(parameters), _file(parameters))
        self._show(chat, message)
        return _as_telegram(chat, message)

    def _edit(self, parameters: Json) -> Json:
        chat = int(parameters["chat_id"])
        before = self.chats[chat].get(int(parameters["message_id"]))
        if before is None:
            raise Refused(400, "Bad Request: message to edit not found")
        content = _content(parameters) if "text" in parameters else before.content
        after = Message(before.id, content, _buttons(parameters), before.file)
        if (after.content, after.buttons) == (before.content, before.buttons):
            raise Refused(400, "Bad Request: message is not modified")
        self._show(chat, after)
        return _as_telegram(chat, after)

    def _show(self, chat: int, message: Message) -> None:
        self._changes += 1
        message.changed = self._changes
        self.chats[chat][message.id] = message


def _id(update: object) -> object:
    return update.get("update_id") if isinstance(update, dict) else None


def _content(parameters: Json) -> Json:
    name, most = ("text", MOST_IN_A_TEXT) if "text" in parameters else ("caption", MOST_IN_A_CAPTION)
    try:
        html = parameters.get("parse_mode") == "HTML"
        return parse(parameters[name], html=html, most=most) if name in parameters else {"text": ""}
    except NotParsed as error:
        raise Refused(400, f"Bad Request: {error}") from None


def _buttons(parameters: Json) -> list[tuple[str, str]]:
    markup = parameters.get("reply_markup", {})
    rows = (orjson.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    buttons = [(button["text"], button["callback_data"]) for row in rows for button in row]
    for label, data in buttons:
        if not 1 <= len(data.encode()) <= 64 or not label:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


def _file(parameters: Json) -> bytes:
    content: bytes = parameters.get("file", b"")
    return content


def _as_telegram(chat: int, message: Message) -> Json:
    return {"message_id": message.id, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}}


async def _parameters(request: web.Request) -> Json:
    if request.content_type == "application/json":
        parsed: Json = await request.json(loads=orjson.loads)
        return parsed
    parameters: Json = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            parameters["file"] = value.file.read()
        else:
            parameters[name] = value
    return parameters


def _answer(status: int, document: Json) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(document), content_type="application/json")
