"""Every screen there is, with the answers that lead to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, cycle

from bot.check.content.organisations import organisations, varied_answers
from bot.check.proof.explore import explore
from bot.check.proof.outcomes import spread_answers
from bot.check.screens.asking import asking_screens, longest_data_screens
from bot.check.screens.crews import sample_crews
from bot.check.screens.looking import ALL_SHOWN, whole_screens
from bot.check.screens.profile import FILLED
from bot.check.screens.teams import (
    inline_screens,
    nudges_of,
    team_captions,
    team_screens,
    views_of,
)
from bot.check.surroundings import DAY
from bot.services.presenter import Presenter
from flows.adviser.advice import Advice, advise
from flows.adviser.quick import QuickAdvice, advise_quickly
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.conversation import Conversation
from flows.questionnaire.answers import ActiveAnswers
from flows.questionnaire.progress import Path, questions_of
from flows.screens.advice import COUNTRIES
from flows.screens.asked_back import asked_back_screen
from flows.state.result import TurnContext
from flows.state.screen import Block, Button, Screen
from flows.state.session import AskedBack, Session

LOOKED_THROUGH = 3000
"""How many sets of answers of each path are looked through, beside an organisation of every kind."""
TEAMS = 5
"""A team of each step, in every situation, and one more."""
NOW = TurnContext(DAY)


@dataclass(frozen=True)
class KnownAnswers:
    """All answers of an organisation, and where it is."""

    path: Path
    answers: Mapping[str, str]
    country: str = ""


@dataclass(frozen=True)
class Scene:
    """A screen, of which part of the bot it is, and the answers that lead there. `noted`: what was typed."""

    group: str
    screen: Screen
    answers: Mapping[str, str] = field(default_factory=dict)
    noted: Button | None = None


def all_scenes(catalogue: Catalogue, presenter: Presenter) -> Iterator[Scene]:
    """Everything that people can be shown, what is asked first."""
    yield from asking_scenes(catalogue, presenter.renderer.languages)
    yield from advice_scenes(catalogue)
    yield from team_scenes(catalogue)
    for name in presenter.renderer.branch(presenter.renderer.languages[0], "hints"):
        yield Scene("hint", Screen("hint", (Block("hint", {"hint": name, **FILLED}),)))


def asking_scenes(catalogue: Catalogue, languages: tuple[str, ...]) -> Iterator[Scene]:
    """The questions as they are come to, then in every other state, and the pages around them."""
    conversation = Conversation(catalogue, languages)
    for path in Path:
        for question in questions_of(catalogue, path):
            before = answers_before(catalogue, path, question)
            for view in ("question", "question_why"):
                session = Session(path=path, answers=dict(before), view=view)
                yield Scene("asking", conversation.screen(session, NOW), before)
    for screen in asking_screens(catalogue, languages):
        yield Scene("asking", screen)
    for path in Path:
        for screen in longest_data_screens(catalogue, path):
            yield Scene("asking", screen)
    asking = conversation.screen(Session(path=Path.FULL, view="question"), NOW)
    for meant in ((), asking.rows[0], (*asking.rows[0], *asking.rows[1])):
        asked = AskedBack(below="7", meant=tuple(str(button.action) for button in meant))
        yield Scene("asking", asked_back_screen(asked, asking))
    yield Scene("asking", asking, noted=asking.rows[0][0])


def answers_before(catalogue: Catalogue, path: Path, question: str) -> Mapping[str, str]:
    """Answers with which a question comes next, where there are any: those that a condition needs, and
    the first of what is on offer.
    """
    questions = questions_of(catalogue, path)
    before = questions[: questions.index(question)]

    def asked(answers: Facts) -> bool:
        return catalogue.is_asked(question, answers)

    for read, is_asked in explore(catalogue, asked):
        if is_asked:
            raw = {name: read.get(name, catalogue.offered(name)[0]) for name in before}
            active = ActiveAnswers(raw, catalogue)
            return {name: active[name] for name in before if name in active}
    return {}


def advice_of(catalogue: Catalogue, known: KnownAnswers) -> Advice | QuickAdvice:
    """The advice that these answers lead to, on a day on which everything in it is shown."""
    advising = advise if known.path is Path.FULL else advise_quickly
    return advising(catalogue, known.answers, ALL_SHOWN, known.country)


def advice_answers(catalogue: Catalogue) -> Iterator[KnownAnswers]:
    """Organisations of every sector and step, the lanes in turn; then answers of every kind whose advice has
    something that none before it has.
    """
    countries = cycle(("", *COUNTRIES))
    first = (KnownAnswers(Path.FULL, answers) for answers in organisations(catalogue, each_lane=False))
    others = (
        KnownAnswers(path, answers)
        for path in Path
        for answers in varied_answers(catalogue, path, LOOKED_THROUGH)
    )
    met: set[object] = set()
    for known in chain(first, others):
        advice = advice_of(catalogue, known)
        parts: set[object] = {(known.path, element.kind, element.id) for element in advice}
        parts |= {(known.path, pilot.id, known.answers.get("sector")) for pilot in advice.pilots}
        parts |= {
            (known.path, advice.pilots[0].id),
            (known.path, advice.barriers[0].id, advice.actions[0].id),
        }
        if not parts <= met:
            met |= parts
            yield replace(known, country=next(countries))


def advice_scenes(catalogue: Catalogue) -> Iterator[Scene]:
    """The advice, everything behind its buttons, and what can be passed on."""
    for known in advice_answers(catalogue):
        for screen in whole_screens(advice_of(catalogue, known)):
            yield Scene("advice", screen, known.answers)


def team_scenes(catalogue: Catalogue) -> Iterator[Scene]:
    """What members of teams of every kind are shown and sent."""
    conversation = Conversation(catalogue, ())
    for answers in spread_answers(catalogue, Path.FULL, TEAMS):
        for crew in sample_crews(catalogue, answers):
            for screen in views_of(conversation, crew, answers):
                yield Scene("team", screen, answers)
            for screen in nudges_of(catalogue, crew):
                yield Scene("reminder", screen, answers)
    for screens in (team_screens(catalogue, 1), team_captions(catalogue, TEAMS), inline_screens()):
        for screen in screens:
            yield Scene("team", screen)
