"""A fast look-alike of the Telegram Bot API: what a bot calls, and what people see of it."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Collection
from typing import Any, Protocol

from benchmarks.parameters import structure
from benchmarks.updates import BOT, private_chat
from bot.telegram_html.parser import find_parser

Message = dict[str, Any]
Parameters = dict[str, Any]
_, PARSE = find_parser()


class ApiError(Exception):
    """A call that Telegram would refuse."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class Audience(Protocol):
    """Who sees what the bot does."""

    def on_message(self, message: Message) -> None:
        """A message was sent or edited."""

    def on_tap_answered(self, tap_id: str) -> None:
        """The spinner on a tapped button stopped."""


class Updates(Protocol):
    """The way updates reach the bot."""

    async def get(self, parameters: Parameters) -> list[Message]:
        """Answer a getUpdates call."""

    def set_webhook(self, parameters: Parameters) -> None:
        """Deliver to an address from now on."""

    def delete_webhook(self, parameters: Parameters) -> None:
        """Wait to be polled from now on."""


class Limit:
    """Takes so many calls of these methods within any second, and counts those that are one too many."""

    def __init__(self, methods: Collection[str], rate: int) -> None:
        self._methods = methods
        self._taken: deque[float] = deque(maxlen=rate)
        self.refused = 0

    def refuses(self, method: str) -> bool:
        """Whether a call that comes now is one too many."""
        if method not in self._methods:
            return False
        now = time.monotonic()
        full = len(self._taken) == self._taken.maxlen and self._taken[0] > now - 1
        if full:
            self.refused += 1
        else:
            self._taken.append(now)
        return full


class FakeApi:
    """The methods, and the messages of every chat."""

    def __init__(self, audience: Audience, updates: Updates, delay: float = 0.0) -> None:
        """`delay`: seconds a call is on its way, half of them before it takes effect."""
        self.limit: Limit | None = None
        self._audience = audience
        self._updates = updates
        self._half_delay = delay / 2
        self._messages: dict[tuple[int, int], Message] = {}
        self._last_ids: Counter[int] = Counter()
        self.calls: Counter[str] = Counter()
        self._methods: dict[str, Callable[[Parameters], Any]] = {
            "getme": lambda _: BOT | {"can_join_groups": True, "can_read_all_group_messages": False},
            "setmycommands": _accept,
            "setmydescription": _accept,
            "setmyshortdescription": _accept,
            "sendchataction": _accept,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "sendmessage": self._send,
            "sendphoto": self._send,
            "senddocument": self._send,
            "editmessagetext": self._edit,
            "editmessagereplymarkup": self._edit,
            "editmessagemedia": self._edit,
            "deletemessage": self._delete,
            "answercallbackquery": self._answer_tap,
        }

    async def call(self, method: str, parameters: Parameters) -> tuple[int, dict[str, Any]]:
        """HTTP status and answer of one call over HTTP."""
        self.calls[method] += 1
        if self._half_delay:
            await asyncio.sleep(self._half_delay)
        answer = await self._answer(method.lower(), parameters)
        if self._half_delay:
            await asyncio.sleep(self._half_delay)
        return answer

    def call_in_webhook_answer(self, parameters: Parameters) -> None:
        """A call that came as the answer to a webhook request: its result is not told."""
        self._methods[parameters["method"].lower()](parameters)

    def next_message_id(self, chat_id: int) -> int:
        """Message ids count up in each chat."""
        self._last_ids[chat_id] += 1
        return self._last_ids[chat_id]

    async def _answer(self, method: str, parameters: Parameters) -> tuple[int, dict[str, Any]]:
        try:
            if method == "getupdates":
                return 200, {"ok": True, "result": await self._updates.get(parameters)}
            if method not in self._methods:
                raise ApiError(404, "Not Found")
            if self.limit is not None and self.limit.refuses(method):
                raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
            return 200, {"ok": True, "result": self._methods[method](parameters)}
        except ApiError as error:
            answer = {"ok": False, "error_code": error.code, "description": error.description}
            return error.code, answer | ({"parameters": error.parameters} if error.parameters else {})

    def _set_webhook(self, parameters: Parameters) -> bool:
        self._updates.set_webhook(parameters)
        return True

    def _delete_webhook(self, parameters: Parameters) -> bool:
        self._updates.delete_webhook(parameters)
        return True

    def _send(self, parameters: Parameters) -> Message:
        chat_id = int(parameters["chat_id"])
        message: Message = {
            "message_id": self.next_message_id(chat_id),
            "from": BOT,
            "chat": private_chat(chat_id),
            "date": int(time.time()),
        } | _content(parameters)
        self._messages[chat_id, message["message_id"]] = message
        self._audience.on_message(message)
        return message

    def _edit(self, parameters: Parameters) -> Message:
        key = int(parameters["chat_id"]), int(parameters["message_id"])
        if key not in self._messages:
            raise ApiError(400, "Bad Request: message to edit not found")
        before = self._messages[key]
        kept = {name: value for name, value in before.items() if name != "reply_markup"}
        if "text" in parameters:
            kept.pop("entities", None)
        message = kept | _content(parameters)
        if message == before:
            raise ApiError(400, "Bad Request: message is not modified")
        message["edit_date"] = int(time.time())
        self._messages[key] = message
        self._audience.on_message(message)
        return message

    def _delete(self, parameters: Parameters) -> bool:
        key = int(parameters["chat_id"]), int(parameters["message_id"])
        if self._messages.pop(key, None) is None:
            raise ApiError(400, "Bad Request: message to delete not found")
        return True

    def _answer_tap(self, parameters: Parameters) -> bool:
        self._audience.on_tap_answered(parameters["callback_query_id"])
        return True


def _accept(_: Parameters) -> bool:
    return True


def _content(parameters: Parameters) -> Message:
    """The part of a message that a call decides."""
    content: Message = {}
    if "text" in parameters:
        content |= _formatted("text", "entities", parameters)
    if "photo" in parameters:
        content["photo"] = [_file(parameters["photo"]) | {"width": 1080, "height": 1080}]
    if "document" in parameters:
        content["document"] = _file(parameters["document"])
    if "media" in parameters:
        media = structure(parameters["media"])
        upload = parameters.get(media["media"].removeprefix("attach://"), b"")
        content |= _content(media | {media["type"]: upload})
    if "caption" in parameters:
        content |= _formatted("caption", "caption_entities", parameters)
    if "reply_markup" in parameters:
        content["reply_markup"] = structure(parameters["reply_markup"])
    return content


def _formatted(name: str, entities_name: str, parameters: Parameters) -> Message:
    if parameters.get("parse_mode", "").upper() != "HTML":
        return {name: parameters[name]}
    text, entities = PARSE(parameters[name], "html")
    return {name: text, entities_name: entities} if entities else {name: text}


def _file(upload: bytes | str) -> dict[str, Any]:
    return {"file_id": "AgACAgQAAx", "file_unique_id": "AQADx", "file_size": len(upload)}
