"""Draws what `flows` advises with the picture templates of `messages`."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from font_source_sans_pro import font_files_ttf
from resvg_py import svg_to_bytes

from bot.pictures.strips import Strip, stack, strip_of
from flows.adviser.advice import Advice
from messages.renderer import Renderer

WIDTH = 720
"""In pixels: twice the points of a small phone."""

PLAIN, BOLD = font_files_ttf["SourceSansPro"], font_files_ttf["SourceSansProBold"]
FONTS = [PLAIN, BOLD]

Part = tuple[str, Mapping[str, str | int | None]]
"""A picture template, and what it is filled in with."""


class Pictures:
    """Draws in every language the renderer speaks.

    Drawing a whole card costs as much as a hundred turns. But there are few different parts (six of the
    steps, four lanes, four barriers with at most 101 strengths): each is drawn once, and cards are put
    together.
    """

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self.strip = lru_cache(maxsize=1024)(self._draw_strip)

    def card(self, language: str, advice: Advice, on: str) -> bytes:
        """The advice card as PNG: the step, the lane, the barriers. `on`: ISO date."""
        return stack([self.strip(language, name, **values) for name, values in card_parts(advice, on)])

    def _draw_strip(self, language: str, name: str, **values: str | int | None) -> Strip:
        return self.draw(language, name, values)

    def draw(self, language: str, name: str, values: Mapping[str, object]) -> Strip:
        """A part that is drawn for the occasion."""
        drawing = self._renderer.draw(language, name, values)
        return strip_of(
            svg_to_bytes(svg_string=drawing, width=WIDTH, font_files=FONTS, skip_system_fonts=True)
        )


def card_parts(advice: Advice, on: str) -> Iterator[Part]:
    """The parts of the advice card, from top to bottom."""
    outcome = advice.outcome
    yield "card/date", {"on": on}
    provisional = advice.provisional
    yield "card/steps", {"number": outcome.number, "status": outcome.status, "provisional": provisional}
    yield "card/lane", {"lane": advice.strategy.lane}
    for barrier in advice.ranked:
        assumed = barrier.id in advice.assumed
        yield (
            "card/barrier",
            {
                "barrier": barrier.id,
                "strength": barrier.strength,
                "band": barrier.band,
                "assumed": assumed,
            },
        )
    yield "card/footer", {}
