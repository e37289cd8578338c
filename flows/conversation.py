"""One turn: from the facts so far and what somebody did, to new facts and what to show."""

from dataclasses import dataclass, replace

from flows.adviser.advice import Advice
from flows.adviser.quick import QuickAdvice
from flows.catalogue.catalogue import Catalogue
from flows.handlers.budget import within_budget
from flows.handlers.follow_up import follow_up, waits_for
from flows.handlers.pages import PAGES
from flows.handlers.questionnaire import HANDLERS
from flows.handlers.team import TEAM_HANDLERS
from flows.screens.advice import QUICK_VIEWS, VIEWS, advice_screen, going_back, menu_screen, up_to_advice
from flows.screens.asked_back import asked_back_screen
from flows.screens.pages import (
    languages_screen,
    mydata_screen,
    page_screen,
    source_part_screen,
    sources_screen,
)
from flows.screens.questions import overview_screen, question_screen, restart_screen, welcome_screen
from flows.screens.rating import is_rated_in, with_rating
from flows.screens.reckoning import reckoning_screen
from flows.screens.reminder_seen import reminder_screen
from flows.screens.team import team_screen
from flows.state.reader import SessionReader
from flows.state.result import Result, TurnContext
from flows.state.screen import Action, Screen
from flows.state.session import Session
from flows.state.trail import comes_from, gone_back, traced
from flows.teams.changes import Change

BESIDE = frozenset({"hint"})
"""What only says a word: what was asked back stays asked."""

GOING_BACK = frozenset({"back", "cancel"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn leads to: the move, and the screen that follows from its facts."""

    result: Result
    screen: Screen
    question_open: bool


class Conversation:
    """The whole dialogue, over one catalogue; `languages`: those one can choose."""

    def __init__(self, catalogue: Catalogue, languages: tuple[str, ...]) -> None:
        self.catalogue = catalogue
        self._languages = languages
        self.reader = SessionReader(catalogue)

    def respond(self, session: Session, action: Action, context: TurnContext) -> Outcome:
        """The outcome of an action that changes nothing of a team."""
        return self.outcome(self.decide(session, action, context), context)

    def decide(self, session: Session, action: Action, context: TurnContext) -> Result:
        """What an action comes to; one that is not known asks for the same screen again, with a hint."""
        handler = HANDLERS.get(action.name) or TEAM_HANDLERS.get(action.name)
        if action.name not in BESIDE:
            session = session.having(asked_back=None)
        if handler is None:
            return Result(session, hint="unknown_command")
        result = within_budget(
            session, action, handler(self.reader, session, action.arguments, context), context.now
        )
        if action.name in GOING_BACK and result.session.trail != session.trail:
            result = replace(result, session=self._where_it_differs(session, result.session, context))
        session = traced(session, result.session)
        return result if session is result.session else replace(result, session=session)

    def _where_it_differs(self, before: Session, back: Session, context: TurnContext) -> Session:
        """The first place on the way back that shows something else: what was there may be gone meanwhile,
        and a tap that changes nothing in view leads nowhere.
        """
        shown = self.screen(before, context)
        while self.screen(back, context) == shown and back.view != "welcome":
            back = gone_back(back) or back.having(view="welcome")
        return back

    def follow(self, result: Result, context: TurnContext) -> tuple[Change, ...]:
        """What follows by itself once a move's changes are stored: `context` has the teams after it."""
        return follow_up(self.catalogue, result, context)

    def outcome(self, result: Result, context: TurnContext) -> Outcome:
        """What to show after a move; `context` has the teams after its changes."""
        session = result.session
        return Outcome(result, self.screen(session, context), self.reader.asks(session))

    def screen(self, session: Session, context: TurnContext) -> Screen:
        """What the live message shows to somebody with these facts."""
        whole = self.whole_screen(session, context)
        return asked_back_screen(session.asked_back, whole) if session.asked_back else whole

    def whole_screen(self, session: Session, context: TurnContext) -> Screen:
        """The same with all its choices, although only some may be asked back."""
        return self._below_reminder(session, context) or self._place(session, context)

    def _below_reminder(self, session: Session, context: TurnContext) -> Screen | None:
        """The reminder that something unclear was typed below."""
        if session.asked_back is None or not session.asked_back.below:
            return None
        asks = self.reader.asks(session)
        return reminder_screen(self.catalogue, session.asked_back.below, context, asks=asks)

    def _place(self, session: Session, context: TurnContext) -> Screen:
        return (
            self._asking(session)
            or self._reading(session, context)
            or team_screen(self.reader, session, context)
            or self._advice(session, context)
            or self._welcome(session)
        )

    def _asking(self, session: Session) -> Screen | None:
        progress = self.reader.progress(session)
        question = self.reader.open_question(session)
        if question is not None and session.view.startswith("question"):
            why = session.view == "question_why"
            last = self.reader.is_last(session, progress, question)
            return question_screen(self.catalogue, session, progress, question, why=why, last=last)
        if session.view == "overview":
            finished = progress.next is None
            shown = overview_screen(progress, finished=finished)
            return shown if not finished or comes_from(session, "advice") else going_back(shown)
        return restart_screen() if session.view == "restart" else None

    def _reading(self, session: Session, context: TurnContext) -> Screen | None:
        view = session.view
        if view.startswith("sources"):
            part = view.removeprefix("sources").removeprefix("_")
            return source_part_screen(self.catalogue, part) if part else sources_screen()
        if view == "mydata":
            teams = tuple(team.name for team in context.teams.teams)
            return mydata_screen(session, self.reader.progress(session), teams)
        if view == "settings":
            return languages_screen(self._languages)
        return page_screen(view) if view in PAGES else None

    def _welcome(self, session: Session) -> Screen:
        if self.reader.standing_advice(session) is None:
            session = session.having(last=None)
        return welcome_screen(session, self.reader.progress(session) if session.path else None)

    def _advice(self, session: Session, context: TurnContext) -> Screen | None:
        view = session.view
        advice = self.reader.standing_advice(session, context.today)
        if view == "welcome" or advice is None:
            return None
        if view == "reckon":
            hours = advice.hours.asked or advice.hours.now
            return reckoning_screen(session, hours[0])
        untold = bool(self.reader.untold(session))
        shown = self._view_on(advice, session, untold=untold)
        if shown is not None:
            return up_to_advice(shown) if comes_from(session, "advice") else shown
        waits = isinstance(advice, Advice) and waits_for(session, context)
        return advice_screen(advice, card_due=session.card_due, team_waits=waits, untold=untold)

    def _view_on(self, advice: Advice | QuickAdvice, session: Session, *, untold: bool) -> Screen | None:
        """What stands behind the advice, where that is looked at."""
        shown = self._view(advice, session.view, untold=untold)
        if shown is None or session.last is None or not is_rated_in(advice, session.view):
            return shown
        return with_rating(shown, session.last.rating)

    def _view(self, advice: Advice | QuickAdvice, view: str, *, untold: bool) -> Screen | None:
        if view == "menu":
            return menu_screen(advice, untold=untold)
        if isinstance(advice, Advice):
            build = VIEWS.get(view)
            return build(advice) if build else None
        build_quick = QUICK_VIEWS.get(view)
        return build_quick(advice) if build_quick else None
