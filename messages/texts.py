"""The texts of one language as a tree; its leaves are templates, most of them without variables."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

Tree = Mapping[str, object]


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
    """All `*.toml` files of a language, each under its own name.

    Raises:
        TextsUnread: files are not TOML; names them all.
    """
    texts, faults = read_texts(folder)
    if faults:
        raise TextsUnread(faults)
    return texts


def read_texts(folder: Path) -> tuple[dict[str, object], list[str]]:
    """The files of a language that can be read, and why the others cannot."""
    texts: dict[str, object] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            texts[path.stem] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            faults.append(f"{folder.name}/{path.name}: {error}")
    return texts, faults


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
            yield from leaves(value, (*path, str(key)))
    elif isinstance(tree, list):
        for place, value in enumerate(tree):
            yield from leaves(value, (*path, str(place)))
