"""Sees all that happens at Telegram and on disk, and asks each promise whether it still holds."""

import logging
from typing import TYPE_CHECKING

from bot.sandbox.world import BOT
from tests.bot.chats import Json
from tests.simulation.deliveries import Sendings
from tests.simulation.hook import Reply
from tests.simulation.ledger import Ledger
from tests.simulation.network import Call
from tests.simulation.process import BotProcess
from tests.simulation.quiet import Quiet
from tests.simulation.sequence import Sequence
from tests.simulation.telegram import Answer
from tests.simulation.waiting import Waiting

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation

NEVER_LOGGED = (
    "turn failed",
    "update not handled",
    "background work failed",
    "letter not written",
    "reminder not written",
    "appointment given up",
    "no apology",
    "polling failed",
    "update cannot be read",
    "text refused as HTML",
)
"""Whatever goes wrong around the bot: these tell of a fault of its own."""
LONGEST_PAUSE, LADDER = 310.0, 70.0
AS_GOOD = (
    "message is not modified",
    "query is too old",
    "bot was blocked by the user",
    "terminated by other getUpdates request",
    "can't initiate conversation",
    "Too Many Requests",
    "message to react not found",
)
"""Refusals that a bot cannot avoid."""
LEAVING = "leaveChat", "bot is not a member"
"""Nor this one: two processes may both see to it that a group is left, or one again after a cut."""


class Log(logging.Handler):
    """Everything that is logged."""

    def __init__(self, oracle: "Oracle") -> None:
        super().__init__(logging.DEBUG)
        self._oracle = oracle

    def emit(self, record: logging.LogRecord) -> None:
        self._oracle.logged(record.levelno, str(record.msg))


class Oracle:
    """Collects what does not hold; `changed`: when each message was touched last, by chat and number."""

    def __init__(self, simulation: "Simulation") -> None:
        self._simulation = simulation
        self.ledger = Ledger(simulation.database)
        self.log = Log(self)
        self.changed: dict[tuple[int, int], int] = {}
        self.faults: list[str] = []
        self.bodies: dict[int, Json] = {}
        self.sequence = Sequence(self, simulation)
        self.sendings = Sendings(self, simulation)
        self.quiet = Quiet(self, simulation)
        self.waiting = Waiting(self, simulation)
        self._touched = 0

    def fail(self, promise: str, what: str) -> None:
        """Something does not hold; only the first of each kind says more than what is known already."""
        if not any(fault.startswith(f"{promise}:") for fault in self.faults):
            self.faults.append(f"{promise}: {what}")
            self._simulation.journal.note("fault", promise=promise, why=what)

    def close(self) -> None:
        self.ledger.close()

    def next_due(self) -> float | None:
        return self.ledger.next_due(self._simulation.true_time())

    def put_off(self) -> float:
        """Seconds until what failed is tried again, as far as that was not long ago."""
        now = self._simulation.wall()
        due = self.ledger.next_due(now)
        waits = self._simulation.telegram.updates.count or (due is not None and due < now)
        ladder = LADDER if waits else 0.0
        return max(ladder, min(LONGEST_PAUSE, self.ledger.latest_try(now) - now))

    # ------------------------------------------------------------ at Telegram

    def happened(self, event: Json) -> None:
        match event["type"]:
            case "message":
                self._message(event["message"])
            case "update":
                update = event["update"]
                self.bodies[update["update_id"]] = update
                self._note("update", number=update["update_id"], state=event["state"])
                if event["state"] == "waiting":
                    self.waiting.did(update)
            case "answer":
                self._note("toast", chat=event["chat_id"], text=event["text"])
                self._touch(event["chat_id"], event["message_id"])
            case "typing":
                self.waiting.saw(event["chat_id"])
            case "deleted":
                self._note("deleted", chat=event["chat_id"], number=event["message_id"])

    def _message(self, message: Json) -> None:
        chat, number = message["chat"]["id"], message["message_id"]
        if message["from"]["id"] == BOT["id"] or "reactions" in message:
            self._touch(chat, number)
        words = message.get("text") or message.get("caption") or ""
        self._note("message", chat=chat, number=number, text=words, markup=message.get("reply_markup"))
        self.sendings.appeared(message)

    def _touch(self, chat: int, number: int) -> None:
        self._touched += 1
        self.waiting.saw(chat)
        self.changed[chat, number] = self._touched

    def answered(self, call: Call, answer: Answer | None) -> None:
        """A call arrived, or something else answered in Telegram's place."""
        status = answer.status if answer is not None else 0
        self._note("call", method=call.method, chat=call.chat, fate=call.fate, status=status)
        if answer is not None and status != 200:
            said = str(answer.body.get("description"))
            left = call.method == LEAVING[0] and LEAVING[1] in said
            if not (left or any(words in said for words in AS_GOOD) or self.sendings.may_be_gone(call)):
                self.fail("refused", f"{call.method}: {said}")
        self.sendings.called(call, answer)

    def acknowledged(self, updates: list[Json]) -> None:
        """G2: whatever Telegram will not tell again is on disk."""
        if not updates:
            return
        on_disk = self.ledger.on_disk() | self.sequence.seen
        for update in updates:
            self._note("acknowledged", number=update["update_id"])
            if _is_private(update) and update["update_id"] not in on_disk:
                self.fail("G2", f"update {update['update_id']} is acknowledged and not on disk")

    def forged(self, reply: Reply | None) -> None:
        """S2: who does not know the secret is refused."""
        if reply is not None and reply.status != 403:
            self.fail("S2", f"a delivery with a wrong secret was answered with {reply.status}")

    # ------------------------------------------------------------ at the bot

    def committed(self, _process: BotProcess) -> None:
        if self.ledger.has_changed():
            self.sequence.advance()
            self.sendings.advance()

    def doubted(self) -> None:
        """A process died, or could not write down what it had done."""
        self.sendings.doubted_all()
        self.waiting.trouble()

    def weather(self) -> None:
        """What goes wrong around the bot changed."""
        self.waiting.trouble()

    def logged(self, level: int, message: str) -> None:
        """G14, and faults of its own."""
        secrets = ("AAsandbox", *(phone.name for phone in self._simulation.phones))
        if any(secret in message for secret in secrets):
            self.fail("G14", f"logged: {message[:200]}")
        if "StorageError" in message:
            return
        if level >= logging.ERROR and any(words in message for words in NEVER_LOGGED):
            self.fail("error", message[:600])

    async def check_all(self) -> None:
        """At the end, when nothing went wrong for some time."""
        self.committed(self._simulation.processes[0])
        await self.quiet.check()

    def _note(self, what: str, **about: object) -> None:
        self._simulation.journal.note(what, **about)


def _is_private(update: Json) -> bool:
    """Whether it is something that a person did with the bot alone."""
    if "callback_query" in update:
        return True
    return "message" in update and update["message"]["chat"]["type"] == "private"
