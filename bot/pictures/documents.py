"""Documents: the memo for who decides and the management brief, each typeset as one A4 page."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from font_source_sans_pro import font_files_ttf

from messages.renderer import ROOM, Renderer

FONTS = sorted({str(Path(file).parent) for file in font_files_ttf.values()})
TEMPLATE = ROOM / "brief.typ"
WHERE = "position"
"""The part below the title of the page, which stands above all of it."""

Parts = Sequence[tuple[str, str]]
"""Each part's name and text, in the order of the page; a text begins with the line that is its title."""


class Documents:
    """Typesets in every language the renderer speaks. What people wrote is data there, never markup.
    `form`: the page itself, or a picture of it to look at.
    """

    def __init__(self, renderer: Renderer, form: Literal["pdf", "png"] = "pdf") -> None:
        self._renderer = renderer
        self._form: Literal["pdf", "png"] = form

    def page(self, language: str, team: str | None, on: str, step: int, parts: Parts) -> bytes:
        """The parts as PDF, with their sources below. `team`: its name, if it is a team’s; `on`: a date."""
        return self._typeset(language, "brief", team, on, step, parts)

    def report(
        self, language: str, team: str, on: str, step: int, sections: Sequence[Sequence[str]]
    ) -> bytes:
        """A report on a team as PDF: sections of a heading and lines."""
        parts = [("", "\n".join(section)) for section in sections]
        return self._typeset(language, "report", team, on, step, parts)

    def _typeset(
        self, language: str, paper: str, team: str | None, on: str, step: int, parts: Parts
    ) -> bytes:
        """One page, under the title that such a paper has."""
        words = self._renderer.branch(language, paper)
        sections = [self._section(name, text, words.get("where", "")) for name, text in parts]
        data = {
            "language": language,
            "corner": self._corner(language, team, on),
            "step": step,
            "steps": [self._renderer.text(language, "steps", str(number), "name") for number in range(1, 5)],
            "sections": sections,
            "foot": self._renderer.text(language, paper, "foot"),
            **{name: words[name] for name in ("title", "subtitle")},
        }
        import typst  # noqa: PLC0415 - 8 MB that most days do without

        return typst.compile(
            str(TEMPLATE),
            format=self._form,
            sys_inputs={"data": json.dumps(data)},
            font_paths=FONTS,
            ignore_system_fonts=True,
        )

    def _corner(self, language: str, team: str | None, on: str) -> str:
        """Whose page it is, and of when."""
        date = self._renderer.text(language, "brief", "date", on=on)
        if team is None:
            return date
        return f"{team or self._renderer.text(language, 'pictures', 'nameless')}, {date}"

    def _section(self, name: str, text: str, where: str) -> dict[str, object]:
        title, *lines = text.splitlines()
        return {"id": name, "title": where if name == WHERE else title, "lines": lines or [""]}
