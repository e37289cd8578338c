"""Turns templates and values into text; the only place that knows the template engine."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli
from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from messages.holidays import holiday
from messages.places import city, place
from messages.texts import TextBroken, Tree, find, load_texts
from messages.written import as_written, unlinked

ROOM = Path(__file__).parent
HTML = "html.j2"
SVG = "svg.j2"
UNSAID = "languages.toml"
"""The file that tells what is spoken where nobody says which language."""
DAY_IN_WEEK = "EEEE d MMMM"
"""How a day close by is told: with its weekday, without the year."""
DAY, SHORT_DAY = "d MMMM", "d MMM"
"""How it is told where its week is meant, and where there is little room."""


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages there are texts in: a folder each."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/interface.toml")))


def own_names(folder: Path = ROOM) -> dict[str, str]:
    """What each language calls itself."""
    texts = {name: (folder / name / "interface.toml").read_text("utf-8") for name in languages_in(folder)}
    return {name: tomli.loads(text)["language"] for name, text in texts.items()}


def first_language(folder: Path = ROOM) -> str:
    """The language to speak where nobody is there who speaks one."""
    return unsaid_languages(folder)["first"]


def unsaid_languages(folder: Path = ROOM) -> Mapping[str, str]:
    """Which language is spoken where nobody says which, by when that is."""
    return tomli.loads((folder / UNSAID).read_text(encoding="utf-8"))


class Renderer:
    """Speaks every language there is a folder for.

    `surroundings` are values every template may use, such as the bot's address.
    """

    def __init__(self, folder: Path = ROOM, surroundings: Mapping[str, object] | None = None) -> None:
        self.folder = folder
        self.languages = languages_in(folder)
        self.for_others = unsaid_languages(folder)["others"]
        self.texts: dict[str, Tree] = {name: load_texts(folder / name) for name in self.languages}
        self.surroundings = dict(surroundings or {})
        self._environments = {name: self._environment(name, self.surroundings) for name in self.languages}

    def render(self, language: str, template: str, values: Mapping[str, object]) -> str:
        """A paragraph of Telegram HTML, without space around it.

        Raises:
            jinja2.TemplateError, TextMissing, TextBroken: it is broken, or asks for what is not there.
        """
        found = self._environments[language].get_template(f"{template}.{HTML}")
        return found.render(values).strip()

    def draw(self, language: str, picture: str, values: Mapping[str, object]) -> str:
        """A picture as SVG; the template is shared, its words are the language's."""
        drawing = self._environments[language].get_template(f"{picture}.{SVG}").render(values)
        return as_written(drawing)  # There is nothing to tap on in a picture

    def text(self, language: str, *path: str, **values: object) -> str:
        """One text of a language, filled in."""
        leaf = find(language, self.texts[language], path)
        if not isinstance(leaf, str):
            raise TypeError(f"{language}: {'.'.join(path)} is not a text")
        return str(_fill(self._environments[language], leaf, lambda: values)) if "{" in leaf else leaf

    def date(self, language: str, day: str) -> str:
        """An ISO date as people write it."""
        return str(self._environments[language].filters["date"](day))

    def branch(self, language: str, *path: str) -> Mapping[str, Any]:
        """The texts below a path, as written."""
        node = find(language, self.texts[language], path)
        if not isinstance(node, Mapping):
            raise TypeError(f"{language}: {'.'.join(path)} is no branch")
        return node

    def language_for(self, code: str | None) -> str:
        """The language to speak with somebody whose device speaks this one."""
        wanted = (code or "").split("-")[0].lower()
        return wanted if wanted in self.languages else self.for_others

    def _environment(
        self, language: str, surroundings: Mapping[str, object]
    ) -> ImmutableSandboxedEnvironment:
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(
                [self.folder / place for place in (f"{language}/templates", "templates", "pictures")]
            ),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            finalize=_unlinked,
        )
        environment.globals |= {"t": self._speaker(language, environment), "language": language}
        environment.globals |= surroundings
        environment.filters |= {"lower_first": _lower_first, "upper_first": _upper_first, "ours": _ours}
        locale = self.text(language, "interface", "locale")
        environment.filters["date"] = lambda day: format_date(
            dt.date.fromisoformat(day), format="long", locale=locale
        )
        spoken = self.text(language, "interface", "holidays")
        environment.filters["holiday"] = lambda day, country: holiday(day, country, spoken)
        environment.filters["number"] = lambda number: format_decimal(number, locale=locale)
        environment.filters["weekday"] = lambda day: format_date(
            dt.date.fromisoformat(day), format=DAY_IN_WEEK, locale=locale
        )
        environment.filters["day"] = lambda day: format_date(
            dt.date.fromisoformat(day), format=DAY, locale=locale
        )
        environment.filters["short_day"] = lambda day: format_date(
            dt.date.fromisoformat(day), format=SHORT_DAY, locale=locale
        )
        environment.filters["month"] = lambda stated: _month(stated, locale)
        environment.filters["place"] = lambda zone: place(zone, locale)
        environment.filters["city"] = lambda zone: city(zone, locale)
        return environment

    def _speaker(self, language: str, environment: ImmutableSandboxedEnvironment) -> Callable[..., object]:
        @pass_context
        def t(context: Context, *path: str, **values: object) -> object:
            """The text at a path, filled in with the values of the template that asks."""
            node = find(language, self.texts[language], tuple(map(str, path)))
            if isinstance(node, str):
                with _naming(language, path):
                    return _fill(environment, node, lambda: {**context.get_all(), **values})
            if isinstance(node, list):
                return [Markup(item) for item in node]  # noqa: S704 - our own texts
            return node

        return t


@contextmanager
def _naming(language: str, path: tuple[str, ...]) -> Iterator[None]:
    """Say which text it is that cannot be filled in."""
    try:
        yield
    except TemplateError as error:
        raise TextBroken(language, path, str(error)) from error


def _fill(
    environment: ImmutableSandboxedEnvironment, text: str, values: Callable[[], Mapping[str, object]]
) -> Markup:
    if "{" not in text:
        return Markup(text)  # noqa: S704 - our own texts, checked as Telegram HTML
    return Markup(_compiled(environment, text).render(values()))  # noqa: S704 - rendered with escaping


def _unlinked(value: object) -> object:
    """A value as it is filled in: what is no text of ours may be what somebody wrote."""
    return unlinked(value) if type(value) is str else value


def _ours(link: str) -> Markup:
    """A link that people are meant to tap on."""
    return escape(link)


def _month(stated: str, locale: str) -> str:
    """A year, a month or a day (2026, 2026-02, 2026-02-11) as its month, or the year where that is all."""
    year, *month = map(int, stated.split("-"))
    return format_date(dt.date(year, month[0], 1), format="MMMM y", locale=locale) if month else stated


def _lower_first(text: str) -> str:
    """The text as the middle of a sentence; abbreviations stay as they are."""
    if text[1:2].isupper():
        return text
    return type(text)(text[:1].lower() + text[1:])


def _upper_first(text: str) -> str:
    return type(text)(text[:1].upper() + text[1:])


@lru_cache(maxsize=1024)
def _compiled(environment: ImmutableSandboxedEnvironment, text: str) -> Template:
    return environment.from_string(text)
