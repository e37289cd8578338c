"""Translations as a PO file, as Weblate, Poedit and others read it."""

from collections.abc import Sequence
from pathlib import Path

from bot.editing.translating import Translated, TranslationRefused, TranslationState


def write_po(file: Path, rows: Sequence[Translated], source: str, language: str) -> None:
    """An entry a row: its context is the id, and what is stale is fuzzy."""
    import polib  # noqa: PLC0415 - only editors have it

    entries = polib.POFile(wrapwidth=0, encoding="utf-8")
    entries.metadata = {
        "Project-Id-Version": "Vierstap",
        "Language": language,
        "X-Source-Language": source,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for row in rows:
        name, _, key = row.unit.partition(": ")
        entry = polib.POEntry(
            msgctxt=row.unit,
            msgid=row.source,
            msgstr=row.text,
            occurrences=[(f"{name}:{key}".replace(" ", "_"), "")],
        )
        if row.state is TranslationState.STALE:
            entry.flags.append("fuzzy")
        entries.append(entry)
    entries.save(str(file))


def read_po(file: Path) -> list[Translated]:
    """The entries as they came back.

    Raises:
        TranslationRefused: it is no PO file.
    """
    import polib  # noqa: PLC0415

    try:
        entries = polib.pofile(file.read_text(encoding="utf-8"), wrapwidth=0)
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise TranslationRefused([f"{file.name}: is no PO file in UTF-8: {error}"]) from None
    return [
        Translated(
            entry.msgctxt or "",
            entry.msgid,
            entry.msgstr,
            _state(entry.msgstr, fuzzy=entry.fuzzy),
            f"{file.name} line {entry.linenum}",
            doubtful=bool(entry.fuzzy),
        )
        for entry in entries
        if not entry.obsolete
    ]


def _state(text: str, *, fuzzy: bool) -> TranslationState:
    if not text:
        return TranslationState.MISSING
    return TranslationState.STALE if fuzzy else TranslationState.DONE
