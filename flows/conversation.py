"""One turn: from the facts so far and what somebody did, to new facts and what to show."""

from dataclasses import dataclass

from flows.adviser.advice import Advice
from flows.asked_back import asked_back_screen
from flows.budget import within_budget
from flows.catalogue import Catalogue
from flows.dialogue import Dialogue
from flows.move import Move, Occasion
from flows.moves import HANDLERS, PAGES
from flows.questioning import overview_screen, question_screen, restart_screen, welcome_screen
from flows.reading import mydata_screen, page_screen, source_part_screen, sources_screen
from flows.reckoning import reckoning_screen
from flows.screens import Action, Screen
from flows.session import Session
from flows.teams.changes import Change
from flows.teams.following import follow, waits_for
from flows.teams.moves import TEAM_HANDLERS
from flows.teams.reminder_seen import reminder_screen
from flows.teams.screens import team_screen
from flows.views import QUICK_VIEWS, VIEWS, advice_screen

BESIDE = frozenset({"hint"})
"""What only says a word: what was asked back stays asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn leads to: the move, and the screen that follows from its facts."""

    move: Move
    screen: Screen
    question_open: bool


class Conversation:
    """The whole dialogue, over one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.dialogue = Dialogue(catalogue)

    def respond(self, session: Session, action: Action, occasion: Occasion) -> Outcome:
        """The outcome of an action that changes nothing of a team."""
        return self.outcome(self.decide(session, action, occasion), occasion)

    def decide(self, session: Session, action: Action, occasion: Occasion) -> Move:
        """What an action comes to; one that is not known asks for the same screen again, with a hint."""
        handler = HANDLERS.get(action.name) or TEAM_HANDLERS.get(action.name)
        if action.name not in BESIDE:
            session = session.having(asked_back=None)
        if handler is None:
            return Move(session, hint="unknown_command")
        move = handler(self.dialogue, session, action.arguments, occasion)
        return within_budget(session, action, move, occasion.now)

    def follow(self, move: Move, occasion: Occasion) -> tuple[Change, ...]:
        """What follows by itself once a move's changes are stored: `occasion` has the teams after it."""
        return follow(self.catalogue, move, occasion)

    def outcome(self, move: Move, occasion: Occasion) -> Outcome:
        """What to show after a move; `occasion` has the teams after its changes."""
        session = move.session
        return Outcome(move, self.screen(session, occasion), self.dialogue.asks(session))

    def screen(self, session: Session, occasion: Occasion) -> Screen:
        """What the live message shows to somebody with these facts."""
        whole = self.whole_screen(session, occasion)
        return asked_back_screen(session.asked_back, whole) if session.asked_back else whole

    def whole_screen(self, session: Session, occasion: Occasion) -> Screen:
        """The same with all its choices, although only some may be asked back."""
        return self._below_reminder(session, occasion) or self._place(session, occasion)

    def _below_reminder(self, session: Session, occasion: Occasion) -> Screen | None:
        """The reminder that something unclear was typed below."""
        if session.asked_back is None or not session.asked_back.below:
            return None
        asks = self.dialogue.asks(session)
        return reminder_screen(self.catalogue, session.asked_back.below, occasion, asks=asks)

    def _place(self, session: Session, occasion: Occasion) -> Screen:
        return (
            self._asking(session)
            or self._reading(session, occasion)
            or team_screen(self.dialogue, session, occasion)
            or self._advice(session, occasion)
            or self._welcome(session)
        )

    def _asking(self, session: Session) -> Screen | None:
        journey = self.dialogue.journey(session)
        question = self.dialogue.open_question(session)
        if question is not None and session.view.startswith("question"):
            why = session.view == "question_why"
            return question_screen(self.catalogue, session, journey, question, why=why)
        if session.view == "overview":
            return overview_screen(journey, finished=journey.next is None)
        return restart_screen() if session.view == "restart" else None

    def _reading(self, session: Session, occasion: Occasion) -> Screen | None:
        view = session.view
        if view.startswith("sources"):
            part = view.removeprefix("sources").removeprefix("_")
            return source_part_screen(self.catalogue, part) if part else sources_screen()
        if view == "mydata":
            teams = tuple(team.name for team in occasion.teams.teams)
            return mydata_screen(session, self.dialogue.journey(session), teams)
        return page_screen(view) if view in PAGES else None

    def _welcome(self, session: Session) -> Screen:
        if self.dialogue.standing_advice(session) is None:
            session = session.having(last=None)
        return welcome_screen(session, self.dialogue.journey(session) if session.path else None)

    def _advice(self, session: Session, occasion: Occasion) -> Screen | None:
        view = session.view
        advice = self.dialogue.standing_advice(session, occasion.today)
        if view == "welcome" or advice is None:
            return None
        if view == "reckon":
            hours = advice.hours.asked or advice.hours.now
            return reckoning_screen(session, hours[0])
        untold = bool(self.dialogue.untold(session))
        if isinstance(advice, Advice):
            build = VIEWS.get(view)
            if build is not None:
                return build(advice)
            waits = waits_for(session, occasion)
            return advice_screen(advice, card_due=session.card_due, team_waits=waits, untold=untold)
        build_quick = QUICK_VIEWS.get(view)
        return build_quick(advice) if build_quick else advice_screen(advice, untold=untold)
