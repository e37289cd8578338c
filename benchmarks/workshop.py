"""The end of a workshop: a room full of people finish their diagnosis within some seconds."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.table import Table

from benchmarks.candidates import VIERSTAP
from benchmarks.delivery import Delivery
from benchmarks.driver import FIRST_CHAT_ID
from benchmarks.fake_api import FakeApi, Limit, Message
from benchmarks.latency import Latency
from benchmarks.report import console, verdict
from benchmarks.running import expect_alive, spawn, stop, tail
from benchmarks.server import ApiServer
from benchmarks.updates import QUESTION, command, tap

SENDS = frozenset({"sendmessage", "sendphoto", "senddocument"})
EDITS = frozenset({"editmessagetext", "editmessagereplymarkup"})
TAKEN = 30
"""A second, where Telegram has a limit."""
A_WHILE = 0.25
"""Seconds: who finished so much earlier has their advice earlier."""
MOST_SECONDS, MOST_CARD_SECONDS = 0.139, 0.25
"""Where Telegram takes all."""
MOST_SECONDS_LIMITED = 6.0
GIVEN_UP_AFTER = 240.0


@dataclass(slots=True)
class Guest:
    """Somebody in the room; moments of the clock."""

    last_question: Message | None = None
    finished_at: float = 0.0
    advice_at: float = 0.0
    card_at: float = 0.0


@dataclass(frozen=True)
class WorkshopResult:
    """Seconds from the last tap of each; `before_advice`: cards that went out while somebody waited for
    advice; `out_of_order`: whose advice came after that of somebody who finished later.
    """

    advice: tuple[float, ...]
    cards: tuple[float, ...]
    refused: int
    before_advice: int
    out_of_order: int


class Workshop:
    """Leads everybody to the last question, and lets them answer it together."""

    def __init__(self, people: int, delivery: Delivery) -> None:
        self.guests = {FIRST_CHAT_ID + place: Guest() for place in range(people)}
        self._delivery = delivery
        self.ready = asyncio.Event()
        self.done = asyncio.Event()

    def on_tap_answered(self, tap_id: str) -> None:
        """Nobody looks at that here."""

    def on_message(self, message: Message) -> None:
        """Somebody sees something: a question, the advice or the card."""
        guest, now = self.guests[message["chat"]["id"]], time.monotonic()
        number = QUESTION.search(message.get("text", ""))
        if "photo" in message:
            guest.card_at = now
        elif guest.finished_at:
            guest.advice_at = guest.advice_at or now
        elif number and number[1] == number[2]:
            guest.last_question = message
        elif number:
            self._answer(message)
        guests = self.guests.values()
        if all(guest.last_question for guest in guests):
            self.ready.set()
        if all(guest.advice_at and guest.card_at for guest in guests):
            self.done.set()

    async def finish(self, seconds: float) -> None:
        """Everybody answers the last question, spread over these seconds."""
        for guest in self.guests.values():
            assert guest.last_question is not None
            guest.finished_at = time.monotonic()
            self._answer(guest.last_question)
            await asyncio.sleep(seconds / len(self.guests))

    def result(self, refused: int) -> WorkshopResult:
        """What they saw."""
        guests = list(self.guests.values())
        waited = [(guest.finished_at + A_WHILE, guest.advice_at) for guest in guests]
        return WorkshopResult(
            advice=tuple(guest.advice_at - guest.finished_at for guest in guests),
            cards=tuple(guest.card_at - guest.finished_at for guest in guests),
            refused=refused,
            before_advice=sum(
                any(since < guest.card_at < until for since, until in waited) for guest in guests
            ),
            out_of_order=sum(
                any(
                    guest.finished_at + A_WHILE < other.finished_at
                    for other in guests[place:]
                    if other.advice_at < guest.advice_at
                )
                for place, guest in enumerate(guests)
            ),
        )

    def _answer(self, question: Message) -> None:
        data: str = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        self._delivery.put(tap(question, data))


async def run(people: int, seconds: float, limited: frozenset[str]) -> WorkshopResult:
    """A workshop with a fresh bot; `limited`: the methods of which Telegram takes only so many.

    Raises:
        RuntimeError: the bot stopped, or somebody got nothing.
    """
    with TemporaryDirectory(prefix="bench-") as folder:
        delivery = Delivery()
        workshop = Workshop(people, delivery)
        api = FakeApi(workshop, delivery)
        server, log = ApiServer(api), Path(folder) / "bot.log"
        settings = {"TELEGRAM_API_URL": server.address, "DATABASE_URL": f"sqlite:///{folder}/bench.db"}
        bot = spawn(VIERSTAP, log, settings)
        server.start()
        try:
            for chat_id in workshop.guests:
                delivery.put(command(chat_id, api.next_message_id(chat_id), "/diagnose"))
            await _before(workshop.ready, "everybody is at the last question")
            api.limit = Limit(limited, TAKEN)
            await workshop.finish(seconds)
            await _before(workshop.done, "everybody has advice and a card")
            expect_alive(bot)
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{tail(log)}") from error
        finally:
            await asyncio.to_thread(stop, bot)
            await delivery.close()
            await server.stop()
    return workshop.result(api.limit.refused)


async def _before(event: asyncio.Event, what: str) -> None:
    try:
        await asyncio.wait_for(event.wait(), GIVEN_UP_AFTER)
    except TimeoutError:
        raise RuntimeError(f"not within {GIVEN_UP_AFTER:.0f} s: {what}") from None


def show_workshop(title: str, result: WorkshopResult, most: float, most_for_card: float | None) -> None:
    """Print the figures and the verdicts."""
    advice, cards = Latency.of(result.advice), Latency.of(result.cards)
    table = Table(title=f"{title}: {result.refused} calls refused", title_justify="left")
    for heading in ("", "ms after the last answer\np50 / p95 / p99", "the last\ns"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_row("advice", str(advice), f"{max(result.advice):.2f}")
    table.add_row("card", str(cards), f"{max(result.cards):.2f}")
    console.print(table)
    if most_for_card is not None:
        verdict("of the time for advice, p99", advice.p99 / 1000 / most)
        verdict("of the time for the card, p99", cards.p99 / 1000 / most_for_card)
        return
    verdict("of the time for the last advice", max(result.advice) / most)
    verdict("cards while somebody waited for advice", result.before_advice, most=0)
    verdict("people whose advice came after a later one's", result.out_of_order, most=0)
