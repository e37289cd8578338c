"""Virtual people: each starts the diagnosis and always taps the first button, one after another."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.delivery import Delivery
from benchmarks.fake_api import FakeApi, Message
from benchmarks.updates import QUESTION, command, tap

FIRST_CHAT_ID = 2_000_000_000
SPREAD = 97
"""Different lengths of thought, so that people do not tap all at once."""


@dataclass(frozen=True)
class Plan:
    """What people do."""

    people: int
    """people at the same time"""
    questions: int
    """questions a person answers before they leave"""
    warm_up: int
    """answers before measuring"""
    answers: int
    """answers while measuring"""
    start_command: str
    to_the_end: bool = False
    """stay for what follows the last question"""
    card: bool = False
    """what follows the last question includes a picture"""
    think_seconds: float = 0.0
    """between a question and its answer, on average"""


@dataclass(slots=True)
class Person:
    """One virtual person."""

    chat_id: int
    leaves_after: int | None
    tapped: int = 0
    acted_at: float = 0.0
    card_seen: bool = False
    advice_seen: bool = False


@dataclass
class Tally:
    """What people saw; `latencies` in seconds, from tap to the next screen."""

    updates: int = 0
    answers: int = 0
    finished: int = 0
    latencies: list[float] = field(default_factory=list)
    repeated: int = 0
    skipped: int = 0


class Crowd:
    """Keeps as many people as planned busy, and checks each one's questions for their order."""

    def __init__(self, plan: Plan, delivery: Delivery) -> None:
        self._plan = plan
        self._delivery = delivery
        self._people: dict[int, Person] = {}
        self._spinning: set[str] = set()
        self._next_chat_id = FIRST_CHAT_ID
        self._stopping = False
        self.api: FakeApi | None = None
        self.tally = Tally()
        self.first_screen = asyncio.Event()
        self.at_rest = asyncio.Event()
        self.on_measuring: Callable[[], None] = lambda: None
        self.on_measured: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Send everybody in; the first ones leave at different questions, to spread the crowd."""
        for place in range(self._plan.people):
            spread = 1 + place % self._plan.questions if self._plan.warm_up else None
            self._enter(spread)

    def faults(self) -> dict[str, int]:
        """What went wrong, by kind; kinds that did not happen are left out.

        lost: people without their next screen; skipped, repeated: questions out of order;
        unanswered: taps whose spinner never stopped.
        """
        kinds = {
            "lost": len(self._people),
            "skipped": self.tally.skipped,
            "repeated": self.tally.repeated,
            "unanswered": len(self._spinning),
        }
        return {kind: number for kind, number in kinds.items() if number}

    def on_tap_answered(self, tap_id: str) -> None:
        """A spinner stopped."""
        self._spinning.discard(tap_id)
        self._note_rest()

    def on_message(self, message: Message) -> None:
        """Somebody sees a new or edited message."""
        person = self._people.get(message["chat"]["id"])
        if person is None:
            return
        self.first_screen.set()
        number = QUESTION.search(message.get("text", ""))
        if number is None or "reply_markup" not in message:
            self._see_other(person, message)
        elif int(number[1]) == person.tapped + 1:
            self._see_question(person, message)
        elif int(number[1]) <= person.tapped:
            self.tally.repeated += 1
        else:
            self.tally.skipped += 1
            self._leave(person)

    def _see_question(self, person: Person, message: Message) -> None:
        if person.tapped:
            self._count_answer(person)
        if self._stopping or person.tapped == person.leaves_after:
            self._leave(person)
            return
        person.tapped += 1
        pause = self._plan.think_seconds * (0.5 + person.chat_id * person.tapped % SPREAD / SPREAD)
        if pause:
            asyncio.get_running_loop().call_later(pause, self._tap, person, message)
        else:
            self._tap(person, message)

    def _tap(self, person: Person, message: Message) -> None:
        person.acted_at = time.perf_counter()
        data = message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        update = tap(message, data)
        self._spinning.add(update["callback_query"]["id"])
        self._send(update)

    def _see_other(self, person: Person, message: Message) -> None:
        """A picture, a remark, or what follows the last question."""
        if person.tapped < self._plan.questions:
            return
        if "photo" in message:
            person.card_seen = True
        elif not person.advice_seen:
            person.advice_seen = True
            self._count_answer(person)
        if person.advice_seen and (person.card_seen or not self._plan.card):
            self.tally.finished += 1
            self._leave(person)

    def _count_answer(self, person: Person) -> None:
        self.tally.answers += 1
        self.tally.latencies.append(time.perf_counter() - person.acted_at)
        if self.tally.answers == self._plan.warm_up:
            self.on_measuring()
        if self.tally.answers == self._plan.warm_up + self._plan.answers:
            self._stopping = True
            self.on_measured()

    def _enter(self, leaves_after: int | None = None) -> None:
        # Whoever stays to the end answers as many as are asked.
        last = None if self._plan.to_the_end else self._plan.questions
        person = Person(self._next_chat_id, leaves_after or last)
        self._next_chat_id += 1
        self._people[person.chat_id] = person
        assert self.api is not None
        message_id = self.api.next_message_id(person.chat_id)
        self._send(command(person.chat_id, message_id, self._plan.start_command))

    def _leave(self, person: Person) -> None:
        del self._people[person.chat_id]
        if not self._stopping:
            self._enter()
        self._note_rest()

    def _note_rest(self) -> None:
        if self._stopping and not self._people and not self._spinning:
            self.at_rest.set()

    def _send(self, update: dict[str, Any]) -> None:
        self.tally.updates += 1
        self._delivery.put(update)
