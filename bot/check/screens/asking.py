"""Every screen that asks or informs, in every state it can be in."""

from collections.abc import Iterator

from bot.check.surroundings import DAY
from flows.catalogue.catalogue import Catalogue
from flows.conversation import Conversation
from flows.handlers.pages import PAGES
from flows.questionnaire.progress import Path, Progress, questions_of
from flows.screens.pages import SOURCE_PARTS
from flows.screens.questions import overview_screen, question_screen, restart_screen, welcome_screen
from flows.screens.reckoning import reckoning_screen
from flows.state.result import TurnContext
from flows.state.screen import Screen
from flows.state.session import Finished, Session

NOW = TurnContext(DAY)

GONE = "gone"
"""An option that is not on offer any more."""


def asking_screens(catalogue: Catalogue, languages: tuple[str, ...]) -> Iterator[Screen]:
    """The questions, the overview of answers, and the ways in and out."""
    for path in Path:
        for question in questions_of(catalogue, path):
            yield from _question_states(catalogue, path, question)
        answered = Progress(_answers_before(catalogue, path, None), None)
        yield overview_screen(answered, finished=True)
        yield overview_screen(answered, finished=False)
        yield from _welcome_states(catalogue, path)
    yield welcome_screen(Session(), None)
    yield restart_screen()
    for given in ((), (50,), (50, 6), (50, 6, 45), (1, 1, 45)):
        yield reckoning_screen(Session(reckoning=given), 8)
    conversation = Conversation(catalogue, languages)
    sources = ("sources", *(f"sources_{part}" for part in SOURCE_PARTS))
    for page in (*PAGES, *sources):
        yield conversation.screen(Session(view=page), NOW)


def _answers_before(catalogue: Catalogue, path: Path, question: str | None) -> dict[str, str]:
    """Answers to everything before a question, also to what is not always asked: more than anybody has."""
    questions = questions_of(catalogue, path)
    before = questions[: questions.index(question)] if question else questions
    return {name: catalogue.offered(name)[0] for name in before}


def _question_states(catalogue: Catalogue, path: Path, question: str) -> Iterator[Screen]:
    most = catalogue.content.at_most[path] - 1
    before = _answers_before(catalogue, path, question)
    helpers = {name: answer for name, answer in before.items() if catalogue.questions[name].helper}
    counted = {name: answer for name, answer in before.items() if name not in helpers}
    progress = Progress({**helpers, **dict(list(counted.items())[:most])}, question)
    for why in (False, True):
        for option in (*catalogue.offered(question), GONE):
            for changing in (None, question):
                session = Session(path=path, answers={question: option}, changing=changing)
                yield question_screen(catalogue, session, progress, question, why=why)
        yield question_screen(catalogue, Session(path=path), Progress({}, question), question, why=why)


def _welcome_states(catalogue: Catalogue, path: Path) -> Iterator[Screen]:
    answers = _answers_before(catalogue, path, None)
    finished = Finished(path=path, answers=answers, on=DAY)
    for last in (None, finished):
        session = Session(path=path, last=last)
        yield welcome_screen(session, Progress(answers, None))
        for question in (*answers,)[1:]:
            yield welcome_screen(session, Progress(_answers_before(catalogue, path, question), question))


def longest_data_screens(catalogue: Catalogue, path: Path) -> Iterator[Screen]:
    """The pages that list answers, once for each option of each question and everything else as before.

    A list grows by one line an answer, so the longest lines together are the longest list.
    """
    conversation = Conversation(catalogue, ())
    first = _answers_before(catalogue, path, None)
    for question in first:
        for option in catalogue.offered(question):
            answers = {**first, question: option}
            yield overview_screen(Progress(answers, None), finished=True)
            last = Finished(path=path, answers=answers, on=DAY)
            yield conversation.screen(Session(path=path, answers=answers, last=last, view="mydata"), NOW)
