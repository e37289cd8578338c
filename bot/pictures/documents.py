"""Documents: the management brief, typeset as one A4 page."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from font_source_sans_pro import font_files_ttf

from messages.renderer import ROOM, Renderer

FONTS = sorted({str(Path(file).parent) for file in font_files_ttf.values()})
TEMPLATE = ROOM / "brief.typ"
ASKED = "ask_title"
"""The part that stands out."""
HEADINGS: Mapping[str, str] = {
    "step": "where",
    "argument": "why",
    "barrier": "in_the_way",
    "ask": "ask_title",
    "pilot_1": "pilots_title",
    "pilot_2": "pilots_title",
    "measure": "measure_title",
    "progress": "progress_title",
}
"""Under which heading a line stands."""


class Documents:
    """Typesets in every language the renderer speaks. What people wrote is data there, never markup."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer

    def brief(self, language: str, team: str, on: str, step: int, lines: Sequence[tuple[str, str]]) -> bytes:
        """The brief as PDF. `on`: ISO date; `lines`: each line's id and text, in the order of the page."""
        return self._page(
            language, team, on, step, _sections(lines, self._renderer.branch(language, "brief"))
        )

    def memo(self, language: str, step: int, on: str, paragraphs: Sequence[str]) -> bytes:
        """The memo as PDF: each paragraph begins with a line that says what it is about."""
        parts = [paragraph.splitlines() for paragraph in paragraphs]
        sections: list[dict[str, object]] = [
            {"id": ASKED if place == 1 else "", "title": title, "lines": lines or [""]}
            for place, (title, *lines) in enumerate(parts)
        ]
        return self._page(language, "", on, step, sections)

    def _page(self, language: str, team: str, on: str, step: int, sections: list[dict[str, object]]) -> bytes:
        words = self._renderer.branch(language, "brief")
        data = {
            "language": language,
            "team": team or self._renderer.text(language, "pictures", "nameless"),
            "date": self._renderer.text(language, "brief", "date", on=on),
            "step": step,
            "steps": [self._renderer.text(language, "steps", str(number), "name") for number in range(1, 5)],
            "sections": sections,
            **{name: words[name] for name in ("title", "subtitle", "foot")},
        }
        import typst  # noqa: PLC0415 - 8 MB that most days do without

        return typst.compile(
            str(TEMPLATE), sys_inputs={"data": json.dumps(data)}, font_paths=FONTS, ignore_system_fonts=True
        )


def _sections(lines: Sequence[tuple[str, str]], words: Mapping[str, str]) -> list[dict[str, object]]:
    """The lines under their headings."""
    sections: dict[str, list[str]] = {}
    for line, text in lines:
        sections.setdefault(HEADINGS[line], []).append(text)
    return [{"id": name, "title": words[name], "lines": texts} for name, texts in sections.items()]
