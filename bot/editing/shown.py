"""Screens as people see them, each with the texts and templates it is made of."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.check.texts.listening import ListeningRenderer
from bot.check.texts.written import INCLUDED_NAME, where
from bot.editing.scenes import Scene
from bot.services.presenter import Keyboard, Presenter
from flows.catalogue.catalogue import Catalogue
from flows.state.screen import Screen
from flows.teams.tidy import LONGEST_FIRST_NAME
from messages.renderer import HTML, Renderer
from messages.written import JOINER

LONG_NAME = re.compile(f"(?:@{JOINER}?){{9,}}|W{{9,}}")
PLACE = re.compile(r"_\d$")


@dataclass(frozen=True)
class Shown:
    """A screen in one language. `texts`: where each stands, by file and key; `fault`: why it is not shown."""

    text: str
    keyboard: Keyboard
    texts: tuple[str, ...]
    fault: str = ""


class Looker:
    """Shows screens through the one presenter, and says which texts each asked for. `words`: where names of
    people and teams come from.
    """

    def __init__(
        self, catalogue: Catalogue, renderer: ListeningRenderer, words: Renderer | None = None
    ) -> None:
        self.catalogue = catalogue
        self.renderer = renderer
        self._words = words or renderer

    def show(self, language: str, scene: Scene) -> Shown:
        """A screen; a fault in a text is shown in its place."""
        presenter = Presenter(
            self.catalogue, self.renderer
        )  # What was shown before, would be asked for no more
        heard = self.renderer.heard[language]
        heard.clear()
        try:
            shown = presenter.show(language, scene.screen, noted=scene.noted)
        except Exception as error:  # noqa: BLE001 - a text may fail in any way, and the page shows which
            return Shown("", (), (), f"{scene.screen.name}: {error}")
        files = [name for block in scene.screen.blocks for name in self.templates(language, block.template)]
        texts = (where(language, path) for path in sorted(heard))
        return Shown(
            self._named(language, shown.text), shown.keyboard, tuple(dict.fromkeys((*texts, *files)))
        )

    def _named(self, language: str, text: str) -> str:
        """The text with names that are easily read, instead of the longest there can be."""

        def name(found: re.Match[str]) -> str:
            longest = len(found[0].replace(JOINER, "")) > LONGEST_FIRST_NAME
            return self._words.text(language, "preview", "team_name" if longest else "person_name")

        return LONG_NAME.sub(name, text)

    def templates(self, language: str, template: str) -> tuple[str, ...]:
        """The files with a template and those it includes."""
        return _files(self.renderer.folder, language, template)


@cache
def _files(folder: Path, language: str, template: str) -> tuple[str, ...]:
    own, shared = f"{language}/templates/{template}.{HTML}", f"templates/{template}.{HTML}"
    name = own if (folder / own).exists() else shared
    if not (folder / name).exists():
        return ()
    included = INCLUDED_NAME.findall((folder / name).read_text(encoding="utf-8"))
    below = (file for one in included for file in _files(folder, language, one.removesuffix(f".{HTML}")))
    return (name, *below)


def different(looker: Looker, language: str, scenes: Iterable[Scene]) -> Iterator[Scene]:
    """The screens with something that none before them has: those that differ only in which of these texts
    come together are left out, and so are places in a list.
    """
    seen: set[tuple[str, str]] = set()
    for scene in scenes:
        shown = looker.show(language, scene)
        parts = {(shape_of(scene.screen), text) for text in (*shown.texts, shown.fault)}
        if not parts <= seen:
            seen |= parts
            yield scene


def shape_of(screen: Screen) -> str:
    """A screen by its name, whichever of a list it is."""
    return PLACE.sub("", screen.name)
