"""The advice as screens: the first message, the menu of everything behind it, and each view by its name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from flows.adviser.advice import Advice
from flows.adviser.dates import COUNTRIES
from flows.adviser.quick import QuickAdvice
from flows.screens import advice_views as views
from flows.screens import advice_why as why
from flows.screens.advice_shared import (
    AnyAdvice,
    card_caption,
    memo_message,
    numbered,
    provisional_block,
    share_message,
)
from flows.screens.advice_views import ACTIONS, COPIES, PILOTS, share_screen
from flows.screens.pages import BACK
from flows.state.screen import Block, Button, Screen, button, labelled

__all__ = ["COPIES", "COUNTRIES", "card_caption", "memo_message", "share_message", "share_screen"]

Rows = tuple[tuple[Button, ...], ...]


def advice_screen(
    advice: AnyAdvice, *, card_due: bool = False, team_waits: bool = False, untold: bool = False
) -> Screen:
    """The first message: the step with one reason, the main barrier, three actions, and where to go on; it
    fits one screen of a phone. `team_waits`: for this diagnosis to count in the one that the team has open.
    `untold`: sector or role were left out; full advice says that it reads differently since they are asked.
    """
    kind = "advice" if isinstance(advice, Advice) else "quick_advice"
    tells_what_is_left_out = untold and isinstance(advice, Advice)
    blocks = (
        Block(f"{kind}/step", element=advice.step),
        *provisional_block(advice),
        *([Block("advice/untold", close=True)] if tells_what_is_left_out else []),
        Block("advice/barrier", element=advice.barriers[0]),
        *numbered(advice.actions, "advice/action_line", close=True),
    )
    first = "tell" if untold else "contribute" if team_waits else None
    return Screen(kind, blocks, _first_rows(advice, first, card_due=card_due))


def _first_rows(advice: AnyAdvice, first: str | None, *, card_due: bool) -> Rows:
    """Four buttons: the main deed first, and one door to everything else. `first`: what comes before it."""
    door = (button("show", "menu"),)
    if isinstance(advice, QuickAdvice):
        return ((button("full"),), (button("show", "actions"), button("show", "why")), door)
    week = button("show", "week")
    if first is not None:
        return ((button(first),), (week, button("show", "why")), door)
    beside = button("card") if card_due else labelled("with_team", "team")
    return ((week,), (beside, button("show", "why")), door)


def up_to_advice(screen: Screen) -> Screen:
    """A view whose way back is the advice, and says so."""
    return replace(screen, rows=(*screen.rows[:-1], (button("show", "advice"),)))


def going_back(screen: Screen) -> Screen:
    """A view whose way back is whatever was there before."""
    return replace(screen, rows=(*screen.rows[:-1], BACK))


def menu_screen(advice: AnyAdvice, *, untold: bool = False) -> Screen:
    """Everything else, grouped as people look for it, a row a group."""
    telling = ((button("tell"),),) if untold else ()
    keeping = (button("overview"), button("restart"))
    if isinstance(advice, QuickAdvice):
        rows = (
            *telling,
            (button("show", "projects"), button("show", "management")),
            (button("team"), button("share")),
            keeping,
        )
        return Screen("menu", (Block("menu/quick"),), (*rows, BACK))
    find_out = (button("show", "find_out"),) if advice.find_out else ()
    striking = (button("show", "combinations"),) if advice.combinations else ()
    rows = (
        *telling,
        (button("show", "actions"), button("show", "projects")),
        (button("show", "management"), labelled("memo", "show", "memo")),
        (button("show", "measuring"), button("calculate")),
        (button("show", "next"), button("show", "facts")),
        (button("show", "more"), *striking, *find_out),
        (button("share"), button("team")),
        keeping,
    )
    return Screen("menu", (Block("menu/full"),), (*rows, BACK))


_BOTH: Mapping[str, Callable[[AnyAdvice], Screen]] = {
    "why": why.why_screen,
    "why_actions": why.why_actions_screen,
    "why_barriers": why.why_barriers_screen,
    "why_projects": why.why_projects_screen,
    "why_management": why.why_management_screen,
    "menu": menu_screen,
    "actions": views.actions_screen,
    **{name: partial(views.action_screen, place=place) for place, name in enumerate(ACTIONS)},
    "projects": views.projects_screen,
    **{name: partial(views.pilot_screen, place=place) for place, name in enumerate(PILOTS)},
    "scheme": views.scheme_screen,
    "scale": views.scale_screen,
    "management": views.management_screen,
}

QUICK_VIEWS: Mapping[str, Callable[[QuickAdvice], Screen]] = _BOTH
"""The views on quick advice, by the name their button carries."""

VIEWS: Mapping[str, Callable[[Advice], Screen]] = {
    **_BOTH,
    "why_rest": why.why_rest_screen,
    "why_topics": why.why_topics_screen,
    "why_combinations": why.why_combinations_screen,
    "why_combinations_2": why.why_other_combinations_screen,
    **{name: partial(views.copy_screen, place=place) for place, name in enumerate(COPIES)},
    "week": views.week_screen,
    "memo": views.memo_screen,
    "facts": views.facts_screen,
    "duties": views.duties_screen,
    "duties_2": views.other_duties_screen,
    "share": share_screen,
    "measuring": views.measuring_screen,
    "next": views.next_screen,
    "more": views.more_screen,
    "topics": views.topics_screen,
    "combinations": views.combinations_screen,
    "combinations_2": views.other_combinations_screen,
    "find_out": views.find_out_screen,
}
"""The views on full advice."""
