"""Every text of a language by an id that stays: its file and key, or its place in a template."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import tomli

from bot.editing.runs import join, runs_of
from messages.texts import EDITOR, leaves

TEMPLATES = "templates"
Keys = tuple[str, ...]


def read_units(folder: Path) -> dict[str, str]:
    """All texts of a language, in the order of the files; not what only its editors need."""
    units: dict[str, str] = {}
    for path in sorted(folder.rglob("*.toml")):
        if path.stem == EDITOR:
            continue
        units |= {unit: text for unit, (_, text) in _in_file(folder, path).items()}
    for path in sorted((folder / TEMPLATES).rglob("*.j2")):
        units |= {_id(folder, path, name): text for name, text in runs_of(_read(path)).items()}
    return units


def write_units(folder: Path, source: Path, changes: Mapping[str, str]) -> None:
    """Change texts, and add those that only the source language has; all else stays as it is written."""
    by_file: dict[str, dict[str, str]] = defaultdict(dict)
    for unit, text in changes.items():
        by_file[unit.partition(": ")[0]][unit] = text
    for name, changed in by_file.items():
        path = folder / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((source / name).read_bytes())
        if path.suffix == ".toml":
            _write_texts(folder, source, path, changed)
        else:
            _write_template(path, changed)


def _in_file(folder: Path, path: Path) -> dict[str, tuple[Keys, str]]:
    """The texts of a file of texts by id, with the keys that lead to each."""
    return {
        _id(folder, path, ".".join(keys)): (keys, text) for keys, text in leaves(tomli.loads(_read(path)))
    }


def _id(folder: Path, path: Path, key: str) -> str:
    return f"{path.relative_to(folder).as_posix()}: {key}"


def _read(path: Path) -> str:
    return path.read_bytes().decode()


def _write_template(path: Path, changes: Mapping[str, str]) -> None:
    named = {unit.partition(": ")[2]: text for unit, text in changes.items()}
    path.write_bytes(join(_read(path), named).encode())


def _write_texts(folder: Path, source: Path, path: Path, changes: Mapping[str, str]) -> None:
    import tomlkit  # noqa: PLC0415 - only editors have it

    own = _in_file(folder, path)
    theirs = _in_file(source, source / path.relative_to(folder))
    document = tomlkit.parse(_read(path))
    for unit, text in changes.items():
        keys, _ = own.get(unit) or theirs[unit]
        _put(document, keys, text)
    path.write_bytes(tomlkit.dumps(document).encode())


def _put(node: object, keys: Keys, text: str) -> None:
    """Change the text at these keys in the form it is written in, or add it."""
    import tomlkit  # noqa: PLC0415
    from tomlkit.items import AbstractTable, Array, String  # noqa: PLC0415
    from tomlkit.toml_document import TOMLDocument  # noqa: PLC0415

    *above, last = keys
    for key in above:
        if isinstance(node, Array):
            node = node[int(key)]
            continue
        if not isinstance(node, (AbstractTable, TOMLDocument)):
            raise TypeError(f"{'.'.join(keys)}: stands in no table")
        node = node[key] if key in node else node.setdefault(key, tomlkit.table())
    if isinstance(node, Array):
        place = int(last)
        if place < len(node):
            node[place] = text
        else:
            node.append(text)
    elif isinstance(node, (AbstractTable, TOMLDocument)):
        before = node.get(last)
        many = isinstance(before, String) and before.as_string().startswith(('"""', "'''"))
        node[last] = _written(text, many_lines=many or "\n" in text)


def _written(text: str, *, many_lines: bool) -> object:
    """A text as an item, written as the files do: several lines begin on a line of their own."""
    import tomlkit  # noqa: PLC0415

    if not many_lines:
        return tomlkit.string(text)
    escaped = text.replace("\\", "\\\\").replace('"""', '""\\"')
    end = '\\"' if escaped.endswith('"') else ""
    body = escaped[:-1] + end if end else escaped
    return tomlkit.parse(f'text = """\n{body}"""')["text"]
