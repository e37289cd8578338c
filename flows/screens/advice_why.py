"""Why the advice is what it is: the answers and the source behind each part of it."""

from collections.abc import Iterable, Iterator

from flows.adviser.advice import Advice
from flows.adviser.elements import Element
from flows.adviser.quick import QuickAdvice
from flows.screens.advice_shared import AnyAdvice
from flows.screens.pages import BACK
from flows.state.screen import Block, Screen, button

MOST_IN_A_PART = 3
"""Combinations explained in one message."""


def why_screen(advice: AnyAdvice) -> Screen:
    """Why this step; the reasons of everything else stand behind a button each."""
    rest = (button("show", "why_rest"),) if isinstance(advice, Advice) else ()
    rows = (
        (button("show", "why_actions"), button("show", "why_barriers")),
        (button("show", "why_projects"), button("show", "why_management")),
        *((rest,) if rest else ()),
    )
    blocks = (Block("why/intro"), *_reasons("step", (advice.step,)), *_not_measured(advice))
    return Screen("why", blocks, (*rows, BACK))


def _not_measured(advice: AnyAdvice) -> Iterator[Block]:
    """The barriers that three questions say nothing about."""
    if isinstance(advice, QuickAdvice):
        yield Block("quick_advice/not_measured", {"barriers": advice.not_measured})


def why_actions_screen(advice: AnyAdvice) -> Screen:
    """Why these three actions."""
    return Screen("why_actions", (Block("why/actions_intro"), *_reasons("actions", advice.actions)), (BACK,))


def why_barriers_screen(advice: AnyAdvice) -> Screen:
    """Why these barriers, in this order."""
    return Screen(
        "why_barriers", (Block("why/barriers_intro"), *_reasons("barriers", advice.barriers)), (BACK,)
    )


def why_projects_screen(advice: AnyAdvice) -> Screen:
    """Why this lane and these projects."""
    # The same answers chose them all: these are told once, with the last.
    pilots = (Block("why/title", element=pilot) for pilot in advice.pilots)
    blocks = (
        Block("why/projects_intro"),
        *_reasons("projects", (advice.lane,)),
        *pilots,
        *_reasons("projects", (advice.scheme,)),
    )
    return Screen("why_projects", blocks, (BACK,))


def why_management_screen(advice: AnyAdvice) -> Screen:
    """Why this approach to management, and why so much at once."""
    blocks = (Block("why/management_intro"), *_reasons("management", (advice.management, advice.scale)))
    return Screen("why_management", blocks, (BACK,))


def why_rest_screen(advice: Advice) -> Screen:
    """Why what is said about measuring, and what is to be found out."""
    found = (advice.find_out,) if advice.find_out else ()
    blocks = (Block("why/rest_intro"), *_reasons("rest", (advice.kpi, *found)))
    return Screen("why_rest", blocks, ((button("show", "why_topics"),), BACK))


def why_topics_screen(advice: Advice) -> Screen:
    """Why what is said about each topic."""
    return Screen("why_topics", (Block("why/topics_intro"), *_reasons("topics", advice.states)), (BACK,))


def why_combinations_screen(advice: Advice) -> Screen:
    """Why the most telling combinations."""
    return _why_combinations("why_combinations", advice, slice(MOST_IN_A_PART))


def why_other_combinations_screen(advice: Advice) -> Screen:
    """Why the other ones."""
    return _why_combinations("why_combinations_2", advice, slice(MOST_IN_A_PART, None))


def _why_combinations(name: str, advice: Advice, part: slice) -> Screen:
    blocks = (
        Block("why/combinations_intro"),
        *_reasons(name.removeprefix("why_"), advice.combinations[part]),
    )
    more = part.stop is not None and len(advice.combinations) > part.stop
    rows = ((button("show", "why_combinations_2"),),) if more else ()
    return Screen(name, blocks, (*rows, BACK))


def _reasons(lead: str, elements: Iterable[Element]) -> Iterator[Block]:
    """The answers behind each, in words of their own; with an action what its first source says, once."""
    told: set[str] = set()
    for element in elements:
        claim = element.kind == "action" and element.sources[0] not in told
        told |= set(element.sources[:1]) if claim else set()
        yield Block("why/element", {"lead": lead, "claim": claim}, element)
