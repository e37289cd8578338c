"""The advice read as those read it who get it: what shows only in the finished text of one organisation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.check.content.organisations import Answers
from bot.check.surroundings import DAY
from bot.check.texts.speech import TAG, sentences_of
from bot.services.presenter import Presenter
from flows.adviser.advice import Advice, advise
from flows.screens.advice import COPIES, VIEWS, advice_screen, card_caption, share_message
from flows.state.screen import Screen
from messages.texts import EDITOR

OUTSIDE = ("share", "memo", "card", *COPIES)
"""What leaves the bot, each by itself."""


@dataclass(frozen=True)
class ReadAloud:
    """All that one organisation is shown in one language."""

    answers: Answers
    advice: Advice
    language: str
    presenter: Presenter
    views: Mapping[str, tuple[str, ...]]
    """The paragraphs of each view, as Telegram HTML."""

    def lines(self, *views: str) -> Iterator[tuple[str, str]]:
        """Every line without its tags, and the view it stands in; of all views where none are named."""
        for view in views or self.views:
            for paragraph in self.views.get(view, ()):
                yield from ((view, line) for line in unescape(TAG.sub("", paragraph)).splitlines() if line)

    def text(self, *path: str, **values: object) -> str:
        return unescape(self.presenter.renderer.text(self.language, *path, **values))

    def editor(self, key: str) -> Any:  # noqa: ANN401 - as in the file
        """What the editors of the language say of its words."""
        return self.presenter.renderer.branch(self.language, EDITOR)[key]


def read_as(presenter: Presenter, answers: Answers, language: str, country: str = "") -> ReadAloud:
    """Everything shown to whoever gave these answers, in a country or in none that is known."""
    # A day on which every channel and duty is still shown.
    day = min((fact.check_by for fact in presenter.catalogue.content.fact), default=DAY)
    advice = advise(presenter.catalogue, answers, day, country)
    screens = dict(_opened(advice)) | {"share": share_message(advice), "card": card_caption(advice, day)}
    views = {name: tuple(presenter.paragraphs(language, screen.blocks)) for name, screen in screens.items()}
    return ReadAloud(answers, advice, language, presenter, views)


def _opened(advice: Advice) -> Iterator[tuple[str, Screen]]:
    """The advice, and every view that a button opens from there or further on."""
    waiting, seen = [("advice", advice_screen(advice))], {"advice"}
    while waiting:
        name, screen = waiting.pop(0)
        yield name, screen
        shown = (
            button.action.arguments[0]
            for row in screen.rows
            for button in row
            if button.action.name == "show"
        )
        for view in shown:
            if view in VIEWS and view not in seen:
                seen.add(view)
                waiting.append((view, VIEWS[view](advice)))


def read_all(
    presenter: Presenter, all_answers: Iterable[Answers], countries: Sequence[str] = ("",)
) -> Iterator[ReadAloud]:
    """All of them in every language, the countries in turn."""
    for turn, answers in enumerate(all_answers):
        country = countries[turn % len(countries)]
        for language in presenter.renderer.languages:
            yield read_as(presenter, answers, language, country)


# ------------------------------------------------------------------ what half of all get


@dataclass(frozen=True)
class Shared:
    """How much of what is read half of all organisations read, in a language."""

    language: str
    share: float
    sentences: tuple[tuple[str, int], ...]
    organisations: int


def shared_sentences(readings: Iterable[ReadAloud]) -> Iterator[Shared]:
    """The share of sentences that half or more of the organisations get, and which these are."""
    by_language: dict[str, list[list[str]]] = defaultdict(list)
    for reading in readings:
        own = [s for view in reading.views.values() for paragraph in view for s in sentences_of(paragraph)]
        by_language[reading.language].append(own)
    for language, read in by_language.items():
        counts: dict[str, int] = defaultdict(int)
        for own in read:
            for sentence in set(own):
                counts[sentence] += 1
        half = {sentence: count for sentence, count in counts.items() if 2 * count >= len(read)}
        shares = [sum(sentence in half for sentence in own) / len(own) for own in read]
        often = sorted(half.items(), key=lambda pair: (-pair[1], pair[0]))
        yield Shared(language, sum(shares) / len(shares), tuple(often), len(read))
