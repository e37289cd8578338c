"""Draws what a team may see of itself, somebody's own weeks, the way into a team, and its brief."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import segno

from bot.pictures.documents import Documents
from bot.pictures.pictures import Pictures
from bot.pictures.strips import Strip, stack
from flows.teams.overview import Overview, OwnWeek

DARK = "#13233c"
QR_SCALE = 14
QUIET = 4
"""Modules around a QR code, as its standard asks."""


class TeamPictures:
    """The pictures and papers of teams, with the card's parts where they are the same."""

    def __init__(self, pictures: Pictures, documents: Documents) -> None:
        self._pictures = pictures
        self._documents = documents

    def team(self, language: str, seen: Overview) -> bytes:
        """The picture of a team as PNG."""

        def strip(name: str, **values: object) -> Strip:
            return self._pictures.draw(language, name, {"seen": seen, **values})

        open_first = sorted(seen.criteria, key=lambda one: one.met)
        return stack(
            [
                strip("team/head"),
                self._pictures.strip(language, "card/steps", number=seen.step, status=None),
                strip("team/plan"),
                strip("team/light"),
                strip("team/barriers"),
                strip("team/needed", criteria=tuple(open_first)),
                self._pictures.strip(language, "card/footer"),
            ]
        )

    def weeks(self, language: str, weeks: tuple[OwnWeek, ...]) -> bytes:
        """Somebody's own weeks as PNG."""
        values: Mapping[str, object] = {"weeks": weeks}
        footer = self._pictures.strip(language, "card/footer")
        return stack([self._pictures.draw(language, "weeks/weeks", values), footer])

    def invitation(self, link: str) -> bytes:
        """A link as QR code, PNG."""
        drawn = BytesIO()
        segno.make(link, error="m", micro=False).save(
            drawn, kind="png", scale=QR_SCALE, border=QUIET, dark=DARK
        )
        return drawn.getvalue()

    def brief(self, language: str, team: str, on: str, step: int, lines: Sequence[tuple[str, str]]) -> bytes:
        """The management brief as PDF."""
        return self._documents.brief(language, team, on, step, lines)
