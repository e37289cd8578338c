"""What people see: nothing that is not on disk, and nothing twice without a reason."""

from collections import Counter
from typing import TYPE_CHECKING

from bot.sandbox.markup import read
from bot.sandbox.world import BOT
from bot.services.presenter import RenderedScreen
from flows.teams.calendar import next_allowed
from tests.bot.chats import Json
from tests.simulation.network import AMBIGUOUS, Call
from tests.simulation.telegram import Answer

if TYPE_CHECKING:
    from tests.simulation.oracle import Oracle
    from tests.simulation.simulation import Simulation

FILES = ("sendPhoto", "sendDocument")
LATEST = 2 * 3_600.0
SLACK = 400.0
"""Seconds that a message may be under way, and that a queue of reminders may take."""
MOST = 4_096
SENT = "SELECT id, user_id FROM outbox WHERE attempted_at IS NOT NULL"
TRIED = "SELECT key, coalesce(user_id, 0), due_at FROM appointments WHERE attempted_at IS NOT NULL"


class Sendings:
    """Follows every message from the disk to the chat."""

    def __init__(self, oracle: "Oracle", simulation: "Simulation") -> None:
        self._oracle = oracle
        self._simulation = simulation
        self._sent: Counter[tuple[int, int]] = Counter()
        self._reasons: Counter[int] = Counter()
        self._files: Counter[int] = Counter()
        self._letters: set[tuple[int, int]] = set()
        self._reminded: Counter[int] = Counter()
        self._attempted: dict[str, tuple[int, float]] = {}
        self._before = set(oracle.ledger.rows(TRIED)), set(oracle.ledger.rows(SENT))

    # ------------------------------------------------------------ on disk

    def advance(self) -> None:
        """Something was committed: what is allowed to arrive from now on?"""
        ledger = self._oracle.ledger
        tried, sent = self._before
        self._letters.update(row for row in ledger.rows(SENT) if row not in sent)
        found = (row for row in ledger.rows(TRIED) if row not in tried)
        self._attempted.update({key: (who, due) for key, who, due in found})

    def doubted_all(self) -> None:
        """A process died: of whatever it had sent nobody knows whether it arrived."""
        for phone in self._simulation.phones:
            self._reasons[phone.id] += 1

    def doubted(self, chat: int) -> None:
        """There is a reason to show somebody their screen anew."""
        self._reasons[chat] += 1

    def begins_anew(self, who: int) -> None:
        """Who was forgotten is somebody else from now on, whose versions begin at one."""
        for key in [key for key in self._sent if key[0] == who]:
            del self._sent[key]

    # ------------------------------------------------------------ at Telegram

    def called(self, call: Call, answer: Answer | None) -> None:
        if call.fate in AMBIGUOUS:
            self.doubted(call.chat)
        if answer is None or answer.status != 200 or call.chat <= 0:
            return
        if call.method in FILES:
            self._a_file(call)
        elif call.method == "sendMessage":
            self._a_message(call)

    def _a_file(self, call: Call) -> None:
        """A letter arrives once: one attempt on disk for each that came."""
        self._files[call.chat] += 1
        self.doubted(call.chat)  # what stands above it may come anew
        of_them = sum(who == call.chat for _, who in self._letters)
        if call.activity != "reminder" and self._files[call.chat] > of_them:
            self._oracle.fail("letters", f"{call.method} came {self._files[call.chat]} times of {of_them}")

    def _a_message(self, call: Call) -> None:
        if call.activity == "reminder":
            self._a_reminder(call)
        elif (version := _version(call.given)) > 0:
            self._sent[call.chat, version] += 1
            times, reasons = self._sent[call.chat, version], self._reasons[call.chat]
            if times > 1 + reasons:
                self._oracle.fail("G5", f"screen {version} came {times} times, for {reasons} reasons")

    def _a_reminder(self, call: Call) -> None:
        """G6, G7: once for each attempt on disk, in time, and at a time of day that is none's evening."""
        self._reminded[call.chat] += 1
        due = [due for who, due in self._attempted.values() if who in (0, call.chat)]
        if self._reminded[call.chat] > len(due):
            self._oracle.fail("G6", f"{self._reminded[call.chat]} reminders came, of {len(due)} attempted")
        now = self._simulation.true_time()
        if self._simulation.wall() == now and due and now - max(due) > LATEST + SLACK:
            self._oracle.fail("G6", f"a reminder came {now - max(due):.0f} s after its time")
        allowed = next_allowed(now - SLACK, "Europe/Amsterdam", "NL")
        if self._simulation.wall() == now and allowed > now:
            self._oracle.fail(
                "G7", f"a reminder came at {now:.0f}, and the next allowed moment is {allowed:.0f}"
            )

    def appeared(self, message: Json) -> None:
        """G1: what somebody sees is on disk, and so is the answer that led to it."""
        chat, number = message["chat"]["id"], message["message_id"]
        if message["from"]["id"] != BOT["id"]:
            return
        version = _version(message)
        row = self._oracle.ledger.people().get(chat) if version else None
        if row is None or row.screen_version < version:
            if version and (row is not None or chat not in self._oracle.sequence.forgotten):
                self._oracle.fail("G1", f"screen {version} is shown and not on disk (message {number})")
            return
        if row.screen_version == version and row.shown is not None and not _shows(message, row.shown):
            self._oracle.fail("G1", f"screen {version} shows something else than is stored")

    def may_be_gone(self, call: Call) -> bool:
        """Whether the bot may rightly touch a message that is not there."""
        return call.method in ("editMessageReplyMarkup", "deleteMessage", "editMessageText")


def _version(given: Json) -> int:
    """That of its first button; 0 for what is no screen."""
    rows = (given.get("reply_markup") or {}).get("inline_keyboard", [])
    data = next((b["callback_data"] for row in rows for b in row if "callback_data" in b), "0:")
    found = data.partition(":")[0]
    return int(found) if found.isdecimal() else 0


def _shows(message: Json, screen: RenderedScreen) -> bool:
    if "text" not in message:
        return True
    words, _ = read(screen.text, parse_mode="HTML", most=MOST)
    return bool(message["text"] == words)
