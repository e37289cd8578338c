"""What stands beside texts, `says` and `assumes`: known words, the same in all languages, none forgotten."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from bot.check.texts.speech import tables_above
from bot.check.texts.written import INSERTED, TextPath, where
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import parse_condition
from flows.catalogue.validation import condition_faults
from messages.texts import BESIDE, EDITOR, Tree, leaves

ADVISING = (
    "actions",
    "asks",
    "barriers",
    "combinations",
    "copies",
    "kpi",
    "lanes",
    "management",
    "memo",
    "modes",
    "pilots",
    "scale",
    "states",
    "steps",
    "week",
)
"""The files whose texts advise: these say what they say."""
NUMBER = re.compile(r"\d")


def strange_sayings(catalogue: Catalogue, texts: Mapping[str, Tree]) -> Iterator[str]:
    """Words that are none, conditions on what is not there, and languages that do not say the same."""
    beside = {language: dict(_tables(tree)) for language, tree in texts.items()}
    for language, tables in beside.items():
        for path, table in tables.items():
            for word in table.get("says", ()):
                if word not in catalogue.words:
                    yield f"{where(language, path)}.says: no word {word}"
            yield from _assuming(catalogue, where(language, path), table)
    first, *others = beside
    for language in others:
        for path in sorted(beside[first].keys() | beside[language].keys()):
            one, other = (beside[name].get(path, {}) for name in (first, language))
            for key in BESIDE:
                if one.get(key) != other.get(key):
                    yield f"{where(language, path)}.{key}: is not what {first} has"


def _assuming(catalogue: Catalogue, place: str, table: Mapping[str, Any]) -> Iterator[str]:
    if "assumes" not in table:
        return
    try:
        condition = parse_condition(table["assumes"])
    except ValueError as error:
        yield f"{place}.assumes: {error}"
        return
    yield from condition_faults(f"{place}.assumes", condition, catalogue.content)


def _tables(node: object, path: TextPath = ()) -> Iterator[tuple[TextPath, Mapping[str, Any]]]:
    """The tables that say something of their texts."""
    if not isinstance(node, Mapping):
        return
    if any(key in node for key in BESIDE):
        yield path, node
    for key, value in node.items():
        if key not in BESIDE:
            yield from _tables(value, (*path, str(key)))


def unsaid(language: str, texts: Tree) -> Iterator[str]:
    """For the editor: texts with a number or a word that commits, and nothing beside them that says so."""
    editor = texts.get(EDITOR)
    words = editor.get("commits", ()) if isinstance(editor, Mapping) else ()
    commits = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE) if words else None
    for path, text in leaves({name: texts[name] for name in ADVISING if name in texts}):
        if any(tables_above(texts, path)):
            continue
        plain = INSERTED.sub("", text)
        found = [*NUMBER.findall(plain)[:1], *(commits.findall(plain)[:1] if commits else [])]
        if found:
            yield f"{where(language, path)}: has {' and '.join(found)}, and says nothing"
