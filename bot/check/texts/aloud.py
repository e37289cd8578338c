"""The advice read as those read it who get it: what shows only in the finished text of one organisation."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from bot.check.content.organisations import Answers
from bot.check.faults import EXCERPT
from bot.check.surroundings import DAY
from bot.check.texts.speech import TAG, sentences_of
from bot.services.presenter import Presenter
from flows.adviser.advice import Advice, advise
from flows.adviser.mode import PREPARE, REUSE
from flows.adviser.projects import AGAINST
from flows.catalogue.questions import UNKNOWN
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
            for paragraph in self.views[view]:
                yield from ((view, line) for line in unescape(TAG.sub("", paragraph)).splitlines() if line)

    def text(self, *path: str, **values: object) -> str:
        return unescape(self.presenter.renderer.text(self.language, *path, **values))

    def editor(self, key: str) -> Any:  # noqa: ANN401 - as in the file
        """What the editors of the language say of its words."""
        return self.presenter.renderer.branch(self.language, EDITOR)[key]


def read_as(presenter: Presenter, answers: Answers, language: str) -> ReadAloud:
    """Everything shown to whoever gave these answers."""
    advice = advise(presenter.catalogue, answers, DAY)
    screens = dict(_opened(advice)) | {"share": share_message(advice), "card": card_caption(advice, DAY)}
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


def read_all(presenter: Presenter, all_answers: Iterable[Answers]) -> Iterator[ReadAloud]:
    for answers in all_answers:
        yield from (read_as(presenter, answers, language) for language in presenter.renderer.languages)


def reading_faults(readings: Iterable[ReadAloud]) -> Iterator[str]:
    """What is wrong for those who read it: each kind of fault once for each view and language."""
    for reading in readings:
        given = ", ".join(f"{question} {option}" for question, option in reading.answers.items())
        for judge in JUDGES:
            for view, fault in judge(reading):
                yield f"view {view} ({reading.language}): {fault}{EXCERPT}{given}"


Judged = Iterator[tuple[str, str]]
"""The view, and what is wrong there."""


def foreign_words(reading: ReadAloud) -> Judged:
    """Words that belong to other sectors, or that mean nothing to the smallest organisations."""
    sector = reading.advice.sector
    words = {word for word, sectors in reading.editor("only").items() if sector not in sectors}
    if reading.answers.get("size") == "tiny":
        words |= set(reading.editor("not_tiny"))
    yield from _found(reading, words, "is no word of theirs")


def _found(reading: ReadAloud, words: Iterable[str], wrong: str, *views: str) -> Judged:
    wanted = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words)))})\b", re.IGNORECASE)
    for view, line in reading.lines(*views):
        for found in wanted.findall(line):
            yield view, f"{found.lower()} {wrong}: {line}"


def false_certainty(reading: ReadAloud) -> Judged:
    """What nobody said is told as said; an estimate is told as if it were known."""
    you_said, not_known = (reading.text("interface", key) for key in ("you_said", "not_known"))
    unknown = [question for question, answer in reading.answers.items() if answer == UNKNOWN]
    said = [reading.text("questions", question, "options", UNKNOWN, "said") for question in unknown]
    for view, line in reading.lines():
        told = line.casefold()
        certain = any(one.casefold() in told for one in said) or not_known.casefold() in told
        if line.startswith(you_said) and certain:
            yield view, f"is told as said, and is not known: {line}"
    for barrier in reading.advice.assumed:
        name = reading.text("barriers", barrier, "name")
        for view, line in reading.lines("card", "why_barriers"):
            if name in line and reading.text("interface", "assumed") not in line:
                yield view, f"is an estimate and does not say so: {line}"
    if reading.advice.provisional:
        hedges = {reading.text("interface", "provisional"), reading.text("memo", "provisional").split(":")[0]}
        for view in ("advice", "share", "card", "memo"):
            if not any(hedge in line for _, line in reading.lines(view) for hedge in hedges):
                yield view, "is provisional and does not say so"


def other_hours(reading: ReadAloud) -> Judged:
    """Hours a week that are neither those there are nor those that are asked."""
    form = re.compile(reading.editor("hours"))
    now, asked = reading.advice.hours.now, reading.advice.hours.asked
    allowed = {str(number) for number in (*now, *(asked or ()))}
    for view, line in reading.lines():
        for found in form.finditer(line):
            if not set(re.findall(r"\d+", found.group())) <= allowed:
                yield view, f"has other hours than the advice: {line}"


def too_early(reading: ReadAloud) -> Judged:
    """Something can start where nothing may start yet."""
    waits = reading.advice.mode.id in (PREPARE, REUSE) or reading.answers["management"] == AGAINST
    if waits:
        starts = reading.text("interface", "quadrants", "start_now")
        yield from _found(reading, [starts], "is said where nothing may start")


def wrong_audience(reading: ReadAloud) -> Judged:
    """What leaves the bot speaks to whoever gets it, not of what was said here or of a part of an article."""
    inside = [reading.text("interface", key) for key in ("you_said", "article")]
    yield from _found(reading, [inside[0]], "means nothing to who gets this", "share", "memo")
    yield from _found(
        reading, [f"{inside[1]} {n}" for n in (1, 2)], "means nothing to who gets this", "share", "memo"
    )
    for view in ("share", "memo"):
        if not any("2011" in line for _, line in reading.lines(view)):
            yield view, "does not say how old the research is"


def said_twice(reading: ReadAloud) -> Judged:
    """A sentence that stands twice in the views, or twice in one thing that leaves the bot."""
    inside = [name for name in reading.views if name not in OUTSIDE]
    for group in (inside, *([name] for name in OUTSIDE if name in reading.views)):
        stands: dict[str, list[str]] = defaultdict(list)
        for view in group:
            for paragraph in reading.views[view]:
                for sentence in sentences_of(paragraph):
                    stands[sentence].append(view)
        for sentence, views in stands.items():
            if len(views) > 1:
                yield views[-1], f"stands in {views[0]} already: {sentence}"


JUDGES: tuple[Callable[[ReadAloud], Judged], ...] = (
    foreign_words,
    false_certainty,
    other_hours,
    too_early,
    wrong_audience,
    said_twice,
)


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
