"""Whole messages for answers of every kind, and whether the explored parts are the real advice."""

from collections.abc import Iterator, Mapping
from itertools import cycle

from bot.check.proof.outcomes import spread_answers
from bot.check.proof.slots import STEP_SLOTS, Core, element_slots, find_core
from bot.check.screens.buttons import button_faults
from bot.check.screens.measure import FIRST_LIMIT, Measure
from bot.check.surroundings import DAY
from flows.adviser.advice import Advice, advise
from flows.adviser.quick import QuickAdvice, advise_quickly
from flows.adviser.steps import step_causes
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Path
from flows.screens.advice import (
    COUNTRIES,
    QUICK_VIEWS,
    VIEWS,
    advice_screen,
    card_caption,
    memo_message,
    menu_screen,
    share_message,
)
from flows.screens.rating import with_rating
from flows.state.screen import Block, Screen
from flows.state.session import RATINGS

ALL_SHOWN = "2026-12-30"
"""A date on which no channel or duty is hidden until somebody has checked it."""


def whole_screens(advice: Advice | QuickAdvice) -> Iterator[Screen]:
    """The first message on this advice, everything behind its buttons, and what can be passed on."""
    yield advice_screen(advice)
    yield advice_screen(advice, untold=True)
    yield menu_screen(advice, untold=True)
    yield share_message(advice)
    if isinstance(advice, QuickAdvice):
        yield from (view(advice) for view in QUICK_VIEWS.values())
        yield from (with_rating(menu_screen(advice, untold=True), rating) for rating in (None, *RATINGS))
        return
    yield advice_screen(advice, team_waits=True)
    yield menu_screen(advice)
    yield advice_screen(advice, card_due=True)
    yield card_caption(advice, DAY)
    yield memo_message(advice)
    yield from (view(advice) for view in VIEWS.values())
    yield from (with_rating(VIEWS["week"](advice), rating) for rating in (None, *RATINGS))


def look_at_messages(catalogue: Catalogue, measure: Measure, number: int) -> Iterator[str]:
    """Faults in whole messages, for a number of answer sets of every kind."""
    for path in Path:
        for answers, country in zip(spread_answers(catalogue, path, number), cycle(("", *COUNTRIES))):
            advising = advise if path is Path.FULL else advise_quickly
            advice = advising(catalogue, answers, ALL_SHOWN, country)
            yield from look_at(advice, measure)
            _say_in_full(advice, measure)
            if isinstance(advice, Advice):
                yield from _other_parts(catalogue, answers, advice)


def _say_in_full(advice: Advice | QuickAdvice, measure: Measure) -> None:
    """Each element by itself, as it is given to who asks for advice without a conversation."""
    for language in measure.languages:
        for element in advice:
            measure.length(language, Block(f"full/{element.kind}", element=element))


def look_at(advice: Advice | QuickAdvice, measure: Measure) -> Iterator[str]:
    """Faults in all messages on one piece of advice."""
    for screen in whole_screens(advice):
        yield from button_faults(measure.presenter, screen)
        for language in measure.languages:
            length = measure.screen(language, screen)
            if screen.name in ("advice", "quick_advice") and length > FIRST_LIMIT:
                yield f"screen {screen.name} ({language}): {length} units, at most {FIRST_LIMIT} are meant"


def _other_parts(catalogue: Catalogue, answers: Mapping[str, str], advice: Advice) -> Iterator[str]:
    """Where the advice is not what its parts, explored one by one, say."""
    elements = list(advice)
    for place, slot in element_slots(catalogue).items():
        if any(element not in elements for element in slot(answers)):
            yield f"{place}: the advice as a whole says something else for {dict(answers)}"
    limits = step_causes(catalogue, advice.outcome)
    for place, step_slot in STEP_SLOTS.items():
        if any(e not in elements for e in step_slot(catalogue, advice.outcome.number, limits)(answers)):
            yield f"{place}: the advice as a whole says something else for {dict(answers)}"
    core = find_core(catalogue, answers)
    if _core_of(advice) != (core.number, core.limiting, core.order):
        yield f"the step or the order of barriers differs for {dict(answers)}"
    if not _chosen(core, advice):
        yield f"the actions differ for {dict(answers)}"


def _core_of(advice: Advice) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    order = tuple(element.id for element in advice.barriers)
    return advice.outcome.number, advice.outcome.limiting, order


def _chosen(core: Core, advice: Advice) -> bool:
    first, second = (2, 0) if core.won_first else (0, 1)
    advised = [action.values["action"] for action in advice.actions]
    return [core.first.action, core.second.action] == [advised[first], advised[second]]
