"""Draws what a team may see of itself, somebody's own weeks, the way into a team, and its brief."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

import segno

from bot.pictures.documents import Documents
from bot.pictures.pictures import BOLD, PLAIN, Pictures
from bot.pictures.strips import stack
from bot.pictures.team_parts import TeamPart, team_parts
from bot.pictures.typeface import typeface
from bot.services.presenter import Presenter
from flows.teams.overview import Overview, OwnWeek

DARK = "#13233c"
QR_SCALE = 14
NO_BREAK = "\u00a0"
QUIET = 4
"""Modules around a QR code, as its standard asks."""


def weeks_parts(weeks: Sequence[OwnWeek]) -> Iterator[TeamPart]:
    """The parts of the picture of somebody's own weeks."""
    yield "weeks/weeks", {"weeks": weeks}
    yield "card/footer", {}


class TeamPictures:
    """The pictures and papers of teams."""

    def __init__(self, presenter: Presenter, pictures: Pictures, documents: Documents) -> None:
        self._presenter = presenter
        self._pictures = pictures
        self._documents = documents

    def team(self, language: str, seen: Overview) -> bytes:
        """The picture of a team as PNG."""
        return self._draw(language, team_parts(self._presenter, language, seen))

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
        shown = [(name, _shown(text)) for name, text in lines]
        return self._documents.page(language, typeface(BOLD).shown(team), on, step, shown)

    def report(
        self, language: str, team: str, on: str, step: int, sections: Sequence[Sequence[str]]
    ) -> bytes:
        """A report on a team as PDF."""
        shown = [[_shown(line) for line in section] for section in sections]
        return self._documents.report(language, typeface(BOLD).shown(team), on, step, shown)


def _shown(text: str) -> str:
    """A text of some lines without the signs that would be empty boxes."""
    return "\n".join(
        NO_BREAK.join(map(typeface(PLAIN).shown, line.split(NO_BREAK))) for line in text.splitlines()
    )
