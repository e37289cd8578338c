"""Whom a sentence speaks to: one person or an organisation, never both; and words that are out of use."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.check.texts.speech import TAG
from bot.check.texts.written import Written, where
from messages.texts import EDITOR, Tree, leaves

QUOTED = re.compile(r"“[^”]*”")
CHOSEN = re.compile(r"\{%.*?%\}", re.DOTALL)
FILLED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
CLAUSE = re.compile(r"(?<=[.!?:;])\s+|\n+")
NOT_SPOKEN = ("typed", EDITOR)
"""What people type, and what is for editors."""


def mixed_sentences(text: str, apart: Sequence[str]) -> Iterator[str]:
    """Sentences with words of which one alone may stand in a sentence; what somebody says in them aside."""
    plain = TAG.sub("", QUOTED.sub("…", text))
    for clause in CLAUSE.split(plain):
        if apart and all(re.search(word, clause, re.IGNORECASE) for word in apart):
            yield clause.strip()


def two_addressees(texts: Mapping[str, Tree]) -> Iterator[str]:
    """Texts of each language with a sentence that speaks to two, as its editors tell them apart."""
    for language, tree in texts.items():
        editor = tree.get(EDITOR)
        apart = editor.get("apart", ()) if isinstance(editor, Mapping) else ()
        for path, text in leaves({name: tree[name] for name in tree if name not in NOT_SPOKEN}):
            for clause in mixed_sentences(FILLED.sub("…", CHOSEN.sub(". ", text)), apart):
                yield f"{where(language, path)}: speaks to two in one sentence: {clause}"


def out_of_use(written: Iterable[Written], texts: Mapping[str, Tree]) -> Iterator[str]:
    """Words that the editors of a language took out, in any of its texts and templates."""
    for one in written:
        language, _, file = one.where.partition("/")
        editor = texts.get(language, {}).get(EDITOR)
        words = editor.get("out", ()) if isinstance(editor, Mapping) else ()
        if not words or file.split(".")[0] in NOT_SPOKEN:
            continue
        said = FILLED.sub("…", CHOSEN.sub(" ", TAG.sub("", one.source)))
        for found in re.finditer("|".join(words), said, re.IGNORECASE):
            yield f"{one.where}: “{found.group().lower()}” is out of use"
