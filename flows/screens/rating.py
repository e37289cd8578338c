"""Whether the advice is right for who got it: one tap, below what they go and do, never in its way."""

from dataclasses import replace

from flows.adviser.advice import Advice
from flows.screens.advice_shared import AnyAdvice
from flows.state.screen import Block, Screen, button
from flows.state.session import RATINGS, Rating


def is_rated_in(advice: AnyAdvice, view: str) -> bool:
    """Whether it is asked here: below the first week; of quick advice, which has none, in its menu."""
    return view == ("week" if isinstance(advice, Advice) else "menu")


def with_rating(screen: Screen, rating: Rating | None) -> Screen:
    """The view with the question above its way back, and what was answered marked."""
    *rows, back = screen.rows
    row = tuple(button("rate", one, marked=one == rating) for one in RATINGS)
    return replace(screen, blocks=(*screen.blocks, Block("rating")), rows=(*rows, row[:2], row[2:], back))
