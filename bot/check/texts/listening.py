"""Notes which texts are asked for, which templates are opened and which values they look at."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.check.texts.wording import QUOTED
from bot.check.texts.written import TextPath, strings_in_code, where
from messages.renderer import HTML, Renderer
from messages.texts import EDITOR, SECTORS, leaves

NOT_SHOWN = (SECTORS, EDITOR)
"""What editors take from, or is for them alone."""


class Listening(Mapping[str, Any]):
    """A tree of texts that notes which of them are asked for."""

    def __init__(self, tree: Mapping[str, Any], heard: set[TextPath], path: TextPath = ()) -> None:
        self._tree = tree
        self._heard = heard
        self._path = path

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - a text or a branch, as in the file
        value, path = self._tree[key], (*self._path, key)
        if isinstance(value, Mapping):
            return Listening(value, self._heard, path)
        self._heard.add(path)
        return value

    def __contains__(self, key: object) -> bool:
        return key in self._tree

    def __iter__(self) -> Iterator[str]:
        return iter(self._tree)

    def __len__(self) -> int:
        return len(self._tree)


ANSWER = "answer:"
"""Before the question of an answer that a template looks at by itself."""
ALL_ANSWERS = "answer:*"


class _NotedAnswers(Mapping[str, str]):
    """The answers that a template may use; notes which of them it looks at."""

    def __init__(self, answers: Mapping[str, str], noted: set[str]) -> None:
        self._answers = answers
        self._noted = noted

    def __getitem__(self, question: str) -> str:
        self._noted.add(f"{ANSWER}{question}")
        return self._answers[question]

    def __iter__(self) -> Iterator[str]:
        self._noted.add(ALL_ANSWERS)
        return iter(self._answers)

    def __len__(self) -> int:
        self._noted.add(ALL_ANSWERS)
        return len(self._answers)


class _ListeningLoader(FileSystemLoader):
    """Notes the files it opens."""

    def __init__(self, folders: Iterable[str], opened: set[Path]) -> None:
        super().__init__(list(folders))
        self._opened = opened

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, is_fresh = super().get_source(environment, template)
        self._opened.add(Path(path))
        return source, path, is_fresh


class ListeningRenderer(Renderer):
    """Speaks as any other, and notes what it is asked for: texts by language, templates, names of values."""

    def __init__(self, folder: Path, surroundings: Mapping[str, object]) -> None:
        self.opened: set[Path] = set()
        self.noted: set[str] = set()
        super().__init__(folder, surroundings)
        self.heard: dict[str, set[TextPath]] = {language: set() for language in self.languages}
        self.whole = dict(self.texts)
        for language, paths in self.heard.items():
            self.texts[language] = Listening(self.whole[language], paths)

    def render(self, language: str, template: str, values: Mapping[str, object]) -> str:
        answers = values.get("answers")
        if isinstance(answers, Mapping):
            values = {**values, "answers": _NotedAnswers(answers, self.noted)}
        return super().render(language, template, values)

    def _environment(
        self, language: str, surroundings: Mapping[str, object]
    ) -> ImmutableSandboxedEnvironment:
        environment = super()._environment(language, surroundings)
        environment.context_class = _noting(self.noted)
        if isinstance(environment.loader, FileSystemLoader):
            environment.loader = _ListeningLoader(environment.loader.searchpath, self.opened)
        return environment


def _noting(noted: set[str]) -> type[Context]:
    """Contexts of templates that note which names are looked up."""

    class NotingContext(Context):
        def resolve_or_missing(self, key: str) -> Any:  # noqa: ANN401 - as in the template engine
            noted.add(key)
            return super().resolve_or_missing(key)

    return NotingContext


def unopened(renderer: ListeningRenderer) -> Iterator[str]:
    """The templates of messages that no view uses."""
    for path in sorted(renderer.folder.rglob(f"*.{HTML}")):
        if path not in renderer.opened:
            yield f"{path.relative_to(renderer.folder)}: no view uses it"


def unheard(renderer: ListeningRenderer, named: frozenset[str]) -> Iterator[str]:
    """The texts nobody asked for, nor is their key named in the code or a picture; but the words of a sector,
    of which each text takes what it needs.

    Where one entry of a file needs a text, the others need it too: they may be shown once rules change.
    """
    said = _quoted(renderer.folder)
    for language, paths in renderer.heard.items():
        needed = {(path[0], path[-1]) for path in paths} & {(p[0], p[-1]) for p in paths if len(p) > 2}
        entries = {path[:2] for path in paths}
        for path, _ in leaves(renderer.whole[language]):
            shown = path[:-1] if path[-1].isdecimal() else path
            of_an_entry = len(path) == 2 or path[:2] in entries or path[1] in named | said
            asked = of_an_entry and ((path[0], path[-1]) in needed or path[-1] in named)
            if path[0] not in NOT_SHOWN and not {path, shown} & paths and not asked:
                yield f"{where(language, path)}: nothing shows it"


def names_in_code(folders: Iterable[Path], pictures: Path) -> frozenset[str]:
    """The words that Python code and picture templates hold as texts: the keys they may ask for."""
    return strings_in_code(folders) | _quoted(pictures)


def _quoted(folder: Path) -> frozenset[str]:
    """The words that templates hold as texts."""
    templates = (path.read_text(encoding="utf-8") for path in folder.rglob("*.j2"))
    return frozenset(found[1:-1] for text in templates for found in QUOTED.findall(text))
