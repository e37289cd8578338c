"""Many people and the whole bot but its wire: what is sent stays in memory, and a turn costs little."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count

from bot.assembly import Process, Rooms, Services, build_services
from bot.services.ports import Coming, MessageGone, SendError, Storage, StoredConversation, Unit
from bot.services.presenter import RenderedScreen
from bot.services.turn_context import context_of
from bot.services.turns import Incoming, Tap, TurnResult, Typed
from bot.storage import open_storage
from flows.state.session import read_session
from tests.bot.house import Clock
from tests.bot.markup import MOST_IN_A_CAPTION, MOST_IN_A_TEXT, parse

KEY = bytes(32)
"""What invitations are made with: links are the same in every life."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as somebody sees it; its buttons carry the version."""

    id: int
    text: str
    keyboard: tuple[tuple[str, str], ...] = ()
    version: int = 0
    file: bytes = b""


@dataclass(frozen=True, slots=True)
class Held:
    """A call that is on its way until it is applied, or fails."""

    error: SendError | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    applied: asyncio.Event = field(default_factory=asyncio.Event)


class Memory:
    """The port `Messenger`: everybody's messages, the one that changed last at the end.

    `faults`: what the next sends and edits come to, one each: an error, or being held. `edits`: how many were
    applied; `loud`: the messages that made a sound.
    """

    def __init__(self) -> None:
        self._chats: dict[int, dict[int, Shown]] = defaultdict(dict)
        self._ids = count(1)
        self.faults: deque[SendError | Held] = deque()
        self.edits = 0
        self.loud: list[int] = []

    def chat(self, user_id: int) -> list[Shown]:
        return list(self._chats[user_id].values())

    def delete(self, user_id: int, message_id: int) -> None:
        """As a person deletes a message."""
        del self._chats[user_id][message_id]

    def put_back(self, user_id: int, shown: Shown) -> None:
        """As when an edit from before is applied only now."""
        del self._chats[user_id][shown.id]
        self._chats[user_id][shown.id] = shown

    async def send(self, user_id: int, message: RenderedScreen, version: int, *, silent: bool = False) -> int:
        await self._suffer()
        shown = self._show(user_id, next(self._ids), message, version)
        self.loud += [] if silent or version else [shown]
        return shown

    async def edit(self, user_id: int, message_id: int, message: RenderedScreen, version: int) -> None:
        await self._suffer()
        if self._chats[user_id].pop(message_id, None) is None:
            raise MessageGone("the message is gone")
        self.edits += 1
        self._show(user_id, message_id, message, version)

    async def strip(self, user_id: int, message_id: int) -> None:
        if shown := self._chats[user_id].get(message_id):
            self._chats[user_id][message_id] = replace(shown, keyboard=())

    async def take_back(self, user_id: int, message_id: int) -> None:
        self.delete(user_id, message_id)

    async def _suffer(self) -> None:
        match self.faults.popleft() if self.faults else None:
            case Held() as held:
                held.begun.set()
                await held.applied.wait()
                if held.error is not None:
                    raise held.error
            case SendError() as error:
                raise error

    async def picture(self, user_id: int, png: bytes, caption: RenderedScreen) -> int:
        return self._show(user_id, next(self._ids), caption, 0, png)

    async def show_busy(self, user_id: int, coming: Coming) -> None:
        pass

    async def document(self, user_id: int, name: str, content: bytes, caption: str = "") -> int:
        return self._show(user_id, next(self._ids), RenderedScreen(caption or name), 0, content)

    async def leave(self, chat_id: int) -> None:
        pass

    def _show(
        self, user_id: int, message_id: int, message: RenderedScreen, version: int, file: bytes = b""
    ) -> int:
        parse(message.text, html=True, most=MOST_IN_A_CAPTION if file else MOST_IN_A_TEXT)
        buttons = tuple((label, action) for row in message.keyboard for label, action in row)
        self._chats[user_id][message_id] = Shown(message_id, message.text, buttons, version, file)
        return message_id


class Guest:
    """Somebody who types and taps."""

    def __init__(self, hall: "Hall", user_id: int, name: str) -> None:
        self.id = user_id
        self._hall = hall
        self._name = name

    async def types(self, text: str) -> TurnResult:
        return await self._does(Incoming(self.id, Typed(text), language_code="nl", name=self._name))

    async def taps(self, *options: str) -> None:
        """Tap the newest button for each of these actions or options, one after another; who finds none on
        the screen of a team looks behind the door to everything else.
        """
        for option in options:
            if not self._offers(option) and self.can("team_more"):
                await self.taps("team_more")
            shown, action = self._button(option)
            await self._does(Incoming(self.id, Tap(f"{shown.version}:{action}", shown.id), name=self._name))

    async def presses(self, shown: Shown, button: int = 0) -> TurnResult:
        """Tap a button of a message as it was seen, whatever is there by now."""
        _, action = shown.keyboard[button]
        return await self._does(
            Incoming(self.id, Tap(f"{shown.version}:{action}", shown.id), name=self._name)
        )

    async def _does(self, incoming: Incoming) -> TurnResult:
        turn = await self._hall.services.reception.receive(incoming)
        await self._hall.services.delivery.settled()
        return turn

    def _button(self, option: str) -> tuple[Shown, str]:
        for shown in reversed(self.chat):
            for _, action in shown.keyboard:
                if action == option or action.endswith(f":{option}"):
                    return shown, action
        raise AssertionError(f"no button {option!r} in {[shown.keyboard for shown in self.chat]}")

    def _offers(self, option: str) -> bool:
        """Whether the live message has a button for this action or option."""
        return any(each == option or each.endswith(f":{option}") for _, each in self.screen.keyboard)

    def can(self, action: str) -> bool:
        """Whether the live message has this button."""
        return any(action == offered for _, offered in self.screen.keyboard)

    @property
    def chat(self) -> list[Shown]:
        return self._hall.memory.chat(self.id)

    @property
    def screen(self) -> Shown:
        """The live message."""
        return max(self.chat, key=lambda shown: shown.version)


class Hall:
    """Where everybody is, and the bot."""

    def __init__(
        self, rooms: Rooms, storage: Storage, services: Services, memory: Memory, clock: Clock
    ) -> None:
        self.rooms = rooms
        self.storage = storage
        self.services = services
        self.memory = memory
        self.clock = clock

    def beside(self, owner: str, rooms: Rooms | None = None) -> "Hall":
        """Another process on the same database, perhaps with other content."""
        rooms = rooms or self.rooms
        services = build_services(rooms, self.storage, self.memory, Process(owner, self.clock, link_key=KEY))
        return Hall(rooms, self.storage, services, self.memory, self.clock)

    async def at_rest(self) -> None:
        """Everything under way is done, edits noted that would be in a moment."""
        delivery = self.services.delivery
        await delivery.settled()
        while delivery._edited:
            await delivery._note_edited()
            await delivery.settled()

    async def sees_the_facts(self, guest: Guest) -> None:
        """The live message shows what follows from the facts, perhaps below a line, and its buttons hold."""
        row = await self.storage.run(lambda unit: unit.load(guest.id))
        assert row is not None
        expected = await self.storage.run(partial(self._expected, row=row))
        shown = next(shown for shown in self.memory.chat(guest.id) if shown.id == row.message_id)
        assert shown.text.endswith(expected.text)
        offered = tuple((label, action) for buttons in expected.keyboard for label, action in buttons)
        assert shown.keyboard == offered
        assert shown.version == row.screen_version == row.delivered_version

    def _expected(self, unit: Unit, row: StoredConversation) -> RenderedScreen:
        context = context_of(unit, row, "", self.clock())
        screen = self.rooms.conversation.screen(read_session(row.session), context)
        return self.rooms.presenter.show(row.language, screen)

    def guest(self, user_id: int, name: str = "Anna") -> Guest:
        return Guest(self, user_id, name)

    async def at(self, moment: float) -> None:
        """It is this late now, and all that is due is done."""
        self.clock.now = moment
        while await self.services.housekeeping.tick():
            self.clock.now += 1
        await self.services.scheduler.settled()
        await self.services.delivery.settled()


@asynccontextmanager
async def open_hall(url: str, rooms: Rooms, clock: Clock) -> AsyncIterator[Hall]:
    storage, memory = open_storage(url), Memory()
    services = build_services(rooms, storage, memory, Process("hall", clock, link_key=KEY))
    try:
        yield Hall(rooms, storage, services, memory, clock)
    finally:
        await services.scheduler.settled()
        await services.delivery.finish(1)
        await storage.close()
