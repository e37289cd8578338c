"""How the texts read: figures to look at, not gates."""

import re
from statistics import mean

from rich.console import Console
from rich.table import Table

from bot.check.texts.written import INSERTED
from messages.renderer import Renderer
from messages.texts import leaves

LONG_SENTENCE = 20
EASY = 60
SENTENCE = re.compile(r"[^.!?]+[.!?]*")
TAG = re.compile(r"<[^>]+>")
ENOUGH_WORDS = 12
"""A score says nothing of fewer words."""


def print_readability(console: Console, renderer: Renderer) -> None:
    """A table per language and file, and the long sentences and hard texts below it."""
    table = Table("file", "longest", "words a sentence", "long sentences", "hard texts", box=None)
    notes: list[str] = []
    for language in renderer.languages:
        for file, texts in renderer.texts[language].items():
            plain = {path: _plain(text) for path, text in leaves(texts)}
            sentences = {s.strip(): p for p, text in plain.items() for s in SENTENCE.findall(text)}
            long = {s: path for s, path in sentences.items() if len(s.split()) > LONG_SENTENCE}
            hard = [path for path, text in plain.items() if _score(language, text) < EASY]
            lengths = [len(sentence.split()) for sentence in sentences] or [0]
            longest = max(map(len, plain.values()), default=0)
            table.add_row(
                f"{language}/{file}", str(longest), f"{mean(lengths):.1f}", str(len(long)), str(len(hard))
            )
            notes += [f"{language}/{file}.toml: {'.'.join(path)}: {s}" for s, path in long.items()]
            notes += [f"{language}/{file}.toml: {'.'.join(path)}: reads below {EASY}" for path in hard]
    console.print(table)
    for note in notes:
        console.print(note, markup=False, soft_wrap=True)


def _plain(text: str) -> str:
    return " ".join(TAG.sub("", INSERTED.sub("", text)).split())


def _score(language: str, text: str) -> float:
    """Flesch (for Dutch: Flesch-Douma), or no objection where it cannot be measured."""
    try:
        import textstat  # noqa: PLC0415 - a tool of development, absent in production
    except ImportError:
        return EASY
    if len(text.split()) < ENOUGH_WORDS:
        return EASY
    textstat.set_lang(language)
    return float(textstat.flesch_reading_ease(text))
