"""How long people wait: not long where nothing is wrong, and after an outage they are asked once more."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bot.chats import Json
from tests.simulation.ledger import Person

if TYPE_CHECKING:
    from tests.simulation.oracle import Oracle
    from tests.simulation.simulation import Simulation

PATIENCE = 12.0
"""Seconds in which something has to be seen of whatever somebody does, where all is well."""
LATELY, MANY = 30.0, 6
"""Who does more than so much in so many seconds may have to wait."""
CALM = 45.0
"""Seconds after which nothing is felt of what went wrong; an hour, of what Telegram told us to wait for."""
LONG_OUTAGE = 150.0
RECENTLY = 3_000.0


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something that somebody did, of which nothing was seen yet."""

    at: float
    number: int


class Waiting:
    """Looks at the time between what people do and what they see of it."""

    def __init__(self, oracle: "Oracle", simulation: "Simulation") -> None:
        self._oracle = oracle
        self._simulation = simulation
        self._unanswered: dict[int, Unanswered] = {}
        self._did: dict[int, list[float]] = {}
        self._calm_since = 0.0
        self._asked: dict[int, Person] = {}

    # ------------------------------------------------------------ where all is well

    def trouble(self) -> None:
        """Something goes wrong, or is over."""
        self._calm_since = self._now() + CALM
        self._unanswered.clear()

    def did(self, update: Json) -> None:
        """Somebody did something."""
        self.look()
        who = _who(update)
        if who is None:
            return
        now = self._now()
        lately = self._did.setdefault(who, [])
        lately[:] = [at for at in lately if at > now - LATELY] + [now]
        if len(lately) <= MANY and now > self._calm_since and not self._simulation.in_trouble:
            self._unanswered.setdefault(who, Unanswered(now, update["update_id"]))

    def saw(self, chat: int) -> None:
        """Something happened in somebody's chat."""
        self._unanswered.pop(chat, None)

    def look(self) -> None:
        """Whether anybody waits for too long."""
        now = self._now()
        for who, waits in self._unanswered.items():
            if now - waits.at > PATIENCE:
                self._oracle.fail(
                    "G11", f"{who} sees nothing of update {waits.number} for {now - waits.at:.0f} s"
                )

    def _now(self) -> float:
        """By the clock that nobody moves."""
        return self._simulation.loop_time()

    # ------------------------------------------------------------ after an outage

    def outage(self, seconds: float) -> None:
        """Nobody is served for so long: who was answering?"""
        if seconds < LONG_OUTAGE:
            return
        since = self._simulation.wall() - RECENTLY
        people = self._oracle.ledger.people().values()
        self._asked = {p.user_id: p for p in people if _is_answering(p, since)}

    def check_asked_again(self) -> None:
        """G10: in a new message, unless they did something themselves."""
        self.look()
        for who, before in self._asked.items():
            after = self._oracle.sequence.people.get(who)
            if after is None or after.active_at != before.active_at or not after.reachable:
                continue
            if after.message_id == before.message_id:
                self._oracle.fail("G10", f"{who} was answering when an outage began, and is not asked again")


def _is_answering(person: Person, since: float) -> bool:
    delivered = person.delivered_version == person.screen_version
    return bool(person.question_open and person.reachable and delivered and person.active_at > since)


def _who(update: Json) -> int | None:
    if "callback_query" in update:
        return int(update["callback_query"]["from"]["id"])
    message = update.get("message")
    private = message is not None and message["chat"]["type"] == "private"
    return int(message["from"]["id"]) if message is not None and private else None
