"""The texts of all languages side by side: the same keys, templates, variables and numbers; none unused."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from messages.renderer import Renderer
from messages.texts import leaves

TextPath = tuple[str, ...]

INSERTED = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
NUMBER = re.compile(r"\d+")
NAME = re.compile(r"[a-z_]\w*")


def compare_languages(renderer: Renderer) -> Iterator[str]:
    """What one language has and another has not."""
    first, *others = renderer.languages
    texts = {language: dict(leaves(renderer.texts[language])) for language in renderer.languages}
    for language in others:
        for path in texts[first].keys() - texts[language].keys():
            yield f"{_where(language, path)}: is missing"
        for path in texts[language].keys() - texts[first].keys():
            yield f"{_where(first, path)}: is missing"
        for path in texts[first].keys() & texts[language].keys():
            yield from _compare(_where(language, path), first, texts[first][path], texts[language][path])
    yield from _missing_templates(renderer)


def _missing_templates(renderer: Renderer) -> Iterator[str]:
    templates = {
        language: {path.name for path in (renderer.folder / language / "templates").glob("*")}
        for language in renderer.languages
    }
    everywhere = set().union(*templates.values())
    for language, names in templates.items():
        for name in sorted(everywhere - names):
            yield f"{language}/templates/{name}: is missing"


def _compare(where: str, other: str, theirs: str, ours: str) -> Iterator[str]:
    if variables(theirs) != variables(ours):
        yield f"{where}: uses {_listed(variables(ours))}, in {other} {_listed(variables(theirs))}"
    if numbers(theirs) != numbers(ours):
        yield f"{where}: has the numbers {_listed(numbers(ours))}, in {other} {_listed(numbers(theirs))}"


def variables(text: str) -> frozenset[str]:
    """The names that a text inserts or decides by."""
    inserted = (QUOTED.sub("", found) for found in INSERTED.findall(text))
    return frozenset(name for found in inserted for name in NAME.findall(found))


def numbers(text: str) -> Counter[str]:
    """The numbers written in a text."""
    return Counter(NUMBER.findall(INSERTED.sub("", text)))


def _listed(items: Iterable[str] | Counter[str]) -> str:
    found = items.elements() if isinstance(items, Counter) else items
    return ", ".join(sorted(found)) or "none"


def _where(language: str, path: TextPath) -> str:
    return f"{language}/{path[0]}.toml: {'.'.join(path[1:])}"


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


def listen(renderer: Renderer) -> dict[str, set[TextPath]]:
    """Note from now on which texts are asked for, by language."""
    heard: dict[str, set[TextPath]] = {language: set() for language in renderer.languages}
    for language, paths in heard.items():
        renderer.texts[language] = Listening(renderer.texts[language], paths)
    return heard


def unheard(renderer: Renderer, heard: Mapping[str, set[TextPath]], named: frozenset[str]) -> Iterator[str]:
    """The texts nobody asked for, nor is their key named in the code or a picture.

    Where one entry of a file needs a text, the others need it too: they may be shown once rules change.
    """
    for language, paths in heard.items():
        needed = {(path[0], path[-1]) for path in paths} & {(p[0], p[-1]) for p in paths if len(p) > 2}
        entries = {path[:2] for path in paths}
        for path, _ in leaves(renderer.texts[language]):
            shown = path[:-1] if path[-1].isdecimal() else path
            like_others = (path[0], path[-1]) in needed and path[:2] in entries
            if not {path, shown} & paths and path[-1] not in named and not like_others:
                yield f"{_where(language, path)}: nothing shows it"


def names_in_code(folders: Iterable[Path], pictures: Path) -> frozenset[str]:
    """The words that Python code and picture templates hold as texts: the keys they may ask for."""
    names = {
        node.value
        for folder in folders
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for path in pictures.rglob("*.j2"):
        names |= {found[1:-1] for found in QUOTED.findall(path.read_text(encoding="utf-8"))}
    return frozenset(names)
