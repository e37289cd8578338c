"""Quick advice read as those read it who get it: what full advice would not say of the same answers."""

from collections.abc import Iterator
from html import unescape

from bot.check.texts.aloud import ReadAloud
from bot.check.texts.speech import TAG
from flows.adviser.projects import AGAINST
from flows.adviser.quick import QuickAdvice, advise_quickly
from flows.questionnaire.progress import Path, questions_of
from flows.screens.advice import QUICK_VIEWS, share_message
from flows.state.screen import Screen


def quick_faults(reading: ReadAloud) -> Iterator[tuple[str, str]]:
    """What quick advice tells the wrong people, promises and does not have, or starts too early."""
    catalogue = reading.presenter.catalogue
    asked = questions_of(catalogue, Path.QUICK)
    advice = advise_quickly(catalogue, {q: a for q, a in reading.answers.items() if q in asked})
    yield from _told_on(reading, advice)
    if reading.text("interface", "actions_intro") in _text(reading, QUICK_VIEWS["actions"](advice)):
        yield "quick actions", "promises a text to copy, and has none"
    for action in advice.actions:
        takes_a_yes = catalogue.actions[str(action.values["action"])].permission
        if reading.answers["management"] == AGAINST and takes_a_yes and not action.values["waits"]:
            yield "quick actions", f"advises {action.id}, which nobody has allowed yet"


def _told_on(reading: ReadAloud, advice: QuickAdvice) -> Iterator[tuple[str, str]]:
    """What somebody answered about those who decide, in what may be passed on to them."""
    option = reading.presenter.catalogue.option("management", reading.answers["management"]).scored
    said = reading.text("questions", "management", "options", option, "said")
    if said.casefold() in _text(reading, share_message(advice)).casefold():
        yield "quick share", f"is told to who decides: {said}"


def _text(reading: ReadAloud, screen: Screen) -> str:
    paragraphs = reading.presenter.paragraphs(reading.language, screen.blocks)
    return unescape(TAG.sub("", "\n".join(paragraphs)))
