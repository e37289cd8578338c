"""What there is to translate, and what became of a translation since its source changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from shutil import copytree

from bot.editing.faults_of import translation_faults
from bot.editing.units import read_units, write_units

RECORD = "translated.txt"
"""Which source each translation was made of: an id, and the fingerprints of both texts, a line each."""
NOBODY, DOUBTFUL = "-", "?"
"""Instead of the source's fingerprint: a text that nobody translated yet, one to be looked at again."""
WORD = re.compile(r"[^\W\d_][\w’'-]*")
NOT_WORDS = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}|<[^>]+>", re.DOTALL)
ITS_OWN = ("interface.toml: language", "interface.toml: locale", "interface.toml: holidays")
"""What no language can take from another."""


class TranslationState(StrEnum):
    """How a translation stands to its source."""

    MISSING = "missing"
    STALE = "stale"
    DONE = "done"


@dataclass(frozen=True)
class Translated:
    """A row to translate: the source, and the translation there is. `place`: where it stands in a file;
    `doubtful`: whoever wrote it asks for another look.
    """

    unit: str
    source: str
    text: str
    state: TranslationState
    place: str = ""
    doubtful: bool = False

    @property
    def words(self) -> int:
        """How many words there are to do."""
        return 0 if self.state is TranslationState.DONE else count_words(self.source)


class TranslationRefused(Exception):
    """A file of translations is at fault: nothing of it was taken. Carries every fault, with its row."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def count_words(text: str) -> int:
    """The words of a text that people read."""
    return len(WORD.findall(NOT_WORDS.sub(" ", text)))


def rows_of(room: Path, source: str, language: str) -> list[Translated]:
    """Everything there is to translate from one language into another, with what is there already."""
    theirs, own = read_units(room / source), read_units(room / language)
    record = _read_record(room / language, source)
    return [_row(unit, text, own.get(unit, ""), record.get(unit)) for unit, text in theirs.items()]


def _row(unit: str, source: str, text: str, made: tuple[str, str] | None) -> Translated:
    if not text or made == (NOBODY, fingerprint(text)):
        return Translated(unit, source, "", TranslationState.MISSING)
    # Who changed both by hand, looked at both.
    is_stale = made is not None and made[0] != fingerprint(source) and made[1] == fingerprint(text)
    return Translated(unit, source, text, TranslationState.STALE if is_stale else TranslationState.DONE)


def take_in(room: Path, source: str, language: str, rows: Sequence[Translated]) -> int:
    """Put translations in their places; how many changed.

    Raises:
        TranslationRefused: a row is at fault; then nothing changed.
    """
    before = {row.unit: row for row in rows_of(room, source, language)}
    faults = list(_faults(before, rows))
    if not (room / language).exists():
        faults += _own_faults(language, rows)
    if faults:
        raise TranslationRefused(faults)
    record = _read_record(room / language, source)
    if not (room / language).exists():
        _begin(room, source, language)
        record = {unit: (NOBODY, fingerprint(row.source)) for unit, row in before.items()}
    given = [row for row in rows if row.text]
    changed = {row.unit: row.text for row in given if row.text != before[row.unit].text}
    write_units(room / language, room / source, changed)
    for row in given:
        if row.unit in changed or _settles(before[row.unit], row):
            made_of = DOUBTFUL if row.doubtful else fingerprint(row.source)
            record[row.unit] = made_of, fingerprint(row.text)
    _write_record(room / language, source, record)
    return len(changed)


def _settles(before: Translated, row: Translated) -> bool:
    """Whether somebody looked at a text that stays as it is: it fits its source after all, or does not."""
    if row.doubtful:
        return before.state is TranslationState.DONE
    return row.state is TranslationState.DONE and before.state is TranslationState.STALE


def settle(room: Path, source: str, language: str) -> int:
    """Note that every translation there is fits its source as it is now; how many there are."""
    theirs, own = read_units(room / source), read_units(room / language)
    record = {unit: (fingerprint(theirs[unit]), fingerprint(own[unit])) for unit in theirs if unit in own}
    _write_record(room / language, source, record)
    return len(record)


def fingerprint(text: str) -> str:
    """Enough of a text to see that it changed."""
    return sha256(text.encode()).hexdigest()[:8]


def _faults(before: Mapping[str, Translated], rows: Sequence[Translated]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for row in rows:
        named = f"{row.place} ({row.unit})"
        if row.unit not in before:
            yield f"{named}: there is no such text; leave the column of ids as it was exported"
        elif row.unit in seen:
            yield f"{named}: is in the file twice, also at {seen[row.unit]}; remove one of them"
        elif row.text and row.text != before[row.unit].text:
            for fault in translation_faults(row.unit, before[row.unit].source, row.text):
                yield f"{named}: {fault}"
        seen[row.unit] = row.place


def _own_faults(language: str, rows: Sequence[Translated]) -> Iterator[str]:
    given = {row.unit for row in rows if row.text}
    for unit in ITS_OWN:
        if unit not in given:
            yield f"{unit}: {language} is new, and needs this before anything else; fill it in"


def _begin(room: Path, source: str, language: str) -> None:
    """A folder for a new language, in the words of the source until they are translated."""
    copytree(room / source, room / language)
    (room / language / RECORD).unlink(missing_ok=True)


def _read_record(folder: Path, source: str) -> dict[str, tuple[str, str]]:
    """Which source each translation was made of; nothing of a translation from another language."""
    if not (folder / RECORD).exists():
        return {}
    first, *lines = (folder / RECORD).read_text(encoding="utf-8").splitlines()
    if first != source:
        return {}
    parts = (line.rsplit(" ", 2) for line in lines)
    return {unit: (made_of, text) for unit, made_of, text in parts}


def _write_record(folder: Path, source: str, record: Mapping[str, tuple[str, str]]) -> None:
    if not record:
        return
    lines = [source, *(f"{unit} {' '.join(both)}" for unit, both in sorted(record.items()))]
    (folder / RECORD).write_text("\n".join(lines) + "\n", encoding="utf-8")
