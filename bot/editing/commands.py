"""The commands for editors and translators; what they need is loaded when they are called."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from messages.renderer import ROOM, first_language, languages_in

texts = typer.Typer(no_args_is_help=True, help="Translate: give the texts out as a file, and take them in.")

CODE = re.compile(r"[a-z]{2,3}")
NEEDED = "translating needs more than a bot that runs: pip install '.[editing]' ({name} is not there)"


def _language_code(code: str) -> str:
    if not CODE.fullmatch(code):
        raise typer.BadParameter(f"{code!r} is no code of a language, such as fr.")
    return code


def _spoken(code: str) -> str:
    if code not in languages_in(ROOM):
        raise typer.BadParameter(f"{code!r} is not one of {', '.join(languages_in(ROOM))}.")
    return code


def _sheet_or_po(file: Path) -> Path:
    if file.suffix not in {".xlsx", ".po"}:
        raise typer.BadParameter(f"{file.name!r} ends neither in .xlsx nor in .po.")
    return file


Language = Annotated[
    str, typer.Option(callback=_language_code, help="The language to translate into, such as fr.")
]
FIRST = first_language()
Source = Annotated[
    str,
    typer.Option(callback=_spoken, metavar="|".join(languages_in(ROOM)), help="The language to translate."),
]
TextsFile = Annotated[Path, typer.Argument(callback=_sheet_or_po, help="A spreadsheet (.xlsx) or a PO file.")]


def preview(
    folder: Annotated[Path, typer.Argument(help="Where the pages go; made if it is not there.")] = Path(
        "preview"
    ),
) -> None:
    """Write everything that Vierstap shows as a page for each language, to look at and search offline."""
    from bot.editing.preview import write_preview  # noqa: PLC0415 - nothing that serves people needs it
    from flows.catalogue.catalogue import load_catalogue  # noqa: PLC0415

    for file, screens in write_preview(load_catalogue(), ROOM, folder):
        typer.echo(f"{file}: {screens} screens, {file.stat().st_size / 1e6:.1f} MB")


def rehearse(
    old: Annotated[str, typer.Argument(help="A revision of git, or a folder of the whole project.")],
    new: Annotated[str, typer.Argument(help="The same; else what is here.")] = "",
    *,
    language: Annotated[
        str, typer.Option(callback=_spoken, metavar="|".join(languages_in(ROOM)), help="What to tell it in.")
    ] = FIRST,
    folder: Annotated[Path, typer.Option(help="Where the pages go.")] = Path("rehearsal"),
) -> None:
    """Show what a change of content and texts does to screens, and to people who are in the middle."""
    from bot.editing.rehearse import Told, write_rehearsal  # noqa: PLC0415
    from bot.editing.rehearse import rehearse as play  # noqa: PLC0415
    from bot.editing.versions import NoVersion, open_version  # noqa: PLC0415

    try:
        with open_version(old) as before, open_version(new) as after:
            rehearsal = play(before, after)
            for line in Told(rehearsal, language).lines():
                typer.echo(line)
            for file in write_rehearsal(rehearsal, folder):
                typer.echo(file)
    except NoVersion as error:
        typer.echo(f"vierstap: {error}", err=True)
        raise typer.Exit(2) from None
    if rehearsal.strands:
        raise typer.Exit(1)


@contextmanager
def _told(source: str, language: str) -> Iterator[None]:
    """What a translator can mend is told, every fault with its row; and what is not installed."""
    from bot.editing.translating import TranslationRefused  # noqa: PLC0415

    if source == language:
        typer.echo(f"vierstap: --source: {source} is translated into itself; choose another", err=True)
        raise typer.Exit(1)
    try:
        yield
    except TranslationRefused as error:
        for fault in error.faults:
            typer.echo(f"vierstap: {fault}", err=True)
        typer.echo("vierstap: nothing was changed", err=True)
        raise typer.Exit(1) from None
    except ModuleNotFoundError as error:
        typer.echo(f"vierstap: {NEEDED.format(name=error.name)}", err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        typer.echo(f"vierstap: {error.filename}: {error.strerror}", err=True)
        raise typer.Exit(1) from None


@texts.command("export")
def export_texts(file: TextsFile, *, language: Language, source: Source = FIRST) -> None:
    """Write every text with its translation into a file: what is missing, what is stale, words to do."""
    from bot.editing.po import write_po  # noqa: PLC0415
    from bot.editing.sheet import write_sheet  # noqa: PLC0415
    from bot.editing.translating import rows_of  # noqa: PLC0415

    with _told(source, language):
        rows = rows_of(ROOM, source, language)
        write = write_sheet if file.suffix == ".xlsx" else write_po
        write(file, rows, source, language)
    typer.echo(f"{file}: {_to_do(source, language)}")


@texts.command("import")
def import_texts(file: TextsFile, *, language: Language, source: Source = FIRST) -> None:
    """Take translations in from a file; if a row is at fault, none."""
    from bot.editing.po import read_po  # noqa: PLC0415
    from bot.editing.sheet import read_sheet  # noqa: PLC0415
    from bot.editing.translating import take_in  # noqa: PLC0415

    with _told(source, language):
        rows = read_sheet(file) if file.suffix == ".xlsx" else read_po(file)
        changed = take_in(ROOM, source, language, rows)
    typer.echo(f"{changed} texts changed; {_to_do(source, language)}")
    if changed:
        typer.echo("Now look whether all is well: vierstap check --fast")


@texts.command("settle")
def settle_texts(*, language: Language, source: Source = FIRST) -> None:
    """Note that every translation there is fits its source as it is now."""
    from bot.editing.translating import settle  # noqa: PLC0415

    typer.echo(f"{settle(ROOM, source, language)} texts are noted as done; {_to_do(source, language)}")


def _to_do(source: str, language: str) -> str:
    from bot.editing.translating import TranslationState, rows_of  # noqa: PLC0415

    rows = rows_of(ROOM, source, language)
    missing, stale = (
        sum(row.state is state for row in rows)
        for state in (TranslationState.MISSING, TranslationState.STALE)
    )
    words = sum(row.words for row in rows)
    return f"{len(rows):,} texts, {missing:,} missing, {stale:,} stale, {words:,} words to do"
