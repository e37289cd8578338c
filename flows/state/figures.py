"""What many people did together, as it is told: never of fewer than five."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from flows.questionnaire.progress import Path
from flows.state.reader import SessionReader
from flows.state.session import RATINGS, Session

FEWEST = 5
"""Of fewer people nothing is told, and of more so many at a time."""
STAYED_AWAY = 1.0
"""Days without a word after which somebody who was answering has stopped."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Each number is rounded down to a multiple of five, 0 where it comes from fewer. `questions`: how many
    were asked each, and how many stopped there.
    """

    people: int
    began: int
    advice: Mapping[Path, int]
    ratings: Mapping[str, int]
    questions: Mapping[str, tuple[int, int]]


def told(number: int) -> int:
    """A number as it is told."""
    return number - number % FEWEST


class Tally:
    """Counts people, one after another."""

    def __init__(self, reader: SessionReader) -> None:
        self._reader = reader
        self._people = 0
        self._began = 0
        self._advice: Counter[Path] = Counter()
        self._ratings: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._stopped: Counter[str] = Counter()

    def add(self, session: Session, days_away: float) -> None:
        """Count what somebody did."""
        self._people += 1
        self._began += session.path is not None or session.last is not None
        given = {*session.answers, *session.earlier}
        if session.last is not None:
            given.update(session.last.answers)
            self._advice[session.last.path] += 1
            self._ratings.update([session.last.rating] if session.last.rating else [])
        elif self._reader.under_way(session) and (question := self._reader.open_question(session)):
            given.add(question)
            self._stopped[question] += days_away >= STAYED_AWAY
        self._asked.update(given)

    def figures(self) -> Figures:
        """What may be told of those who were counted."""
        return Figures(
            people=told(self._people),
            began=told(self._began),
            advice={path: told(self._advice[path]) for path in Path},
            ratings={rating: told(self._ratings[rating]) for rating in RATINGS},
            questions={
                question: (told(self._asked[question]), told(self._stopped[question]))
                for question in self._reader.catalogue.questions
            },
        )
