"""Advice from a file of answers: what `vierstap advise` reads and writes."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from bot.services.plain import plain_text
from bot.services.presenter import Presenter
from flows.adviser.advice import COMBINATIONS_SHOWN, Advice
from flows.adviser.quick import QuickAdvice
from flows.catalogue.content import Hours
from flows.catalogue.errors import AnswerError
from flows.questionnaire.progress import Path, questions_of
from flows.screens.advice import QUICK_VIEWS, VIEWS, advice_screen, memo_message, share_message, share_screen
from flows.state.reader import SessionReader
from flows.state.screen import Block, Screen
from flows.state.session import Finished

LARGEST_FILE = 8_388_608
"""Bytes; some twenty thousand sets of answers."""


def read_answer_sets(raw: bytes) -> tuple[list[Mapping[str, object]], bool]:
    """The sets of answers in a JSON document, and whether it was a list.

    Raises:
        AnswerError: in one line, what is wrong.
    """
    if len(raw) > LARGEST_FILE:
        raise AnswerError(f"the answers are larger than {LARGEST_FILE // 1_048_576} MiB")
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise AnswerError(f"the answers are not JSON: {error}") from None
    sets = document if isinstance(document, list) else [document]
    for place, answers in enumerate(sets, start=1):
        if not isinstance(answers, dict):
            where = f"set {place}: " if isinstance(document, list) else ""
            raise AnswerError(f"{where}expected an object of question: option")
    return sets, isinstance(document, list)


class Adviser:
    """Advice for sets of answers, as data and as text; `today` and `country`: for which day, and where."""

    def __init__(self, reader: SessionReader, presenter: Presenter, *, today: str, country: str = "") -> None:
        self._reader = reader
        self._today = today
        self._country = country
        self._presenter = presenter

    def advise_all(
        self, sets: list[Mapping[str, object]], path: Path, *, numbered: bool
    ) -> Iterator[Advice | QuickAdvice]:
        """The advice for each set; a fault names its place, from 1, where they are numbered.

        Raises:
            AnswerError: as `advise`.
        """
        for place, answers in enumerate(sets, start=1):
            try:
                yield self.advise(answers, path)
            except AnswerError as error:
                raise AnswerError(f"set {place}: {error}" if numbered else str(error)) from None

    def advise(self, answers: Mapping[str, object], path: Path) -> Advice | QuickAdvice:
        """The advice for one set.

        Raises:
            AnswerError: names the question that is unknown, unanswered, or answered with no option of it.
        """
        for question in answers:
            if question not in self._reader.catalogue.questions:
                raise AnswerError(f"{question}: there is no such question")
        given = {question: option for question, option in answers.items() if isinstance(option, str)}
        asked = questions_of(self._reader.catalogue, path)
        given = {question: given[question] for question in asked if question in given}
        progress = self._reader.walk(path, given, finished=True)
        left_out = (question for question in asked if question in answers and question not in progress.active)
        strange = next((q for q in left_out if self._reader.catalogue.left_out(q)), progress.next)
        if strange is not None:
            raise AnswerError(self._refusal(strange, answers))
        advice = self._reader.advice(
            Finished(path=path, answers=dict(progress.active), on=""), self._today, self._country
        )
        if advice is None:
            raise AssertionError("a finished journey leads to advice")
        return advice

    def _week(self, language: str, advice: Advice) -> list[dict[str, str]]:
        actions = {action.values["action"]: action.id for action in advice.actions}
        return [
            {
                "day": str(result.values["day"]),
                "action": actions[result.values["action"]],
                "text": self._presenter.paragraph(language, Block("week/text", element=result)),
            }
            for result in advice.week
        ]

    def _refusal(self, question: str, answers: Mapping[str, object]) -> str:
        """Why the answer to a question that is asked cannot be used."""
        if question not in answers:
            return f"{question}: an answer is missing"
        if not isinstance(answers[question], str):
            return f"{question}: the option must be text"
        offered = ", ".join(self._reader.catalogue.offered(question))
        return f"{question}: no option {answers[question]!r} (there are {offered})"

    def messages(self, language: str, advice: Advice | QuickAdvice) -> list[str]:
        """The first message, then each view behind its buttons, in their order."""
        return [self._presenter.show(language, screen).text for screen in _screens(advice)]

    def as_text(self, language: str, advice: Advice | QuickAdvice) -> str:
        """All messages as plain text."""
        return "\n\n\n".join(map(plain_text, self.messages(language, advice)))

    def as_html(self, language: str, advice: Advice | QuickAdvice) -> str:
        """All messages as Telegram HTML."""
        return "\n\n\n".join(self.messages(language, advice))

    def as_document(self, language: str, advice: Advice | QuickAdvice) -> dict[str, Any]:
        """The outcome, every element with its causes and sources, and the messages."""
        outcome = _full_outcome(advice) if isinstance(advice, Advice) else _quick_outcome(advice)
        elements = [
            {
                "id": element.id,
                "causes": dict(element.causes),
                "sources": list(element.sources),
                "text": self._presenter.element_text(language, element),
            }
            for element in advice
        ]
        if isinstance(advice, Advice):
            outcome |= {
                "this_week": self._week(language, advice),
                "memo": self._presenter.show(language, memo_message(advice)).text,
            }
        return {**outcome, "elements": elements, "messages": self.messages(language, advice)}


def _screens(advice: Advice | QuickAdvice) -> Iterator[Screen]:
    """The advice and what its buttons open, each view once, followed by what opens from there."""
    waiting, seen = [advice_screen(advice)], set[str]()
    while waiting:
        screen = waiting.pop(0)
        if screen.name in seen:
            continue
        seen.add(screen.name)
        yield screen
        waiting[:0] = list(_opened(advice, screen))


def _opened(advice: Advice | QuickAdvice, screen: Screen) -> Iterator[Screen]:
    for button in (button for row in screen.rows for button in row):
        view = button.action.arguments[0] if button.action.name == "show" else ""
        if isinstance(advice, Advice) and view in VIEWS:
            yield VIEWS[view](advice)
        elif isinstance(advice, QuickAdvice) and view in QUICK_VIEWS:
            yield QUICK_VIEWS[view](advice)
        elif button.action.name == "share" and button.action.arguments != ("decider",):
            whole = isinstance(advice, Advice) and not button.action.arguments
            yield share_screen(advice) if isinstance(advice, Advice) and whole else share_message(advice)


def _full_outcome(advice: Advice) -> dict[str, Any]:
    combinations = [element.id for element in advice.combinations]
    return {
        "step": advice.outcome.number,
        "status": advice.outcome.status,
        "limiting": list(advice.outcome.limiting),
        "lane": advice.strategy.lane,
        "source": advice.strategy.source,
        "second_lane": advice.strategy.second,
        "barriers": [[barrier.id, barrier.strength] for barrier in advice.ranked],
        "next_needs": advice.outcome.needs,
        "actions": [element.id for element in advice.actions],
        "pilots": [element.id for element in advice.pilots],
        "management_element": advice.management.id,
        "scale_element": advice.scale.id,
        "kpi_element": advice.kpi.id,
        "combinations_shown": combinations[:COMBINATIONS_SHOWN],
        "combinations_all": combinations,
        "unknown_count": advice.unknown_count,
        "sector": advice.sector,
        "role": advice.role,
        "ask": advice.ask.id,
        "hours": _hours(advice.hours),
        "provisional": advice.provisional,
        "assumed_barriers": list(advice.assumed),
        "pilots_mode": advice.mode.id,
        "pilots_at_once": advice.mode.at_once,
        "kpis": list(advice.kpis),
    }


def _hours(hours: Hours) -> dict[str, list[int | None] | None]:
    """Hours a week from and to; to nothing where that many or more."""

    def pair(span: tuple[int, ...]) -> list[int | None]:
        return [span[0], span[1] if len(span) > 1 else None]

    return {"now": pair(hours.now), "asked": pair(hours.asked) if hours.asked else None}


def _quick_outcome(advice: QuickAdvice) -> dict[str, Any]:
    return {
        "provisional_step": advice.outcome.provisional,
        "range": [1, advice.outcome.highest],
        "lane": advice.strategy.lane,
        "barriers": [[barrier.id, barrier.strength] for barrier in advice.ranked],
        "actions": [element.id for element in advice.actions],
        "ask": advice.ask.id,
        "hours": _hours(advice.hours),
    }
