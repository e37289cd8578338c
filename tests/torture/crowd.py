"""People in the look-alike of Telegram who answer what they are asked, and remember what they saw."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - seeded

from bot.sandbox.people import DeedError
from bot.sandbox.sandbox import Telegram
from bot.sandbox.world import BOT, Json, Person
from bot.services.tasks import begin, end

PATIENCE = 20.0
FIRST_PERSON = 7_000_000_001
DANGEROUS = (
    "forget", "leave", "delete", "new", "change", "later", "remind_of", "card", "share", "tell", "invite",
    "export", "back", "cancel", "resume", "language", "revoke", "lead", "remove", "give", "agree", "join",
)  # fmt: skip
"""What is not tapped at random: it ends, goes back, or asks for once more of something."""
ODD_WORDS = ("?", "/help", "<3", "{{7*7}}", "\u202ex", "x" * 300, "/quatsch")


@dataclass
class Guest:
    """Somebody, and their chat as they see it; `tapped`: by question, the options they tapped; `passed`: the
    questions after which they saw something else.
    """

    person: Person
    chat: dict[int, Json] = field(default_factory=dict)
    tapped: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    passed: set[str] = field(default_factory=set)
    changes: int = 0
    history: list[str] = field(default_factory=list)
    last_changed: int = 0
    told: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def screen(self) -> Json | None:
        """The message with buttons that changed last."""
        return self.chat.get(self.last_changed)

    def buttons(self) -> list[str]:
        return data_of(self.screen)

    @property
    def question(self) -> str | None:
        asked = (data.split(":") for data in self.buttons())
        return next((parts[2] for parts in asked if parts[1:2] == ["answer"]), None)

    @property
    def version(self) -> int:
        """Of the screen; buttons below a reminder carry none."""
        return max((int(version_of(data)) for data in self.buttons()), default=0)

    def changed(self) -> Callable[[], bool]:
        """Whether anything changed since now."""
        before = self.changes
        return lambda: self.changes > before

    def asked_else(self, question: str | None) -> Callable[[], bool]:
        """Whether something else is asked than this."""
        return lambda: self.question != question


def data_of(message: Json | None) -> list[str]:
    rows = (message or {}).get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


class Crowd:
    """Everybody, told of what changes in their chats. `reminded`: how often each reminder came to whom."""

    def __init__(self, telegram: Telegram, chance: Random) -> None:
        self.telegram = telegram
        self._chance = chance
        self.guests: dict[int, Guest] = {}
        self.reminded: Counter[tuple[int, str]] = Counter()
        self.pictures: Counter[tuple[int, str]] = Counter()
        self.taps: dict[str, Guest] = {}
        self._counted: set[tuple[int, int]] = set()
        self._changes = telegram.world.listen()
        self._listening = begin(self._listen(), "crowd")

    async def close(self) -> None:
        await end(self._listening)

    async def _listen(self) -> None:
        while True:
            event = await self._changes.get()
            match event:
                case {"type": "message", "message": message}:
                    self._show(message)
                case {"type": "deleted", "chat_id": chat, "message_id": number} if chat in self.guests:
                    self.guests[chat].chat.pop(number, None)
                case {"type": "call", "call": {"method": "answerCallbackQuery", "parameters": given}}:
                    self._toast(given)

    def _show(self, message: Json) -> None:
        guest = self.guests.get(message["chat"]["id"])
        if guest is None or message["from"]["id"] != BOT["id"]:
            return
        asked, version = guest.question, guest.version
        guest.chat[message["message_id"]] = message
        if data_of(message):
            guest.last_changed = message["message_id"]
        what = f"sees {message['message_id']} {data_of(message)[:1]}"
        guest.history.append(f"{self.telegram.clock():.0f} {what}")
        newer = guest.version > version  # an edit of a process that stood still may come late
        if asked is not None and newer and guest.tapped.get(asked) and went_on(guest, asked):
            guest.passed.add(asked)
        self._count(guest, message)
        guest.changes += 1
        guest.told.set()

    def _count(self, guest: Guest, message: Json) -> None:
        if (guest.id, message["message_id"]) in self._counted:
            return
        self._counted.add((guest.id, message["message_id"]))
        for data in data_of(message):
            if data.startswith("0:later:"):  # below a reminder, and not where one is asked back about
                self.reminded[guest.id, data.partition(":later:")[2]] += 1
        if "photo" in message and not data_of(message):
            self.pictures[guest.id, str(message.get("caption"))] += 1

    def _toast(self, given: Json) -> None:
        """A line about a tap is an answer too."""
        guest = self.taps.pop(str(given.get("callback_query_id")), None)
        if guest is not None and given.get("text"):
            guest.changes += 1
            guest.told.set()

    def welcome(self, many: int) -> list[Guest]:
        """So many who were never here."""
        came = []
        for _ in range(many):
            number = FIRST_PERSON + len(self.guests)
            person = Person(number, f"Kanarie{number}", self._chance.choice(("nl", "en")))
            self.telegram.world.people[number] = person
            self.guests[number] = guest = Guest(person)
            came.append(guest)
        return came

    # ------------------------------------------------------------ what they do

    async def say(self, guest: Guest, text: str) -> None:
        await self.telegram.people.send(guest.person, guest.id, text)

    async def press(self, guest: Guest, data: str, message: int | None = None) -> None:
        number = message or guest.last_changed
        guest.history.append(f"{self.telegram.clock():.0f} taps {number} {data}")
        try:
            tap = await self.telegram.people.tap(guest.person, guest.id, number, data)
        except DeedError:
            return  # it is gone
        self.taps[tap] = guest

    async def until(self, guest: Guest, seen: Callable[[], object], seconds: float = PATIENCE) -> bool:
        """Whether they see it in time."""
        try:
            async with asyncio.timeout(seconds):
                while not seen():
                    guest.told.clear()
                    await guest.told.wait()
        except TimeoutError:
            return False
        return True

    async def find(self, guest: Guest, ending: str) -> None:
        """Tap the button that carries this, as soon as it is there.

        Raises:
            RuntimeError: it does not come.
        """
        if not await self.until(guest, lambda: any(data.endswith(ending) for data in guest.buttons())):
            raise RuntimeError(f"no button {ending!r} among {guest.buttons()}")
        await self.press(guest, next(data for data in guest.buttons() if data.endswith(ending)))

    async def live(self, guest: Guest, until: asyncio.Event, pause: float) -> None:
        """Go through the questionnaire, now and then not as one should; then look around."""
        await self.say(guest, "/diagnose" if guest.person.language == "nl" else "/quick")
        await self.until(guest, lambda: guest.screen, 5)
        while not until.is_set():
            changed = guest.changed()
            await self.act(guest)
            await self.until(guest, changed, 3)
            await asyncio.sleep(self._chance.uniform(0, pause))

    async def act(self, guest: Guest) -> None:
        """One thing that somebody does."""
        chance, asked = self._chance, guest.question
        if guest.screen is None:
            await self.say(guest, "/start")
        elif chance.random() < 0.05:
            await self.say(guest, chance.choice(ODD_WORDS))
        elif chance.random() < 0.05 and len(guest.chat) > 1:
            old = chance.choice(list(guest.chat.values()))
            if data := [one for one in data_of(old) if harmless(one)]:
                one = chance.choice(data)
                if guest.screen and version_of(one) in map(version_of, guest.buttons()):
                    self._note(guest, one)  # a copy of what they see
                await self.press(guest, one, old["message_id"])
        elif asked is not None:
            for _ in range(2 if chance.random() < 0.1 else 1):
                offered = [data for data in guest.buttons() if ":answer:" in data]
                if offered:
                    self._note(guest, one := chance.choice(offered))
                    await self.press(guest, one)
        elif data := [one for one in guest.buttons() if harmless(one)]:
            await self.press(guest, chance.choice(data))

    @staticmethod
    def _note(guest: Guest, data: str) -> None:
        _, _, action = data.partition(":answer:")
        question, _, option = action.partition(":")
        if option:
            guest.tapped[question].add(option)

    # ------------------------------------------------------------ teams

    async def gather(self, size: int) -> list[Guest]:
        """A team with an agreed plan, made while nothing goes wrong."""
        lead, *others = team = self.welcome(size)
        await self.say(lead, "/diagnose")
        await self.until(lead, lambda: lead.question)
        while (asked := lead.question) is not None:
            data = next(data for data in lead.buttons() if ":answer:" in data)
            await self.press(lead, data)
            await self.until(lead, lead.asked_else(asked))
        await self.say(lead, "/team")
        await self.find(lead, ":team_new")
        await self.until(lead, lambda: not any(data.endswith(":team_new") for data in lead.buttons()))
        await self.say(lead, "Kanarieteam")
        await self.find(lead, ":team_make:NL")
        await self.find(lead, ":invite")
        await self.until(lead, lambda: link_in(lead))
        for member in others:
            await self.telegram.people.open_link(member.person, link_in(lead))
            await self.find(member, ":join")
        await self.say(lead, "/plan")
        await self.find(lead, ":agree")
        await self.until(lead, lambda: not any(data.endswith(":agree") for data in lead.buttons()))
        return team


def went_on(guest: Guest, asked: str) -> bool:
    """Whether what they see now takes an answer to what they were asked: the next question, or the end."""
    if guest.question is None:
        return any(data.endswith(":checkin:again") for data in guest.buttons())
    return guest.question != asked


def version_of(data: str) -> str:
    return data.partition(":")[0]


def link_in(lead: Guest) -> str:
    """The newest invitation."""
    texts = (str(message.get("text") or message.get("caption")) for message in reversed(lead.chat.values()))
    text = next((text for text in texts if "start=t_" in text), "")
    return f"https://t.me/x?start={text.partition('start=')[2].split()[0]}" if text else ""


def harmless(data: str) -> bool:
    """Whether it can be tapped at random."""
    action = data.partition(":")[2].partition(":")[0]
    return bool(action) and not action.startswith(DANGEROUS)
