"""Draws what a team may see of itself, somebody's own weeks, the way into a team, and its brief."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO

import segno

from bot.pictures.documents import Documents
from bot.pictures.pictures import BOLD, Pictures
from bot.pictures.strips import stack
from bot.pictures.typeface import typeface
from flows.teams.overview import Overview, OwnWeek

DARK = "#13233c"
QR_SCALE = 14
LARGEST_NAME, MEASURE = 60, 984
"""The size of a team's name, and how wide it may be."""
QUIET = 4
"""Modules around a QR code, as its standard asks."""


TeamPart = tuple[str, Mapping[str, object]]
"""A picture template, and what it is filled in with."""


def team_parts(seen: Overview) -> Iterator[TeamPart]:
    """The parts of a team's picture, from top to bottom."""
    name = typeface(BOLD).shown(seen.team)
    size = typeface(BOLD).fitting(name, LARGEST_NAME, MEASURE)
    yield "team/head", {"seen": seen, "name": name, "size": round(size, 1)}
    yield "card/steps", {"number": seen.step, "status": None, "provisional": False}
    yield "team/plan", {"seen": seen}
    yield ("team/light" if seen.light else "team/nothing"), {"seen": seen}
    if seen.barrier:
        yield "team/barrier", {"seen": seen}
    open_first = sorted(seen.criteria, key=lambda one: one.met)
    yield "team/needed", {"seen": seen, "criteria": tuple(open_first)}
    yield "card/footer", {}


def weeks_parts(weeks: Sequence[OwnWeek]) -> Iterator[TeamPart]:
    """The parts of the picture of somebody's own weeks."""
    yield "weeks/weeks", {"weeks": weeks}
    yield "card/footer", {}


class TeamPictures:
    """The pictures and papers of teams."""

    def __init__(self, pictures: Pictures, documents: Documents) -> None:
        self._pictures = pictures
        self._documents = documents

    def team(self, language: str, seen: Overview) -> bytes:
        """The picture of a team as PNG."""
        return self._draw(language, team_parts(seen))

    def weeks(self, language: str, weeks: tuple[OwnWeek, ...]) -> bytes:
        """Somebody's own weeks as PNG."""
        return self._draw(language, weeks_parts(weeks))

    def _draw(self, language: str, parts: Iterable[TeamPart]) -> bytes:
        return stack([self._pictures.draw(language, name, values) for name, values in parts])

    def invitation(self, link: str) -> bytes:
        """A link as QR code, PNG."""
        drawn = BytesIO()
        segno.make(link, error="m", micro=False).save(
            drawn, kind="png", scale=QR_SCALE, border=QUIET, dark=DARK
        )
        return drawn.getvalue()

    def brief(self, language: str, team: str, on: str, step: int, lines: Sequence[tuple[str, str]]) -> bytes:
        """The management brief as PDF."""
        return self._documents.brief(language, typeface(BOLD).shown(team), on, step, lines)
