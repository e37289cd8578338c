"""The texts of one language as a tree; its leaves are templates, most of them without variables.

Beside a text stands what it says and assumes: for the proof, never shown.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import tomli

Tree = Mapping[str, object]

BESIDE = ("says", "assumes")
"""The keys beside texts that tell of them."""
EDITOR = "editor"
"""The file with what only editors need."""
SECTORS = "sectors"
"""The folder with a file for each sector; how the option is called stands there too."""


class TextMissing(LookupError):
    """A text that a template asks for is not there."""

    def __init__(self, language: str, path: tuple[str, ...]) -> None:
        super().__init__(f"{language}/{path[0]}.toml: {'.'.join(path[1:])}: is missing")


class TextsUnread(ValueError):
    """Files of a language cannot be read; carries every fault, one a line, by file."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class TextBroken(ValueError):
    """A text cannot be filled in: it asks for a value that nobody gives, or is no template."""

    def __init__(self, language: str, path: tuple[str, ...], reason: str) -> None:
        super().__init__(f"{language}/{path[0]}.toml: {'.'.join(path[1:])}: {reason}")


def load_texts(folder: Path) -> dict[str, object]:
    """All `*.toml` files of a language, each under its own name; those of a folder below that of the folder.

    Raises:
        TextsUnread: files are not TOML; names them all.
    """
    texts, faults = read_texts(folder)
    if faults:
        raise TextsUnread(faults)
    return texts


def read_texts(folder: Path) -> tuple[dict[str, object], list[str]]:
    """The files of a language that can be read, and why the others cannot."""
    faults: list[str] = []
    texts: dict[str, object] = dict(_read_all(folder, folder, faults))
    sectors = dict(_read_all(folder / SECTORS, folder, faults))
    texts[SECTORS] = {name: _without(tree, "option") for name, tree in sectors.items()}
    questions = texts.get("questions")
    if isinstance(questions, dict) and isinstance(sector := questions.get("sector"), dict):
        sector["options"] = {name: tree.get("option", {}) for name, tree in sectors.items()}
    return texts, faults


def _read_all(folder: Path, home: Path, faults: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    for path in sorted(folder.glob("*.toml")):
        try:
            yield path.stem, tomli.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
            faults.append(f"{home.name}/{path.relative_to(home)}: {error}")


def _without(tree: Tree, key: str) -> Tree:
    return {name: value for name, value in tree.items() if name != key}


def find(language: str, texts: Tree, path: tuple[str, ...]) -> object:
    """The text or branch at a path.

    Raises:
        TextMissing: nothing stands there.
    """
    node: object = texts
    for key in path:
        if not isinstance(node, Mapping) or key not in node:
            raise TextMissing(language, path)
        node = node[key]
    return node


def leaves(tree: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text with its path."""
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            if key not in BESIDE:
                yield from leaves(value, (*path, str(key)))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from leaves(value, (*path, str(place)))
