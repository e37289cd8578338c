"""Who is there: people, their chats with the bot, groups, and every message as people see it."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.errors import bad, blocked, never_started, outside

Json = dict[str, Any]

BOT: Json = {"id": 110201543, "is_bot": True, "first_name": "Vierstap", "username": "vierstap_sandbox_bot"}
TOKEN = "110201543:AAsandboxSandboxSandboxSandboxSandb"  # noqa: S105 - of nobody
FIRST_PERSON = 7_001
SUPERGROUP = 1_000_000_000_000
PRESENT = ("member", "administrator")
"""What a bot is in a group that it is in."""


@dataclass(slots=True)
class Person:
    """Somebody with a phone."""

    id: int
    name: str
    language: str
    started: bool = False
    blocked: bool = False

    def user(self) -> Json:
        """As the Bot API tells of a person."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


@dataclass(slots=True)
class ChatGroup:
    """Several people and perhaps the bot. `moved_to`: the supergroup it became."""

    id: int
    title: str
    members: list[int]
    bot: str = "left"
    moved_to: int | None = None

    @property
    def type(self) -> str:
        """Supergroups have numbers of their own kind."""
        return "supergroup" if self.id <= -SUPERGROUP else "group"


@dataclass(slots=True)
class World:
    """Everything there is; each change is told to whoever listens."""

    clock: Callable[[], float]
    people: dict[int, Person] = field(default_factory=dict)
    groups: dict[int, ChatGroup] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=200))
    _listeners: set["asyncio.Queue[Json]"] = field(default_factory=set)
    photo: str | None = None
    """The file of the bot's profile photo."""
    first_message: int = 1
    """A bot with an old database knows the numbers below."""
    _last_ids: dict[int, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    # ------------------------------------------------------------ telling

    def listen(self) -> "asyncio.Queue[Json]":
        """From now on every change comes to this queue, after a picture of how it is."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def unlisten(self, queue: "asyncio.Queue[Json]") -> None:
        self._listeners.discard(queue)

    def tell(self, event_type: str, **event: object) -> None:
        """Tell those who look at the page."""
        for listener in self._listeners:
            listener.put_nowait({"type": event_type, **event})

    # ------------------------------------------------------------ people and groups

    def add_person(self, name: str, language: str) -> Person:
        person = Person(FIRST_PERSON + len(self.people), name, language)
        self.people[person.id] = person
        self.tell("person", person=self.person_json(person))
        self.tell("chat", chat=self.chat_json(person.id))
        return person

    def add_group(self, title: str, members: list[int]) -> ChatGroup:
        group = ChatGroup(-4_000_000 - len(self.groups), title, members)
        self.groups[group.id] = group
        self.tell("chat", chat=self.chat_json(group.id))
        return group

    def person_json(self, person: Person) -> Json:
        return {"id": person.id, "name": person.name, "language": person.language, "blocked": person.blocked}

    def chat(self, chat_id: int) -> Json:
        """A chat as the Bot API tells of it.

        Raises:
            Refused: there is no such chat.
        """
        if chat_id in self.people:
            return {"id": chat_id, "type": "private", "first_name": self.people[chat_id].name}
        if chat_id in self.groups:
            group = self.groups[chat_id]
            return {"id": chat_id, "type": group.type, "title": group.title}
        raise bad("chat not found")

    def chat_json(self, chat_id: int) -> Json:
        """A chat as the page needs it."""
        if chat_id in self.people:
            person = self.people[chat_id]
            facts = {"person": chat_id, "started": person.started, "blocked": person.blocked}
            return {**self.chat(chat_id), **facts}
        group = self.groups[chat_id]
        return {**self.chat(chat_id), "members": group.members, "bot": group.bot, "moved_to": group.moved_to}

    def may_write(self, chat_id: int) -> None:
        """Whether the bot may write there.

        Raises:
            Refused: it may not; for a group that became a supergroup with its new number.
        """
        self.chat(chat_id)
        if chat_id in self.people:
            person = self.people[chat_id]
            if person.blocked:
                raise blocked()
            if not person.started:
                raise never_started()
            return
        group = self.groups[chat_id]
        if group.moved_to is not None:
            error = bad("group chat was upgraded to a supergroup chat")
            error.parameters["migrate_to_chat_id"] = group.moved_to
            raise error
        if group.bot not in PRESENT:
            raise outside(group.type, group.bot)

    # ------------------------------------------------------------ messages

    def next_id(self, chat_id: int) -> int:
        """Numbers count up in each chat."""
        self._last_ids[chat_id] = self._last_ids.get(chat_id, self.first_message - 1) + 1
        return self._last_ids[chat_id]

    def number(self) -> int:
        """A number that nobody had before."""
        return next(self._numbers)

    def show(self, message: Json) -> Json:
        """A message appears, or changes."""
        self.messages[message["chat"]["id"], message["message_id"]] = message
        self.tell("message", message=message)
        return message

    def new_message(self, chat_id: int, sender: Json, content: Json) -> Json:
        """A message that somebody sends."""
        return self.show(
            {
                "message_id": self.next_id(chat_id),
                "from": sender,
                "chat": self.chat(chat_id),
                "date": int(self.clock()),
                **content,
            }
        )

    def drop(self, chat_id: int, message_id: int) -> bool:
        """A message disappears for everybody; whether it was there."""
        if self.messages.pop((chat_id, message_id), None) is None:
            return False
        self.tell("deleted", chat_id=chat_id, message_id=message_id)
        return True

    def keep_file(self, name: str, content: bytes) -> str:
        """A file, by the id under which it can be had."""
        file_id = f"sandbox-{self.number()}"
        self.files[file_id] = (name, content)
        return file_id
