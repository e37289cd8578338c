"""People with a phone: what they do becomes updates, and they see what the bot made of it."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from messages.written import as_written
from tests.bot.chats import Json, Message
from tests.bot.wire import Wire

TAP_IDS = count(4_382_000_000_000_000)

Settle = Callable[[], Awaitable[None]]
"""Waits until the bot has done all it will do about what was sent."""


class Person:
    """Somebody in a private chat with the bot. `raw_…` gives an update without sending it."""

    def __init__(self, wire: Wire, settle: Settle, user_id: int, language: str | None, name: str) -> None:
        self.id = user_id
        self.name = name
        self._wire = wire
        self._settle = settle
        self._user: Json = {"id": user_id, "is_bot": False, "first_name": name, "username": "a_user_name"}
        if language is not None:
            self._user["language_code"] = language

    # ------------------------------------------------------------ does

    async def send(self, text: str) -> None:
        await self.post(self.raw_message(text=text))

    async def tap(self, what: str) -> None:
        """Tap the button with these words on it, or that carries this action; who finds none on the screen of
        a team looks behind the door to everything else.
        """
        if not self.can(what) and self.can("team_more"):
            await self.post(self.raw_tap("team_more"))
        await self.post(self.raw_tap(what))

    async def answer(self, *options: str) -> None:
        """Tap the button of each of these options, one question after another."""
        for option in options:
            await self.tap(f":{option}")

    async def post(self, *updates: object) -> None:
        await self._wire.post(*updates)
        await self._settle()

    def raw_message(self, **content: Any) -> Json:  # noqa: ANN401 - whatever a message may hold
        message = {"message_id": self._wire.chats.new_id(), "from": self._user, "chat": self._chat}
        return {"update_id": self._wire.new_update_id(), "message": {**message, "date": 1, **content}}

    def raw_tap(self, what: str, on: Message | None = None) -> Json:
        message = on or self._offering(what)
        return self.raw_callback(self._find(what, message), message.id)

    def raw_callback(self, data: str, message_id: int) -> Json:
        message = {"message_id": message_id, "chat": self._chat, "date": 1}
        tap = {"id": str(next(TAP_IDS)), "from": self._user, "message": message, "data": data}
        return {"update_id": self._wire.new_update_id(), "callback_query": tap}

    def raw_membership(self, status: str) -> Json:
        change = {"chat": self._chat, "from": self._user, "new_chat_member": {"status": status}}
        return {"update_id": self._wire.new_update_id(), "my_chat_member": change}

    def raw_added(self, group: int, status: str = "member") -> Json:
        """The bot was put into a group, or is something else there from now on."""
        chat = {"id": group, "type": "group", "title": "Team"}
        change = {"chat": chat, "from": self._user, "new_chat_member": {"status": status}}
        return {"update_id": self._wire.new_update_id(), "my_chat_member": change}

    # ------------------------------------------------------------ sees

    @property
    def chat(self) -> list[Message]:
        """All messages, the one that changed last at the end."""
        return self._wire.chats.of(self.id)

    @property
    def screen(self) -> Message:
        """The message with buttons that changed last."""
        return next(message for message in reversed(self.chat) if message.buttons)

    @property
    def newest(self) -> Message:
        """The message that was sent last, whatever was edited since."""
        return max(self.chat, key=lambda message: message.id)

    @property
    def pictures(self) -> list[Message]:
        return [message for message in self.chat if message.file.startswith(b"\x89PNG")]

    @property
    def files(self) -> list[Message]:
        """Pictures and documents, the one that came last at the end."""
        return [message for message in self.chat if message.file]

    @property
    def toast(self) -> str | None:
        """What was last said about a tap."""
        answer = self._wire.calls_of("answerCallbackQuery")[-1]
        said: str | None = answer.get("text")
        return said

    def sees(self, words: str) -> bool:
        """Whether these words are on screen; a joiner in them is there and not to be seen."""
        return words in as_written(self.screen.text)

    def can(self, what: str) -> bool:
        """Whether a button has these words on it, or carries this action."""
        return self._match(what, self.screen) is not None

    @property
    def question(self) -> str | None:
        """The question on screen, by its name."""
        actions = (data.partition(":")[2].split(":") for _, data in self.screen.buttons)
        return next((action[1] for action in actions if action[0] == "answer"), None)

    # ------------------------------------------------------------

    @property
    def _chat(self) -> Json:
        return {"id": self.id, "type": "private"}

    def _offering(self, what: str) -> Message:
        """The message with this button that changed last: a notice may have come below it."""
        with_buttons = (message for message in reversed(self.chat) if message.buttons)
        return next((message for message in with_buttons if self._match(what, message)), self.screen)

    def _find(self, what: str, message: Message) -> str:
        data = self._match(what, message)
        assert data is not None, f"no button {what!r} among {message.buttons}"
        return data

    def _match(self, what: str, message: Message) -> str | None:
        for label, data in message.buttons:
            if what in label or data.partition(":")[2] == what or data.endswith(what):
                return data
        return None
