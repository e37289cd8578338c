"""What stands behind the advice: one view a subject, each short enough to read on a phone."""

from collections.abc import Iterable, Iterator

from flows.adviser.advice import COMBINATIONS_SHOWN, Advice
from flows.adviser.dates import COUNTRIES, working_days
from flows.adviser.elements import Element
from flows.screens.advice_shared import AnyAdvice, memo_message, numbered, period_of, start_of
from flows.screens.pages import BACK
from flows.state.screen import Block, Screen, button, choosing_chat, copying, labelled

ACTIONS = ("action_1", "action_2", "action_3")
"""The views on one action."""
COPIES = ("copy_1", "copy_2", "copy_3")
"""The views with what goes with each action, ready to copy."""
LIKES = "activity"
"""The answer that likes and followers are counted."""
MOST_DUTIES = 4
"""Told in one message."""
PILOTS = ("pilot_1", "pilot_2", "pilot_3")
"""The views on one pilot."""


def _each(elements: Iterable[Element], folder: str) -> Iterator[Block]:
    for element in elements:
        yield Block(f"{folder}/{element.kind}", element=element)


def actions_screen(advice: AnyAdvice) -> Screen:
    """Who does each of the three actions and when it is done; how, behind a button each; and what to ask."""
    blocks = (
        Block("actions/intro", {"copies": isinstance(advice, Advice)}),
        *numbered(advice.actions, "advice/action"),
        Block("advice/ask", element=advice.management),
    )
    each = tuple(labelled("action", "show", view, place=place) for place, view in enumerate(ACTIONS, start=1))
    return Screen("actions", blocks, (each, BACK))


def action_screen(advice: AnyAdvice, place: int) -> Screen:
    """How to go about one action."""
    copy = ((button("show", _copy_with(advice, place)),),) if isinstance(advice, Advice) else ()
    block = Block("full/action", element=advice.actions[place])
    return Screen(ACTIONS[place], (block,), (*copy, BACK))


def _copy_with(advice: Advice, place: int) -> str:
    """The view with what goes with an action; where the same text goes with an earlier one, that one's."""
    copied = [copy.values["copy"] for copy in advice.copies]
    return COPIES[copied.index(copied[place])]


def copy_screen(advice: Advice, place: int) -> Screen:
    """What goes with an action, ready to copy."""
    values, text = {"start": start_of(advice), "end": period_of(advice)}, advice.copies[place]
    rows = ((copying(Block("held/copy", values, text)),), BACK)
    return Screen(COPIES[place], (Block("copy/text", values, text),), rows)


def week_screen(advice: Advice) -> Screen:
    """The first week: a move a day."""
    moves = (Block("week/move", {"on": on}, result) for on, result in days_of(advice))
    rows = ((button("show", "actions"), button("calendar")), BACK)
    return Screen("week", (Block("week/intro"), *moves), rows)


def days_of(advice: Advice) -> tuple[tuple[str | None, Element], ...]:
    """The moves of the first week, each with its day: from today on, where it is known what day it is."""
    count = len(advice.week)
    known = working_days(advice.today, count, advice.country) if advice.today else (None,) * count
    return tuple(zip(known, advice.week, strict=True))


def memo_screen(advice: Advice) -> Screen:
    """The memo with the ways to pass it on."""
    rows = ((button("share", "decider"), button("print_memo")), BACK)
    return Screen("memo", memo_message(advice).blocks, rows)


def projects_screen(advice: AnyAdvice) -> Screen:
    """What to do with pilots now, in which lane, and the ones that fit; each behind a button."""
    blocks = (
        Block("projects/intro", {"shown": len(advice.pilots)}),
        *numbered(advice.pilots, "projects/pilot"),
        Block("full/mode", element=advice.pilots_now),
        Block("full/lane", element=advice.lane),
    )
    each = tuple(
        labelled("pilot", "show", view, place=place)
        for place, view in enumerate(PILOTS[: len(advice.pilots)], start=1)
    )
    return Screen("projects", blocks, (each, (button("show", "scheme"), button("show", "scale")), BACK))


def pilot_screen(advice: AnyAdvice, place: int) -> Screen:
    """One pilot: what it is, an example, what to expect, when to stop; the last one where there are fewer."""
    place = min(place, len(advice.pilots) - 1)
    return Screen(PILOTS[place], (Block("full/pilot", element=advice.pilots[place]),), (BACK,))


def scheme_screen(advice: AnyAdvice) -> Screen:
    """Every pilot that fits, by return and feasibility."""
    return Screen("scheme", (Block("full/scheme", element=advice.scheme),), (BACK,))


def scale_screen(advice: AnyAdvice) -> Screen:
    """How much at once: hours, channels, pilots; what to spend on and what to leave."""
    blocks = (
        Block("full/scale", element=advice.scale),
        Block("full/spending", element=advice.lane),
    )
    return Screen("scale", blocks, (BACK,))


def management_screen(advice: AnyAdvice) -> Screen:
    """How to win management: tone, argument, ask."""
    memo = ((button("show", "memo"),),) if isinstance(advice, Advice) else ()
    return Screen("management", (Block("full/management", element=advice.management),), (*memo, BACK))


def measuring_screen(advice: Advice) -> Screen:
    """What to expect, and how to measure it."""
    return Screen("measuring", (Block("full/kpi", element=advice.kpi),), ((button("calculate"),), BACK))


def next_screen(advice: Advice) -> Screen:
    """What the next step needs: all of it; where that is to count likes, with the figure that must follow."""
    likes = advice.outcome.needs.get("measure") == LIKES
    figure = (Block("next/figure", element=advice.kpi),) if likes else ()
    return Screen("next", (Block("next/step", element=advice.step), *figure), (BACK,))


def more_screen(advice: Advice) -> Screen:
    """The four barriers, the highest first."""
    blocks = (Block("more/intro"), *_each(advice.barriers, "full"))
    striking = (button("show", "combinations"),) if advice.combinations else ()
    return Screen("more", blocks, ((button("show", "topics"), *striking), BACK))


def topics_screen(advice: Advice) -> Screen:
    """What each answer means, topic by topic."""
    return Screen("topics", (Block("topics/intro"), *_each(advice.states, "full")), (BACK,))


def combinations_screen(advice: Advice) -> Screen:
    """The most telling combinations."""
    return _combinations("combinations", advice, slice(COMBINATIONS_SHOWN))


def other_combinations_screen(advice: Advice) -> Screen:
    """The other ones."""
    return _combinations("combinations_2", advice, slice(COMBINATIONS_SHOWN, None))


def _combinations(name: str, advice: Advice, part: slice) -> Screen:
    more = part.stop is not None and len(advice.combinations) > part.stop
    onward = (button("show", "combinations_2"),) if more else ()
    blocks = (Block("combinations/intro"), *_each(advice.combinations[part], "full"))
    return Screen(name, blocks, ((button("show", "why_combinations"), *onward), BACK))


def find_out_screen(advice: Advice) -> Screen:
    """What to find out first."""
    found = (advice.find_out,) if advice.find_out else ()
    return Screen("find_out", (Block("find_out/intro"), *_each(found, "full")), (BACK,))


def facts_screen(advice: Advice) -> Screen:
    """The channels of here and now; the country is asked where it is not known."""
    asked = () if advice.country else (Block("facts/country"),)
    countries = () if advice.country else (tuple(button("country", country) for country in COUNTRIES),)
    told = _facts(advice, duties=False) if advice.country or _of_kind(advice, duties=False) else ()
    blocks = (*asked, Block("facts/channels"), *told)
    return Screen("facts", blocks, (*countries, (button("show", "duties"),), BACK))


def duties_screen(advice: Advice) -> Screen:
    """The duties to look into, of here and now."""
    duties = _facts(advice, duties=True)
    onward = ((button("show", "duties_2"),),) if len(duties) > MOST_DUTIES else ()
    return Screen("duties", (Block("facts/duties", {"again": False}), *duties[:MOST_DUTIES]), (*onward, BACK))


def other_duties_screen(advice: Advice) -> Screen:
    """The duties that did not fit there."""
    duties = _facts(advice, duties=True)
    return Screen("duties_2", (Block("facts/duties", {"again": True}), *duties[MOST_DUTIES:]), (BACK,))


def _facts(advice: Advice, *, duties: bool) -> tuple[Block, ...]:
    facts = _of_kind(advice, duties=duties)
    return tuple(Block("facts/fact", element=fact) for fact in facts) or (
        Block("facts/none", {"duties": duties}),
    )


def _of_kind(advice: Advice, *, duties: bool) -> tuple[Element, ...]:
    return tuple(fact for fact in advice.facts if fact.values["duty"] is duties)


def share_screen(_advice: Advice) -> Screen:
    """To whom: a colleague, or whoever decides."""
    rows = ((button("share", "colleague"),), (button("share", "decider"),), (choosing_chat("pass_on"),), BACK)
    return Screen("share_choice", (Block("share/choice"),), rows)
