"""What a paragraph says: its words of the vocabulary, what it assumes, and its sentences."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.check.texts.listening import ListeningRenderer
from bot.check.texts.reading import LISTS_ANSWERS, OnceEach
from bot.check.texts.written import TextPath, where
from bot.services.presenter import Presenter
from flows.adviser.elements import Element
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Condition, parse_condition
from flows.state.screen import Block

HEADLINE = re.compile(r"<b>.*?</b>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
END = re.compile(r"(?<=[.!?”])\s+(?!\()|\n+")
END_OR_LABEL = re.compile(r"(?<=[.!?”:])\s+|\n+")
QUOTED = re.compile(r"“[^”]*”")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
LEAST_WORDS = 4
"""Fewer words are a label, no sentence."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What must hold wherever a text is shown, and where the text stands."""

    place: str
    what: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph as the proof sees it."""

    claims: tuple[Claimed, ...]
    sentences: tuple[str, ...]


class Listener:
    """Renders paragraphs once each, and reads off what they say."""

    def __init__(self, catalogue: Catalogue, renderer: ListeningRenderer) -> None:
        self._presenter = Presenter(catalogue, renderer)
        self._renderer = renderer
        self._catalogue = catalogue
        self._speeches = OnceEach[Speech](renderer)
        self._claimed = OnceEach[tuple[Claimed, ...]](renderer)
        self._claims: dict[tuple[str, TextPath], tuple[Claimed, ...]] = {}
        self.languages = renderer.languages

    def listen(self, language: str, block: Block) -> Speech:
        """What a paragraph says in a language; which answers it names makes no difference to that."""
        if block.element is None:
            return self._render(language, block)
        place = language, block.template, tuple(block.values.items())
        return self._speeches.of(
            place, block.element, lambda element: self._render(language, replace(block, element=element))
        )

    def claims(self, place: str, element: Element, blocks: Iterable[Block]) -> tuple[Claimed, ...]:
        """What an element says and assumes in any paragraph of its place, in any language."""

        def said(element: Element) -> tuple[Claimed, ...]:
            speeches = (
                self._render(language, replace(block, element=_to_claim(block, element)))
                for block in blocks
                for language in self.languages
            )
            return tuple({claim: None for speech in speeches for claim in speech.claims})

        return self._claimed.of(place, element, said)

    def _render(self, language: str, block: Block) -> Speech:
        heard = self._renderer.heard[language]
        before = set(heard)
        heard.clear()
        text = self._presenter.paragraph(language, block)
        claims = {claim: None for path in sorted(heard) for claim in self._claims_at(language, path)}
        heard |= before
        return Speech(tuple(claims), sentences_of(text))

    def _claims_at(self, language: str, path: TextPath) -> tuple[Claimed, ...]:
        key = (language, path[:-1])
        if key not in self._claims:
            self._claims[key] = tuple(self._beside(language, path))
        return self._claims[key]

    def _beside(self, language: str, path: TextPath) -> Iterator[Claimed]:
        """What stands beside a text, and beside what it is part of."""
        for place, table in tables_above(self._renderer.whole[language], path):
            for word in table.get("says", ()):
                yield Claimed(where(language, place), word, self._catalogue.words[word].when)
            if "assumes" in table:
                yield Claimed(where(language, place), "assumes", parse_condition(table["assumes"]))


def _to_claim(block: Block, element: Element) -> Element:
    """Somebody's own answers, told back to them, claim nothing."""
    return replace(element, causes={}) if block.template == LISTS_ANSWERS else element


def tables_above(texts: Mapping[str, Any], path: TextPath) -> Iterator[tuple[TextPath, Mapping[str, Any]]]:
    """The tables that a text stands in, with their paths, that say something of it."""
    node: Any = texts
    for depth, key in enumerate(path):
        if not isinstance(node, Mapping):
            return
        if depth and ("says" in node or "assumes" in node):
            yield path[:depth], node
        node = node.get(key)


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a paragraph; what stands in bold is a headline, and may be said again below it."""
    return _parts(END, text)


def statements_of(text: str) -> tuple[str, ...]:
    """The same without the label before a colon, for what stands behind it may not be said again either; what
    people say, in quotation marks, may be quoted again.
    """
    return _parts(END_OR_LABEL, QUOTED.sub("…", text))


def _parts(end: re.Pattern[str], text: str) -> tuple[str, ...]:
    plain = TAG.sub("", HEADLINE.sub("", text))
    parts = (part.strip(" •»«“”") for part in end.split(plain) if not part.endswith(":"))
    return tuple(part for part in parts if len(WORD.findall(part)) >= LEAST_WORDS)
