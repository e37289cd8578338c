"""People in the sandbox without a browser: tests read like conversations."""

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox.sandbox import Telegram
from bot.sandbox.world import BOT

Json = dict[str, Any]
PATIENCE = 20.0
"""Seconds that somebody looks at a chat before they give up."""


class Phone:
    """Somebody with a phone."""

    def __init__(self, telegram: Telegram, name: str, language: str) -> None:
        self._telegram = telegram
        self._person = telegram.world.add_person(name, language)
        self.id = self._person.id

    async def send(self, text: str) -> None:
        await self._telegram.people.send(self._person, self.id, text)

    async def tap(self, label: str) -> None:
        """Tap the newest button with these words on it, as soon as it is there."""
        message, data = await self._until(lambda: self._button(label), f"a button {label!r}")
        await self._telegram.people.tap(self._person, self.id, message["message_id"], data)

    async def tap_old(self, message: Json, data: str) -> None:
        await self._telegram.people.tap(self._person, self.id, message["message_id"], data)

    async def open_link(self, url: str) -> None:
        await self._telegram.people.open_link(self._person, url)

    async def block(self, *, blocked: bool = True) -> None:
        await self._telegram.people.block(self._person, blocked=blocked)

    async def see(self, words: str) -> Json:
        """The newest message of the bot with these words, as soon as it is there."""
        found: Json = await self._until(lambda: self._message(words), repr(words))
        return found

    async def see_picture(self) -> bytes:
        """The newest picture."""
        photo: Json = await self._until(
            lambda: next((m for m in self.newest if "photo" in m), None), "a picture"
        )
        return self._telegram.world.files[photo["photo"][0]["file_id"]][1]

    @property
    def newest(self) -> list[Json]:
        """What the bot sent, newest first."""
        chat = [m for (chat, _), m in self._telegram.world.messages.items() if chat == self.id]
        mine = [m for m in chat if m["from"]["id"] == BOT["id"]]
        return sorted(mine, key=lambda m: -int(m["message_id"]))

    def _message(self, words: str) -> Json | None:
        texts = ((m, str(m.get("text") or m.get("caption") or "")) for m in self.newest)
        return next((m for m, text in texts if words in text), None)

    def _button(self, label: str) -> tuple[Json, str] | None:
        for message in self.newest:
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"] and "callback_data" in button:
                        return message, button["callback_data"]
        return None

    async def _until(self, look: Callable[[], Any], what: str) -> Any:  # noqa: ANN401 - whatever is looked for
        """Look at every change until it is there."""
        changes = self._telegram.world.listen()
        try:
            async with asyncio.timeout(PATIENCE):
                while (found := look()) is None:
                    await changes.get()
                return found
        except TimeoutError:
            shown = [m.get("text", m.get("caption", "")) for m in self.newest[:2]]
            raise AssertionError(f"{what} did not come; there is {shown}") from None
        finally:
            self._telegram.world.unlisten(changes)
