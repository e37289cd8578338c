"""One turn: from the facts so far and what somebody did, to new facts and what to show."""

from dataclasses import dataclass

from flows.adviser.advice import Advice
from flows.catalogue import Catalogue
from flows.dialogue import Dialogue
from flows.moves import HANDLERS, PAGES, Move, Occasion
from flows.questioning import overview_screen, question_screen, restart_screen, welcome_screen
from flows.screens import Action, Block, Button, Screen, button
from flows.session import Session
from flows.views import QUICK_VIEWS, VIEWS, advice_screen

LANGUAGES = ("nl", "en")


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
        """The outcome of an action; one that is not known shows the same screen again, with a hint."""
        handler = HANDLERS.get(action.name)
        if handler is None:
            move = Move(session, hint="unknown_command")
        else:
            move = handler(self.dialogue, session, action.arguments, occasion)
        return Outcome(move, self.screen(move.session), self.dialogue.asks(move.session))

    def screen(self, session: Session) -> Screen:
        """What the live message shows to somebody with these facts."""
        view = session.view
        if view.startswith("question"):
            journey = self.dialogue.journey(session)
            question = session.changing or journey.next
            if question is not None:
                why = view == "question_why"
                return question_screen(self.catalogue, session, journey, question, why=why)
        if view == "overview":
            journey = self.dialogue.journey(session)
            return overview_screen(journey, finished=journey.next is None)
        if view == "restart":
            return restart_screen()
        if view in PAGES:
            return self._page(session, view)
        if view != "welcome":
            return self._advice(session, view) or self._welcome(session)
        return self._welcome(session)

    def _welcome(self, session: Session) -> Screen:
        return welcome_screen(session, self.dialogue.journey(session) if session.path else None)

    def _advice(self, session: Session, view: str) -> Screen | None:
        advice = self.dialogue.standing_advice(session)
        if advice is None:
            return None
        if isinstance(advice, Advice):
            build = VIEWS.get(view)
            return build(advice) if build else advice_screen(advice, card_due=session.card_due)
        build_quick = QUICK_VIEWS.get(view)
        return build_quick(advice) if build_quick else advice_screen(advice)

    def _page(self, session: Session, page: str) -> Screen:
        values: dict[str, object] = {}
        if page == "mydata":
            values["answers"] = tuple(self.dialogue.journey(session).active.items())
            values["last_on"] = session.last.on if session.last else None
        return Screen(page, (Block(page, values),), (*PAGE_ROWS.get(page, ()), (button("cancel"),)))


PAGE_ROWS: dict[str, tuple[tuple[Button, ...], ...]] = {
    "mydata": ((button("export"), button("forget")),),
    "settings": (tuple(button("language", language) for language in LANGUAGES),),
    "forget": ((button("forget_all"),),),
    "privacy": ((button("mydata"), button("forget")),),
}
"""The buttons of the fixed pages, above the way back."""
