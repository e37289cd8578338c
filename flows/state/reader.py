"""Reads a session: where somebody is, which question is open, which advice stands."""

from collections.abc import Mapping

from flows.adviser.advice import Advice, advise
from flows.adviser.quick import QuickAdvice, advise_quickly
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Path, Progress, build_checkin_walk, build_walk
from flows.state.session import Finished, Session


class SessionReader:
    """One catalogue and its machines, and the questions one can put to a session."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.walk = build_walk(catalogue)
        self.walk_checkin = build_checkin_walk(catalogue)

    def progress(self, session: Session) -> Progress:
        """The questionnaire under way, as far as it is answered. Whoever finished it before a question was
        added that may be left out, is not sent back to it.
        """
        path = session.path or Path.FULL
        progress = self.walk(path, session.answers)
        if session.last is None or session.last.path is not path or not self._may_be_left_out(progress.next):
            return progress
        finished = self.walk(path, session.answers, finished=True)
        return finished if finished.next is None else progress

    def _may_be_left_out(self, question: str | None) -> bool:
        return question is not None and self.catalogue.left_out(question) is not None

    def untold(self, session: Session) -> tuple[str, ...]:
        """What may be left out and was: of quick advice the first of it, for that path asks nothing more."""
        if session.last is None:
            return ()
        told = self.active_answers(session)
        left_out = [question for question in self.catalogue.questions if self._may_be_left_out(question)]
        asked = left_out if session.last.path is Path.FULL else left_out[:1]
        return tuple(question for question in asked if question not in told)

    def open_question(self, session: Session) -> str | None:
        """The question that waits for an answer: the one being changed, if it still counts, else the next."""
        progress = self.progress(session)
        changing = session.changing
        if changing in progress.active or (progress.next is None and self._may_be_left_out(changing)):
            return changing
        return progress.next

    def is_last(self, session: Session, progress: Progress, question: str) -> bool:
        """Whether no question comes after the one that is open, whatever is answered to it."""
        path = session.path or Path.FULL
        return progress.next == question and all(
            self.walk(path, {**progress.active, question: option}).next is None
            for option in self.catalogue.offered(question)
        )

    def asks(self, session: Session) -> bool:
        """Whether the live message shows an open question."""
        return session.view.startswith("question") and self.open_question(session) is not None

    def under_way(self, session: Session) -> bool:
        """Whether a questionnaire was begun and not finished."""
        return session.path is not None and self.progress(session).next is not None

    def standing_advice(self, session: Session, today: str = "") -> Advice | QuickAdvice | None:
        """The advice of the questionnaire finished last, as it reads today."""
        return self.advice(session.last, today, session.country) if session.last else None

    def active_answers(self, session: Session) -> Mapping[str, str]:
        """The answers behind the advice that stands; none where there is none."""
        last = session.last
        return self.walk(last.path, last.answers, finished=True).active if last else {}

    def advice(self, finished: Finished, today: str = "", country: str = "") -> Advice | QuickAdvice | None:
        """The advice of a finished questionnaire; None where changed content left holes in it."""
        progress = self.walk(finished.path, finished.answers, finished=True)
        if progress.next is not None:
            return None
        advising = advise if finished.path is Path.FULL else advise_quickly
        return advising(self.catalogue, progress.active, today, country)
