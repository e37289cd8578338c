"""The chats of the look-alike: messages as people see them."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import orjson

from tests.bot.faults import Refused
from tests.bot.markup import MOST_IN_A_CAPTION, MOST_IN_A_TEXT, NotParsed, parse

Json = dict[str, Any]


@dataclass(slots=True)
class Message:
    """A message as a person sees it."""

    id: int
    content: Json
    buttons: list[tuple[str, str]] = field(default_factory=list)
    file: bytes = b""
    changed: int = 0
    file_name: str = ""

    @property
    def text(self) -> str:
        said: str = self.content["text"]
        return said


class Chats:
    """Every chat's messages, by the number they were given."""

    def __init__(self) -> None:
        self._chats: dict[int, dict[int, Message]] = defaultdict(dict)
        self._last_id = 0
        self._deleted: set[tuple[int, int]] = set()
        self._changes = 0

    def new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def of(self, chat: int) -> list[Message]:
        """The messages in a chat, the one that changed last at the end."""
        return sorted(self._chats[chat].values(), key=lambda message: message.changed)

    def send(self, parameters: Json) -> Json:
        message = Message(self.new_id(), _content(parameters), _buttons(parameters))
        message.file, message.file_name = parameters.get("file", b""), parameters.get("file_name", "")
        return self._show(int(parameters["chat_id"]), message)

    def edit(self, parameters: Json) -> Json:
        chat = int(parameters["chat_id"])
        before = self._chats[chat].get(int(parameters["message_id"]))
        if before is None:
            raise Refused(400, "Bad Request: message to edit not found")
        content = _content(parameters) if "text" in parameters else before.content
        after = Message(before.id, content, _buttons(parameters), before.file)
        if (after.content, after.buttons) == (before.content, before.buttons):
            raise Refused(400, "Bad Request: message is not modified")
        return self._show(chat, after)

    def delete(self, parameters: Json) -> bool:
        if self._chats[int(parameters["chat_id"])].pop(int(parameters["message_id"]), None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        self._deleted.add((int(parameters["chat_id"]), int(parameters["message_id"])))
        return True

    def was_deleted(self, parameters: Json) -> bool:
        """Whether the bot took away the message itself: another call may have been on its way."""
        return (int(parameters.get("chat_id", 0)), int(parameters.get("message_id", 0))) in self._deleted

    def _show(self, chat: int, message: Message) -> Json:
        self._changes += 1
        message.changed = self._changes
        self._chats[chat][message.id] = message
        return {"message_id": message.id, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}}


def _content(parameters: Json) -> Json:
    name, most = ("text", MOST_IN_A_TEXT) if "text" in parameters else ("caption", MOST_IN_A_CAPTION)
    if name not in parameters:
        return {"text": "", "entities": []}
    try:
        return parse(parameters[name], html=parameters.get("parse_mode") == "HTML", most=most)
    except NotParsed as error:
        raise Refused(400, f"Bad Request: {error}") from None


def _buttons(parameters: Json) -> list[tuple[str, str]]:
    markup = parameters.get("reply_markup", {})
    rows = (orjson.loads(markup) if isinstance(markup, str) else markup).get("inline_keyboard", [])
    told = (button for row in rows for button in row if "callback_data" in button)
    buttons = [(button["text"], button["callback_data"]) for button in told]
    if not all(label and 1 <= len(data.encode()) <= 64 for label, data in buttons):
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons
