"""One update, one turn: inside one transaction from what somebody did to what they should see."""

from dataclasses import dataclass, replace
from typing import TypeGuard

from bot.services.audit import note_deeds
from bot.services.clock import Time
from bot.services.forgetting import Forgetting
from bot.services.live_message import confirm, doubt, put, take_delivery
from bot.services.ports import StoredConversation, Unit
from bot.services.posting import Posting, without_place, without_the_same
from bot.services.presenter import Presenter, RenderedScreen
from bot.services.redrawing import Redrawing, onlookers
from bot.services.retiring import Retiring, teams_of
from bot.services.seen import look
from bot.services.team_lookup import StoredTeams
from bot.services.turn_context import context_of
from bot.services.typed_echo import noted, only_says
from bot.services.typed_text import Reading, TypedText
from flows.conversation import Conversation, Outcome
from flows.reminders.offers import was_offered
from flows.state.result import IN_PLACE, Result, SideMessage, TurnContext
from flows.state.screen import Action, Button, parse_action
from flows.state.session import Session, read_session
from flows.state.views import is_menu

OF_A_LETTER = "0"
"""The version that buttons below a letter carry; a screen's is never 0."""
STALE = "stale"
"""What is said to a tap that does not count, and makes the screen be shown once more."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A button was pressed: the data it carried, and the message it was on."""

    data: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Typed:
    """Something was typed. `numbered`: every button was shown with a number; `message_id`: where it stands,
    if a sign can be put to it.
    """

    text: str
    numbered: bool = False
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something was sent that is no text: a voice note, a picture, a sticker."""


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot."""


Event = Tap | Typed | Unreadable | Blocked


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a person did, in no chat service's terms. Without `update_id` it cannot be a repetition. `name`:
    their first name.
    """

    user_id: int
    event: Event
    update_id: int | None = None
    language_code: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What is left to do after the commit.

    `toast`: what to say about a tap; `deliver`: the row whose screen is ours to deliver; `farewell`: the
    last words to somebody of whom nothing is stored any more, and the message to put them in; `outdated`: the
    message that was the live one until a reminder took its place; `menu`: the live one so far was a menu,
    which does not stay where another message takes its place; `taken`: the message to which a sign is put
    that it was taken.
    """

    toast: str | None = None
    deliver: StoredConversation | None = None
    letters: bool = False
    farewell: tuple[str, int | None] | None = None
    outdated: int | None = None
    menu: bool = False
    taken: int | None = None


class Turns:
    """Takes turns. `owner` names this process in leases."""

    def __init__(
        self,
        conversation: Conversation,
        presenter: Presenter,
        redrawing: Redrawing,
        forgetting: Forgetting,
        clock: Time,
        owner: str,
    ) -> None:
        self._retiring = Retiring(presenter)
        self._posting = Posting(presenter)
        self._conversation = conversation
        self._presenter = presenter
        self._typed_text = TypedText(presenter)
        self._redrawing = redrawing
        self._forgetting = forgetting
        self._clock = clock
        self._owner = owner

    def take(self, unit: Unit, incoming: Incoming) -> TurnResult:
        """The whole turn; an update seen before, or one that asks for nothing, changes nothing."""
        now = self._clock()
        if incoming.update_id is not None and not unit.mark_seen(incoming.update_id, now):
            return TurnResult()
        row = unit.load(incoming.user_id)
        if isinstance(incoming.event, Blocked):
            return self._block(unit, row)
        if row is None and not isinstance(incoming.event, Typed):
            return self._greet(incoming)
        known = row is not None
        row = row or self._newcomer(incoming, now)
        row.language = self._known_language(row.language)
        session = read_session(row.session)
        context = context_of(unit, row, incoming.name, now)
        live = row.message_id
        reading = self._read(unit, row, session, incoming.event, context)
        result = self._conversation.decide(session, reading.action, context)
        place = self._place(unit, row, incoming.event, reading)
        result = result if place is not None else without_place(result)
        result = without_the_same(unit, result, row.user_id, now)
        if result.forget:
            self._forgetting.forget(unit, row.user_id, now)
            return TurnResult(farewell=(self._presenter.hint(row.language, "forgotten"), row.message_id))
        if result.changes and not known:
            unit.add(row)  # What is stored of teams refers to it
            known = True
        outcome = self._settle(unit, result, context)
        if row.screen and only_says(session, result, reading):
            outcome = replace(outcome, screen=replace(outcome.screen, blocks=()))
        if _opens(incoming.event, session, result):
            confirm(row, incoming.event.message_id, now)
            row.screen = ""  # Its message shows the reminder so far, even where the same question was open
            unit.let_go_of_reminder(row.user_id, incoming.event.message_id or 0)
        self._update(row, outcome, incoming.event, now, noted(session, outcome.result, reading))
        (unit.save if known else unit.add)(row)
        self._posting.post(unit, row, outcome.result, context, place)
        for team in sorted(teams_of(result.changes)):
            self._retiring.retire(unit, row, team, now, tapped=place)
        anew = isinstance(incoming.event, Typed) or outcome.result.festive
        return self._turn(
            row,
            outcome,
            incoming.event,
            outdated=live if row.message_id != live else None,
            menu=anew and is_menu(session.view),
        )

    def _settle(self, unit: Unit, result: Result, context: TurnContext) -> Outcome:
        """Store what a move does to teams and what follows from it; then there is something to show."""
        if result.changes:
            looking = onlookers(unit, result.changes) - {context.person}
            unit.apply(result.changes)
            note_deeds(unit, result.changes, context.person, context.now)
            self._redrawing.redraw(unit, looking)
            context = replace(context, teams=StoredTeams(unit, context.person))
            if following := self._conversation.follow(result, context):
                unit.apply(following)
                context = replace(context, teams=StoredTeams(unit, context.person))
        return self._conversation.outcome(result, context)

    def apologise(self, unit: Unit, incoming: Incoming) -> TurnResult:
        """After an update that cannot be handled: an apology and a way on, whatever was wrong."""
        now = self._clock()
        known = unit.load(incoming.user_id)
        row = known or self._newcomer(incoming, now)
        language = row.language = self._known_language(row.language)
        keyboard = tuple(
            ((self._presenter.label(language, Action(name)), name),) for name in ("resume", "cancel")
        )
        put(row, RenderedScreen(self._presenter.hint(language, "failed"), keyboard), fresh=True)
        take_delivery(row, self._owner, now)
        (unit.save if known else unit.add)(row)
        return TurnResult(deliver=row if row.lease_owner == self._owner else None)

    # ------------------------------------------------------------ before

    def _newcomer(self, incoming: Incoming, now: float) -> StoredConversation:
        language = self._presenter.renderer.language_for(incoming.language_code)
        session = Session().model_dump_json()
        return StoredConversation(incoming.user_id, language, session, created_at=now, active_at=now)

    def _known_language(self, language: str) -> str:
        renderer = self._presenter.renderer
        return language if language in renderer.languages else renderer.language_for(language)

    def _greet(self, incoming: Incoming) -> TurnResult:
        """Somebody of whom nothing is stored taps or sends a picture: tell the way in, and store nothing. It
        takes the place of the message tapped, whose buttons lead nowhere.
        """
        language = self._presenter.renderer.language_for(incoming.language_code)
        line = self._presenter.hint(language, "unknown_person")
        if isinstance(incoming.event, Tap):
            return TurnResult(toast=line, farewell=(line, incoming.event.message_id))
        return TurnResult(farewell=(line, None))

    def _block(self, unit: Unit, row: StoredConversation | None) -> TurnResult:
        if row is not None:
            row.reachable = False
            unit.save(row)
        return TurnResult()

    def _read(
        self, unit: Unit, row: StoredConversation, session: Session, event: Event, context: TurnContext
    ) -> Reading:
        """What the person means; a tap counts only on the screen that offered it."""
        if isinstance(event, Unreadable):
            return Reading(Action("hint", ("only_text",)))
        if isinstance(event, Tap):
            return Reading(self._tapped(row, event, context))
        if isinstance(event, Typed):
            if not row.screen and not event.text.startswith("/"):
                return Reading(Action("start"))
            seen = look(unit, self._conversation, row, session, context)
            return self._typed_text.read(event.text, seen, row.language, numbered=event.numbered)
        raise TypeError(f"no event: {event!r}")

    def _tapped(self, row: StoredConversation, tap: Tap, context: TurnContext) -> Action:
        version, _, action = tap.data.partition(":")
        if version == OF_A_LETTER and was_offered(parse_action(action), context):
            return parse_action(action)
        current = version == str(row.screen_version) and row.screen
        if current and RenderedScreen.from_json(row.screen).offers(action):
            confirm(row, tap.message_id, context.now)
            return parse_action(action)
        return Action("hint", (STALE,))

    def _place(self, unit: Unit, row: StoredConversation, event: Event, reading: Reading) -> int | None:
        """The message of the reminder that is answered, if it is not the live one already."""
        if isinstance(event, Tap):
            of_a_letter = event.data.partition(":")[0] == OF_A_LETTER
            found = event.message_id if of_a_letter else None
        else:
            reminder = unit.reminder_since(row.user_id, row.active_at) if reading.action.arguments else None
            found = reminder[1] if reminder is not None else None
        return found if found != row.message_id else None

    # ------------------------------------------------------------ after

    def _update(
        self, row: StoredConversation, outcome: Outcome, event: Event, now: float, noted: Button | None
    ) -> None:
        """The row as it is after the turn, with the delivery leased to us if nobody else has it."""
        result = outcome.result
        languages = self._presenter.renderer.languages
        row.language = result.language if result.language in languages else row.language
        row.session = result.session.model_dump_json()
        row.question_open = outcome.question_open
        row.active_at, row.reachable = now, True
        self._draw(row, outcome, event, noted)
        if isinstance(event, Tap) and result.hint == STALE:
            doubt(row, event.message_id, now)
        if _own(result.posts) or row.screen_version > row.delivered_version:
            take_delivery(row, self._owner, now)

    def _draw(self, row: StoredConversation, outcome: Outcome, event: Event, noted: Button | None) -> None:
        """The screen that follows from the facts of this moment, whatever was stored."""
        result, tapped = outcome.result, isinstance(event, Tap)
        in_place = tapped or _takes(event, result, row) is not None
        hint = None if in_place or noted else result.hint
        shown = self._presenter.show(row.language, outcome.screen, hint, noted)
        if tapped and result.hint == STALE and shown.stands_in(row.screen):
            return
        if result.festive and not _in_place(result):
            put(row, replace(shown, festive=True), fresh=True)  # an effect comes with a new message only
        else:
            put(row, shown, fresh=not in_place)

    def _turn(
        self, row: StoredConversation, outcome: Outcome, event: Event, *, outdated: int | None, menu: bool
    ) -> TurnResult:
        hint = outcome.result.hint if isinstance(event, Tap) else None
        letters = _own(outcome.result.posts)
        waiting = letters or row.screen_version > row.delivered_version
        return TurnResult(
            toast=self._presenter.hint(row.language, hint) if hint else None,
            deliver=row if waiting and row.lease_owner == self._owner else None,
            letters=letters,
            outdated=outdated,
            menu=menu,
            taken=_takes(event, outcome.result, row),
        )


def _takes(event: Event, result: Result, row: StoredConversation) -> int | None:
    """The message to which a sign is put instead of an answer below it; the live message says the rest."""
    if not result.taken or not isinstance(event, Typed) or row.message_id is None:
        return None
    return event.message_id


def _in_place(result: Result) -> bool:
    """Whether it is a reminder's own message that says what came of it."""
    return any(post.kind in IN_PLACE for post in result.posts)


def _own(posts: tuple[SideMessage, ...]) -> bool:
    """Whether any of these messages is for the person themselves."""
    return any(post.to is None for post in posts)


def _shown(session: Session) -> Session:
    """What screens follow from, without what is only kept of taps."""
    return session.having(asked_back=None, said_once=(), spent={})


def _opens(event: Event, session: Session, result: Result) -> TypeGuard[Tap]:
    """Whether a button below a reminder opens something, and not only says a word: then the reminder becomes
    the live message. One that no reminder offered opens nothing, nor does what is answered in its place.
    """
    of_a_letter = isinstance(event, Tap) and event.data.partition(":")[0] == OF_A_LETTER
    return (
        of_a_letter
        and result.hint != STALE
        and not any(post.kind in IN_PLACE for post in result.posts)
        and (_shown(result.session) != _shown(session) or result.hint is None)
    )
