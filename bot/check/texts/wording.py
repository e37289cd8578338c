"""The texts of all languages side by side: the same files, keys, templates, variables and numbers."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from bot.check.texts.written import INSERTED, where
from messages.renderer import UNSAID, unsaid_languages
from messages.texts import EDITOR, Tree, leaves

QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
NUMBER = re.compile(r"\d+")
NAME = re.compile(r"[a-z_]\w*")


def compare_languages(texts: Mapping[str, Tree], room: Path, at_fault: Collection[str] = ()) -> Iterator[str]:
    """What one language has and another has not.

    A file that is there and cannot be read is left out, and so are the variables of texts at fault.
    """
    names = {language: {path.name for path in (room / language).glob("*.toml")} for language in texts}
    yield from _missing_files(names, "")
    yield from _missing_files(
        {language: {path.name for path in (room / language / "templates").glob("*")} for language in texts},
        "templates/",
    )
    first, *others = texts
    for language in others:
        shared = (texts[first].keys() & texts[language].keys()) - {EDITOR}
        yield from _compare_all(
            (first, {name: texts[first][name] for name in shared}),
            (language, {name: texts[language][name] for name in shared}),
            at_fault,
        )


def unknown_languages(room: Path, languages: Collection[str]) -> Iterator[str]:
    """Languages to speak where nobody says which, and without a folder."""
    for use, language in unsaid_languages(room).items():
        if language not in languages:
            yield f"{UNSAID}: {use}: no folder {language} (there are {', '.join(languages)})"


def _missing_files(names: Mapping[str, set[str]], folder: str) -> Iterator[str]:
    everywhere = set().union(*names.values())
    for language, own in names.items():
        for name in sorted(everywhere - own):
            yield f"{language}/{folder}{name}: is missing"


def _compare_all(one: tuple[str, Tree], other: tuple[str, Tree], at_fault: Collection[str]) -> Iterator[str]:
    (first, theirs), (language, ours) = ((name, dict(leaves(tree))) for name, tree in (one, other))
    for path in sorted(theirs.keys() - ours.keys()):
        yield f"{where(language, path)}: is missing"
    for path in sorted(ours.keys() - theirs.keys()):
        yield f"{where(first, path)}: is missing"
    for path in sorted(theirs.keys() & ours.keys()):
        yield from _compare(
            where(language, path), "numbers", first, numbers(theirs[path]), numbers(ours[path])
        )
        if not {where(language, path), where(first, path)} & set(at_fault):
            found = variables(theirs[path]), variables(ours[path])
            yield from _compare(where(language, path), "variables", first, *found)


def _compare(place: str, what: str, other: str, theirs: Counter[str], ours: Counter[str]) -> Iterator[str]:
    if theirs != ours:
        yield f"{place}: has the {what} {_listed(ours)}, in {other} {_listed(theirs)}"


def variables(text: str) -> Counter[str]:
    """The names that a text inserts or decides by."""
    inserted = (QUOTED.sub("", found) for found in INSERTED.findall(text))
    return Counter({name: 1 for found in inserted for name in NAME.findall(found)})


def numbers(text: str) -> Counter[str]:
    """The numbers written in a text."""
    return Counter(NUMBER.findall(INSERTED.sub("", text)))


def _listed(found: Counter[str]) -> str:
    return ", ".join(sorted(found.elements())) or "none"
