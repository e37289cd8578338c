"""Renders paragraphs once each, has them judged as Telegram would, and measures what is left to see."""

import traceback
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from bot.check.faults import EXCERPT, FaultList
from bot.check.texts.listening import ListeningRenderer
from bot.check.texts.reading import OnceEach
from bot.check.texts.telegram_html import Judge
from bot.services.presenter import Presenter
from bot.telegram_html.errors import HtmlError
from flows.catalogue.catalogue import Catalogue
from flows.state.screen import Block, Screen
from flows.teams.tidy import units
from messages.renderer import HTML
from messages.texts import TextBroken, TextMissing

BETWEEN = 2
"""The empty line between paragraphs."""

LIMIT = 4096
CAPTION_LIMIT = 1024
FIRST_LIMIT = 1500


class Measure:
    """Lengths of paragraphs and messages; what cannot be rendered or parsed is collected as a fault.

    `explained`: what Telegram says of texts at fault, so that it need not be said of all that shows them.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        renderer: ListeningRenderer,
        judge: Judge,
        explained: Collection[str] = (),
    ) -> None:
        self.presenter = Presenter(catalogue, renderer)
        self.languages = renderer.languages
        self.faults = FaultList()
        self.judge = judge
        self.explained = explained
        self._lengths: dict[str, int] = {}
        self._once_each = OnceEach[int](renderer)

    @property
    def texts(self) -> int:
        """How many different paragraphs were judged."""
        return len(self._lengths)

    def length(self, language: str, block: Block) -> int:
        """The length of a paragraph in UTF-16 units as people see it; 0 where it is at fault."""
        if block.element is None:
            return self._rendered(language, block)
        place = language, block.template, tuple(block.values.items())
        return self._once_each.of(
            place, block.element, lambda element: self._rendered(language, replace(block, element=element))
        )

    def _rendered(self, language: str, block: Block) -> int:
        try:
            text = self.presenter.paragraph(language, block)
        except Exception as error:  # noqa: BLE001 - a template may fail in any way; each is a fault
            self.faults.add(self._describe(error, language, block.template))
            return 0
        if text not in self._lengths:
            self._lengths[text] = self._judged(language, block.template, text)
        return self._lengths[text]

    def _judged(self, language: str, template: str, text: str) -> int:
        try:
            return units(self.judge(text))
        except HtmlError as error:
            if str(error) not in self.explained:
                self.faults.add(f"{self._file(language, template)}: {error}{EXCERPT}{text[:120]!r}")
            return 0

    def _file(self, language: str, template: str) -> str:
        """Where a template stands: with its language, or shared by all."""
        own = f"{language}/templates/{template}.{HTML}"
        return own if (self.presenter.renderer.folder / own).exists() else f"templates/{template}.{HTML}"

    def _describe(self, error: Exception, language: str, template: str) -> str:
        """A fault in a text or template, by file and key or line."""
        if isinstance(error, (TextBroken, TextMissing)):
            return str(error)
        folder = self.presenter.renderer.folder
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
        if not frames:
            return f"{self._file(language, template)}: {error}"
        return f"{Path(frames[-1].filename).relative_to(folder)}: line {frames[-1].lineno}: {error}"

    def message(self, language: str, blocks: Iterable[Block]) -> int:
        """The length of a message: of its paragraphs, and what stands between them."""
        return total(self.length(language, block) for block in blocks)

    def screen(self, language: str, screen: Screen) -> int:
        """The length of a screen whose every detail is fixed."""
        length = self.message(language, screen.blocks)
        if length > LIMIT:
            self.faults.add(f"screen {screen.name} ({language}): {length} units, at most {LIMIT} fit")
        return length


def total(lengths: Iterable[int]) -> int:
    """The length of a message with paragraphs of these lengths."""
    found = list(lengths)
    return sum(found) + BETWEEN * max(0, len(found) - 1)
