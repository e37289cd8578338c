"""Reads a session: where somebody is, which question is open, which advice stands."""

from collections.abc import Mapping

from flows.adviser.advice import Advice, advise
from flows.adviser.quick import QuickAdvice, advise_quickly
from flows.catalogue import Catalogue
from flows.journey import Journey, Path, build_checkin_walk, build_walk
from flows.session import Finished, Session


class Dialogue:
    """One catalogue and its machines, and the questions one can put to a session."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.walk = build_walk(catalogue)
        self.walk_checkin = build_checkin_walk(catalogue)

    def journey(self, session: Session) -> Journey:
        """The questionnaire under way, as far as it is answered."""
        return self.walk(session.path or Path.FULL, session.answers)

    def open_question(self, session: Session) -> str | None:
        """The question that waits for an answer: the one being changed, if it still counts, else the next."""
        journey = self.journey(session)
        return session.changing if session.changing in journey.active else journey.next

    def asks(self, session: Session) -> bool:
        """Whether the live message shows an open question."""
        return session.view.startswith("question") and self.open_question(session) is not None

    def under_way(self, session: Session) -> bool:
        """Whether a questionnaire was begun and not finished."""
        return session.path is not None and self.journey(session).next is not None

    def standing_advice(self, session: Session, today: str = "") -> Advice | QuickAdvice | None:
        """The advice of the questionnaire finished last, as it reads today."""
        return self.advice(session.last, today, session.country) if session.last else None

    def active_answers(self, session: Session) -> Mapping[str, str]:
        """The answers behind the advice that stands; none where there is none."""
        last = session.last
        return self.walk(last.path, last.answers, finished=True).active if last else {}

    def advice(self, finished: Finished, today: str = "", country: str = "") -> Advice | QuickAdvice | None:
        """The advice of a finished questionnaire; None where changed content left holes in it."""
        journey = self.walk(finished.path, finished.answers, finished=True)
        if journey.next is not None:
            return None
        advising = advise if finished.path is Path.FULL else advise_quickly
        return advising(self.catalogue, journey.active, today, country)
