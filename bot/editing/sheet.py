"""Translations as a spreadsheet: one row a text, of which only the translation can be changed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.editing.translating import Translated, TranslationRefused, TranslationState

HEAD = ("id", "state", "source", "translation", "words to do")
WIDTHS = (44, 10, 70, 70, 12)
SHEET = "texts"


def write_sheet(file: Path, rows: Sequence[Translated], source: str, language: str) -> None:
    """All rows, what is to be done counted above them."""
    from openpyxl import Workbook  # noqa: PLC0415 - only editors have it
    from openpyxl.styles import Alignment, Font, Protection  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = SHEET
    sheet.append([*HEAD[:2], f"{HEAD[2]} ({source})", f"{HEAD[3]} ({language})", HEAD[4]])
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate((row.unit, str(row.state), row.source, row.text), start=1):
            cell = sheet.cell(number, column)
            if text:
                cell.value = text
                cell.data_type = "s"  # Whatever it begins with, it is no formula
            cell.number_format = "@"
            cell.quotePrefix = text[:1] in {"=", "+", "-", "@"}
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=column not in (2, 4))
        sheet.cell(number, 5, row.words)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:E{len(rows) + 1}"
    sheet.protection.sheet = True
    sheet.protection.autoFilter = False
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    book.save(file)


def read_sheet(file: Path) -> list[Translated]:
    """The rows as they came back.

    Raises:
        TranslationRefused: it is no such spreadsheet, or a cell is no text.
    """
    from zipfile import BadZipFile  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(file)
    except (BadZipFile, InvalidFileException, KeyError) as error:
        raise TranslationRefused(
            [f"{file.name}: is no spreadsheet (xlsx): {error}; save it as xlsx"]
        ) from None
    if SHEET not in book.sheetnames:
        raise TranslationRefused([f"{file.name}: has no sheet “{SHEET}”; give it that name again"])
    faults: list[str] = []
    rows = list(_rows(file.name, book[SHEET].iter_rows(min_row=2), faults))
    if faults:
        raise TranslationRefused(faults)
    return rows


def _rows(name: str, cells: Iterator[Sequence[object]], faults: list[str]) -> Iterator[Translated]:
    for number, row in enumerate(cells, start=2):
        place = f"{name} row {number}"
        texts = []
        for cell in row[:4]:
            value, kind = getattr(cell, "value", None), getattr(cell, "data_type", "s")
            if kind == "f":
                faults.append(f"{place}: has a formula; put an apostrophe before it, then it is text")
            texts.append("" if value is None else str(value).replace("\r\n", "\n"))
        unit, state, source, text = texts
        if not unit and not text:
            continue
        if state not in set(TranslationState):
            faults.append(f"{place} ({unit}): state {state!r} is not one of {', '.join(TranslationState)}")
            continue
        yield Translated(unit, source, text, TranslationState(state), place)
