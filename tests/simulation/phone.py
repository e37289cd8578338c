"""The simulated person of all tests, with a phone that hangs on the look-alike of the sandbox."""

import asyncio
from random import Random  # noqa: TID251 - seeded

from bot.sandbox.world import BOT
from bot.sandbox.world import Person as SandboxPerson
from tests.bot.chats import Json, Message
from tests.bot.people import Person
from tests.simulation.telegram import Telegram

PATIENCE = (0.0, 1.0, 8.0, 8.0, 8.0)
"""Seconds that somebody waits for something to happen in their chat."""
THINKING = (0.02, 0.2, 0.8, 2.0)
"""Seconds until they do the next thing then."""
LOOK = 0.25
UNTIL_ALL_IS_SAID = 5.0


class _Numbers:
    """What a `Person` of other tests asks of its wire."""

    def __init__(self, telegram: Telegram) -> None:
        self.chats = self
        self._telegram = telegram

    def new_update_id(self) -> int:
        """The look-alike gives its own."""
        return 0

    def new_id(self) -> int:
        return 0


class Phone(Person):
    """Somebody in a private chat. `changed`: when each message was last touched, by chat and number."""

    def __init__(
        self,
        telegram: Telegram,
        who: SandboxPerson,
        chance: Random,
        changed: dict[tuple[int, int], int],
    ) -> None:
        super().__init__(_Numbers(telegram), self._think, who.id, who.language, who.name)  # type: ignore[arg-type] # all that is asked of it
        self._telegram = telegram
        self.who = who
        self._chance = chance
        self._changed = changed
        self.patient = False

    async def _think(self) -> None:
        """Look what comes, or do not wait for it."""
        if self.patient:
            await asyncio.sleep(UNTIL_ALL_IS_SAID)
            return
        before, patience = self._seen(), self._chance.choice(PATIENCE)
        while patience > 0 and self._seen() == before:
            await asyncio.sleep(LOOK)
            patience -= LOOK
        await asyncio.sleep(self._chance.choice(THINKING))

    def _seen(self) -> int:
        return max((at for (chat, _), at in self._changed.items() if chat == self.id), default=0)

    async def post(self, *updates: object) -> None:
        for update in updates:
            assert isinstance(update, dict)
            await self._do(update)
        await self._think()

    async def at_once(self, *updates: Json) -> None:
        """Without a look at what comes of it."""
        for update in updates:
            await self._do(update)

    async def _do(self, update: Json) -> None:
        people = self._telegram.people
        if (tap := update.get("callback_query")) is not None:
            if (self.id, tap["message"]["message_id"]) in self._telegram.world.messages:
                await people.tap(self.who, self.id, tap["message"]["message_id"], tap["data"])
        elif (change := update.get("my_chat_member")) is not None:
            await self._telegram.updates.post(my_chat_member=change)
        else:
            await people.block(self.who, blocked=False)
            await self._say(update["message"])

    async def _say(self, message: Json) -> None:
        text = message.get("text")
        if text is None:
            await self._telegram.people.send_file(self.who, self.id, "voice")
        elif text.strip():
            await self._telegram.people.send(self.who, message["chat"]["id"], text)

    async def edit_last(self, text: str) -> None:
        """Other words in the place of what they wrote last."""
        own = [number for (chat, number), m in self._telegram.world.messages.items() if self._wrote(chat, m)]
        if own and not self.who.blocked:
            await self._telegram.people.edit(self.who, self.id, max(own), text)
        await self._think()

    async def block(self) -> None:
        await self._telegram.people.block(self.who, blocked=True)
        await self._think()

    def _wrote(self, chat: int, message: Json) -> bool:
        return chat == self.id and message["from"]["id"] == self.id and "text" in message

    @property
    def blocked(self) -> bool:
        return self.who.blocked

    @property
    def chat(self) -> list[Message]:
        """What the bot sent, the one that changed last at the end."""
        own = ((n, m) for (chat, n), m in self._telegram.world.messages.items() if chat == self.id)
        shown = [
            Message(
                number, {"text": m.get("text", m.get("caption", ""))}, _buttons(m), b"", self._order(number)
            )
            for number, m in own
            if m["from"]["id"] == BOT["id"]
        ]
        return sorted(shown, key=lambda message: message.changed)

    def messages(self) -> tuple[str, ...]:
        """Every message with its buttons, by number."""
        shown = sorted(self.chat, key=lambda message: message.id)
        return tuple(f"{message.text} {[data for _, data in message.buttons]}" for message in shown)

    def _order(self, number: int) -> int:
        return self._changed.get((self.id, number), 0)


def _buttons(message: Json) -> list[tuple[str, str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(b["text"], b["callback_data"]) for row in rows for b in row if "callback_data" in b]
