"""A page to look at offline: one file, which needs nothing else."""

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template

from bot.editing.shown import Shown
from bot.services.plain import plain_text
from messages.renderer import Renderer
from messages.texts import TextMissing
from messages.written import as_written

HERE = Path(__file__).parent
LINK = re.compile(r"<a href=\"[^\"]*\"")
LONGEST_TITLE = 70


@dataclass(frozen=True)
class Section:
    """A part of the page, and the articles in it."""

    name: str
    articles: tuple[str, ...]


class EditorPage:
    """Writes pages in the words of one language."""

    def __init__(self, renderer: Renderer, language: str) -> None:
        self._renderer = renderer
        self.language = language
        self._texts: dict[str, int] = {}
        self._answers: dict[tuple[str, ...], int] = {}

    def words(self, *path: str, **values: object) -> str:
        """Words of the page, as HTML."""
        return as_written(self._renderer.text(self.language, "preview", *path, **values))

    def whole(self, title: str, about: str, sections: Iterable[Section]) -> str:
        """The page with all its parts."""
        filled = [section for section in sections if section.articles]
        parts = "".join(
            f'<option value="{section.name}">{self.words("parts", section.name)}</option>'
            for section in filled
        )
        simple = {name: self.words(name) for name in ("skip", "search", "search_help", "part", "every_part")}
        return Template(_read("page.html")).substitute(
            simple,
            language=self.language,
            title=title,
            about=about,
            parts=parts,
            found=escape(self.words("found", number="#", of="#")),
            screens="\n".join(map(self._section, filled)),
            noscript=self.words("noscript"),
            known=json.dumps({"texts": [*self._texts], "answers": [*self._answers]}).replace("<", "\\u003c"),
            style=_read("page.css"),
            script=_read("page.js"),
        )

    def _section(self, section: Section) -> str:
        heading = f"{self.words('parts', section.name)} ({len(section.articles)})"
        return (
            f'<section id="{section.name}"><h2>{heading}</h2>\n' + "\n".join(section.articles) + "</section>"
        )

    def screen(self, name: str, shown: Shown, answers: Mapping[str, str]) -> str:
        """A screen, its texts, and the answers that lead there."""
        return self.article(name, title_of(name, shown), self.message(shown), shown.texts, answers)

    def article(
        self, name: str, title: str, content: str, texts: Iterable[str], answers: Mapping[str, str]
    ) -> str:
        """Something to look at, with what is known of it."""
        places = [self._texts.setdefault(text, len(self._texts)) for text in texts]
        head = f"<h3>{escape(title)} <small><code>{escape(name)}</code></small></h3>"
        below = _later(self.words("texts", number=len(places)), "texts", places) if places else ""
        told = ""
        if answers:
            known = tuple(self._told(answers))
            place = self._answers.setdefault(known, len(self._answers))
            told = _later(self.words("answers"), "answers", [place])
        return f"<article>{head}{content}{below}{told}</article>"

    def picture(self, name: str, png: bytes) -> str:
        """A picture within the page."""
        alt = escape(self.words("picture", name=name))
        data = b64encode(png).decode()
        return f'<div class="message"><img alt="{alt}" src="data:image/png;base64,{data}"></div>'

    def message(self, shown: Shown) -> str:
        """A message as on a phone, with its buttons."""
        if shown.fault:
            return f'<p class="fault">{self.words("broken")} {escape(shown.fault)}</p>'
        text = LINK.sub("<a", shown.text)  # Nothing on the page leads out of it
        message = f'<div class="message">{text}</div>'
        rows = ("".join(f"<span>{escape(label)}</span>" for label, _ in row) for row in shown.keyboard)
        keys = "".join(f"<li>{row}</li>" for row in rows)
        return (
            f'{message}<ul class="keyboard" aria-label="{self.words("buttons")}">{keys}</ul>'
            if keys
            else message
        )

    def folded(self, summary: str, lines: Iterable[str]) -> str:
        """A list that is opened by a tap."""
        items = "".join(f"<li>{escape(line)}</li>" for line in lines)
        return f"<details><summary>{summary}</summary><ul>{items}</ul></details>"

    def _told(self, answers: Mapping[str, str]) -> Iterator[str]:
        for question, option in answers.items():
            ids = f"{question} {option}"
            try:
                topic = self._renderer.text(self.language, "questions", question, "topic")
                label = self._renderer.text(self.language, "questions", question, "options", option, "label")
            except TextMissing:  # as in a version in which there was such an answer
                yield ids
            else:
                yield f"{plain_text(topic)}: {plain_text(label)} ({ids})"


def _later(summary: str, of: str, places: Iterable[int]) -> str:
    """A list that is opened by a tap, and made then: many are the same."""
    listed = " ".join(map(str, places))
    return f'<details data-{of}="{listed}"><summary>{summary}</summary></details>'


def title_of(name: str, shown: Shown) -> str:
    """The first words of a screen."""
    first, *_ = [line for line in plain_text(shown.text).splitlines() if line.strip()] or [name]
    return first if len(first) <= LONGEST_TITLE else f"{first[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
