"""The plain meaning of a conversation: one update after another, each once, and nothing happens beside.

What is written on disk is compared with a turn as one would write it down: an update, the facts before it,
and `flows`, which decides. Neither the bot's queues and retries nor its own way through a turn has a part.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.services.presenter import RenderedScreen
from flows.state.result import TurnContext
from flows.state.screen import Action, parse_action
from flows.state.session import Session, read_session
from flows.teams.calendar import local_day
from tests.bot.chats import Json
from tests.simulation.ledger import Person
from tests.simulation.plan import NONSENSE

if TYPE_CHECKING:
    from tests.simulation.oracle import Oracle
    from tests.simulation.simulation import Simulation

HOME = "Europe/Amsterdam"
OF_A_LETTER = "0"
PLAIN = frozenset({"answer", "back", "overview", "change", "why", "question"})
"""What concerns a questionnaire alone."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What an update has to come to: facts, and the screen where it is known; None: nothing is expected."""

    session: Session
    screen: RenderedScreen | None = None


class Sequence:
    """Follows each person from commit to commit."""

    def __init__(self, oracle: "Oracle", simulation: "Simulation") -> None:
        self._oracle = oracle
        self._simulation = simulation
        self._people = oracle.ledger.people()
        self.seen = oracle.ledger.seen()
        self.forgotten: set[int] = set()

    @property
    def people(self) -> dict[int, Person]:
        """As they were at the last commit."""
        return self._people

    def advance(self) -> None:
        """Something was committed."""
        before, self._people = self._people, self._oracle.ledger.people()
        seen = self._oracle.ledger.seen()
        new, self.seen = sorted(seen - self.seen), self.seen | seen
        did: dict[int, list[Json]] = {}
        for number in new:
            update = self._oracle.bodies.get(number)
            if update is None:
                self._oracle.fail("G3", f"update {number} was handled, and Telegram never told of it")
            elif (who := _who(update)) is not None:
                did.setdefault(who, []).append(update)
        for user_id in before.keys() | self._people.keys() | did.keys():
            self._compare(user_id, before.get(user_id), self._people.get(user_id), did.get(user_id, []))

    def _compare(self, who: int, before: Person | None, after: Person | None, did: list[Json]) -> None:
        if before is not None and after is None:
            self._gone(who, before, did)
        elif before is not None and after is not None:
            self._went_on(before, after, did)

    def _gone(self, who: int, before: Person, did: list[Json]) -> None:
        """G13: at once, and only on request."""
        self.forgotten.add(who)
        self._oracle.sendings.begins_anew(who)
        asked = any(self._forgets(update) for update in did)
        away = self._simulation.wall() - before.active_at > 300 * 86_400
        if not asked and not away:
            self._oracle.fail("G13", f"{who} was deleted, and nobody asked for it: {did}")
        phone = next(phone for phone in self._simulation.phones if phone.id == who)
        if left := self._oracle.ledger.traces(str(who), phone.name):
            self._oracle.fail("G13", f"something is left of {phone.name}: {left}")

    def _forgets(self, update: Json) -> bool:
        """Whether somebody asked for it, by the button or in its words."""
        said = update.get("message", {}).get("text")
        presenter = self._simulation.rooms.presenter
        words = [presenter.label(to, Action("forget_all")) for to in presenter.renderer.languages]
        return said in words or str(update.get("callback_query", {}).get("data")).endswith(":forget_all")

    def _went_on(self, before: Person, after: Person, did: list[Json]) -> None:
        if after.screen_version < before.screen_version and not did:
            self._oracle.fail("G4", f"the screen of {after.user_id} went back without a turn")
        if not did:
            if before.active_at != after.active_at:
                self._oracle.fail("G3", f"{after.user_id} had a turn, and did nothing new")
            if before.answers != after.answers and not _lost_a_checkin(before, after):
                self._oracle.fail("G3", f"answers changed and nobody answered: {before} {after}")
            return
        for tap in (update["callback_query"] for update in did if "callback_query" in update):
            if _is_doubtful(tap, before):
                self._oracle.sendings.doubted(before.user_id)
        if len(did) == 1:
            self._took_a_turn(before, after, did[0])

    def _took_a_turn(self, before: Person, after: Person, update: Json) -> None:
        meant = self._meant(before, update)
        if meant is None:
            return
        expected, found = _facts(meant.session), _facts(read_session(after.session))
        if expected != found:
            what = update.get("callback_query", {}).get("data") or update.get("message", {}).get("text")
            self._oracle.fail("sequence", f"{what!r} came to {found} instead of {expected}")
        if meant.screen is not None and not meant.screen.stands_in(after.screen):
            self._oracle.fail("sequence", f"after {update} {after.screen} is shown, not {meant.screen}")
        if not after.reachable:
            self._oracle.fail("sequence", "who does something can be reached")

    def _meant(self, before: Person, update: Json) -> Meant | None:
        """What a turn has to come to, where that concerns nobody else."""
        session = read_session(before.session)
        if (tap := update.get("callback_query")) is not None:
            return self._tapped(before, session, str(tap["data"]))
        text = update.get("message", {}).get("text")
        if text in NONSENSE and not session.draft and session.asked_back is None and not self._writes(before):
            return Meant(session)
        return None

    def _tapped(self, before: Person, session: Session, data: str) -> Meant | None:
        version, _, written = data.partition(":")
        shown = before.shown
        if version == OF_A_LETTER or shown is None:
            return None
        offered = any(written == action for row in shown.keyboard for _, action in row)
        action = parse_action(written)
        if version != str(before.screen_version) or not offered:
            return self._decided(before, session, Action("hint", ("stale",)), shows=False)
        return self._decided(before, session, action, shows=True) if action.name in PLAIN else None

    def _decided(self, before: Person, session: Session, action: Action, *, shows: bool) -> Meant | None:
        if session.checkin is not None or (session.view or "").startswith(("team", "checkin", "plan")):
            return None
        conversation = self._simulation.rooms.conversation
        context = self._context(before)
        result = conversation.decide(session, action, context)
        if result.changes:
            return None
        if not shows or result.session.team is not None:
            return Meant(result.session)
        screen = conversation.screen(result.session, context)
        return Meant(result.session, self._simulation.rooms.presenter.show(before.language, screen))

    def _context(self, before: Person) -> TurnContext:
        now = self._simulation.wall()
        today = local_day(now, HOME)
        away = (now - before.active_at) / 86_400
        return TurnContext(
            today=today, days_away=away, now=now, person=before.user_id, language=before.language
        )

    def _writes(self, before: Person) -> bool:
        """Whether what is typed now is text and no choice."""
        return any(
            action == "cancel" for row in (before.shown or RenderedScreen("")).keyboard for _, action in row
        )


def _facts(session: Session) -> dict[str, object]:
    """What somebody said, and where they are."""
    facts = session.model_dump(mode="json")
    return {name: facts[name] for name in ("path", "answers", "view", "changing", "last", "checkin", "team")}


def _is_doubtful(tap: Json, before: Person) -> bool:
    """Whether somebody saw something else than is stored: then it may come once more."""
    current = str(tap["data"]).partition(":")[0] == str(before.screen_version)
    return not current or tap["message"]["message_id"] != before.message_id


def _who(update: Json) -> int | None:
    for kind in ("callback_query", "message", "my_chat_member"):
        if kind in update:
            chat = update[kind].get("chat") or update[kind].get("message", {}).get("chat", {})
            return int(update[kind]["from"]["id"]) if chat.get("type") == "private" else None
    return None


def _lost_a_checkin(before: Person, after: Person) -> bool:
    """A team that is no more takes the check-in under way with it."""
    kept = {name: value for name, value in before.answers.items() if name != "checkin"}
    return kept == {name: value for name, value in after.answers.items() if name != "checkin"}
