"""The command line: `vierstap`."""

import gc

gc.disable()  # What is loaded now stays; to look through it for rubbish takes a fifth of a start

import sys
import tempfile
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Annotated

import orjson
import typer
import uvloop
from rich.console import Console

from bot import keeping
from bot.advising import Adviser, read_answer_sets
from bot.app import run_bot, run_chat, stop_on_signals
from bot.assembly import SYSTEM_CLOCK, build_rooms
from bot.command_line import fail, one_line, start
from bot.editing import commands as editing
from bot.operating import commands as operating
from bot.privacy.documents import write_papers
from bot.settings import BotSettings, Settings
from bot.storage import migrate as migrate_database
from bot.streams import set_up_streams
from flows.catalogue.catalogue import load_catalogue
from flows.catalogue.errors import AnswerError
from flows.questionnaire.diagram import to_mermaid
from flows.questionnaire.progress import Path
from messages.renderer import ROOM, first_language, languages_in

gc.freeze()  # Nor later, when it would take so long that whoever waits notices
gc.enable()

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

BETWEEN = "\n---\n"


LANGUAGES = languages_in(ROOM)


def _known_language(language: str | None) -> str | None:
    """The language, where there is a folder of texts for it."""
    if language is not None and language not in LANGUAGES:
        raise typer.BadParameter(f"{language!r} is not one of {', '.join(LANGUAGES)}.")
    return language


class Country(StrEnum):
    """Where an organisation is."""

    NL = "nl"
    BE = "be"


class Format(StrEnum):
    """How advice is written out."""

    JSON = "json"
    TEXT = "text"
    HTML = "html"


def _tell_version(*, asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - whoever runs the bot asks nothing

        typer.echo(f"vierstap {version('vierstap')}")
        raise typer.Exit


@app.callback()
def prepare(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda asked: _tell_version(asked=asked),
            is_eager=True,
            help="Tell the version.",
        ),
    ] = False,
) -> None:
    """Vierstap advises organisations on making social media part of normal business."""
    set_up_streams()


@app.command()
def run() -> None:
    """Run the bot on Telegram: by polling, or by webhook when WEBHOOK_URL is set."""
    with one_line():
        settings = start(BotSettings)
        uvloop.run(run_bot(settings))


@app.command()
def sandbox(
    *,
    port: Annotated[
        int | None, typer.Option(help="Where the page is; else 8090, or any that is free.")
    ] = None,
    database: Annotated[FilePath | None, typer.Option(help="Keep the bot's database in this file.")] = None,
) -> None:
    """Talk with the bot on a page that feels like a phone; no token is needed, and nothing leaves here."""
    from bot.sandbox.sandbox import listen, run_sandbox  # noqa: PLC0415 - nobody else needs it

    try:
        listening = listen(port)
    except OSError as error:
        fail(f"--port: cannot listen on {port}: {error.strerror}; choose another", 1)
    except OverflowError:
        fail(f"--port: {port} is no port; choose one from 0 to 65535", 1)

    async def run_until_stopped() -> None:
        with tempfile.TemporaryDirectory(prefix="vierstap-") as folder:
            file = database or FilePath(folder) / "sandbox.db"
            await run_sandbox(listening, file, stop_on_signals(), {})

    uvloop.run(run_until_stopped())


@app.command()
def chat(
    user: Annotated[int, typer.Option(help="Whose conversation this is.")] = 0,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(LANGUAGES),
            callback=_known_language,
            help="The language to speak; else the one spoken last.",
        ),
    ] = None,
) -> None:
    """Have the same conversation in this terminal."""
    with one_line():
        settings = start(Settings)
        uvloop.run(run_chat(settings, user, language))


@app.command()
def advise(
    file: Annotated[str, typer.Argument(help="A JSON file of answers, or - for standard input.")],
    *,
    quick: Annotated[bool, typer.Option("--quick", help="Only the quick path.")] = False,
    language: Annotated[
        str,
        typer.Option(
            metavar="|".join(LANGUAGES), callback=_known_language, help="The language of the advice."
        ),
    ] = first_language(),
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    country: Annotated[
        Country | None,
        typer.Option(help="Where the organisation is; else nothing that hangs on it is shown."),
    ] = None,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day the advice is for; else today.")
    ] = None,
) -> None:
    """Print the advice for a file of answers."""
    with one_line():
        rooms = build_rooms()
    adviser = Adviser(
        rooms.conversation.reader,
        rooms.presenter,
        today=(today or datetime.fromtimestamp(SYSTEM_CLOCK(), UTC)).date().isoformat(),
        country=country.value if country else "",
    )
    path = Path.QUICK if quick else Path.FULL
    try:
        sets, is_list = read_answer_sets(_read(file))
        results = list(adviser.advise_all(sets, path, numbered=is_list))
    except (AnswerError, OSError) as error:
        fail(" ".join(str(error).splitlines()), 2)
    if form is Format.JSON:
        documents = [adviser.as_document(language, advice) for advice in results]
        document = documents if is_list else documents[0]
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
        return
    write = adviser.as_text if form is Format.TEXT else adviser.as_html
    typer.echo(BETWEEN.join(write(language, advice) for advice in results))


def _read(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else FilePath(file).read_bytes()


@app.command()
def check(
    *,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="List the facts to check by then.")
    ] = None,
    fast: Annotated[bool, typer.Option("--fast", help="A few seconds: no proof over all paths.")] = False,
    readability: Annotated[bool, typer.Option("--readability", help="Also list long sentences.")] = False,
    unsaid: Annotated[
        bool, typer.Option("--unsaid", help="Also list what commits and says nothing.")
    ] = False,
    shared: Annotated[
        bool, typer.Option("--shared", help="Also list the sentences that half of all organisations get.")
    ] = False,
) -> None:
    """Validate content and templates, and prove that every path ends in advice."""
    from bot.check import run_checks  # noqa: PLC0415 - nothing that serves people needs it

    day = (today or datetime.fromtimestamp(SYSTEM_CLOCK(), UTC)).date().isoformat()
    is_well = run_checks(
        fast=fast, readability=readability, unsaid=unsaid, shared=shared, today=day, console=Console()
    )
    if not is_well:
        raise typer.Exit(1)


app.command()(one_line()(editing.preview))
app.command()(one_line()(editing.rehearse))
app.add_typer(editing.texts, name="texts")


@app.command()
def diagram() -> None:
    """Print the questionnaire as a Mermaid diagram."""
    with one_line():
        typer.echo(to_mermaid(load_catalogue()))


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    with one_line():
        migrate_database(start(Settings).database_url)
        typer.echo("The database is up to date.")


@app.command()
def backup(file: Annotated[FilePath, typer.Argument(help="A new file.")]) -> None:
    """Write everything that is stored into a file, also while the bot runs."""
    with one_line():
        typer.echo(keeping.backup(start(Settings), file))


@app.command()
def restore(
    file: Annotated[FilePath, typer.Argument(help="A backup.")],
    newer: Annotated[
        list[FilePath] | None, typer.Option(help="A later backup: whoever was forgotten by then stays so.")
    ] = None,
) -> None:
    """Put a backup in the place of everything that is stored, while the bot is stopped."""
    with one_line():
        typer.echo(keeping.restore(start(Settings), file, newer or []))


@app.command()
def move(
    source: Annotated[str, typer.Argument(help="An address such as sqlite:///data/vierstap.db.")],
    target: Annotated[
        str, typer.Argument(help="An address such as postgresql://vierstap@localhost/vierstap.")
    ],
) -> None:
    """Copy everything into another database, which it replaces, while the bot is stopped."""
    with one_line():
        typer.echo(keeping.move(source, target))


@app.command()
def privacy(
    folder: Annotated[FilePath, typer.Argument(help="A folder, made where it is not there.")],
) -> None:
    """Write the papers on privacy: register of processing, draft DPIA, note for the works council."""
    with one_line():
        papers = write_papers(start(Settings).operator_contact)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in papers.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{folder}: {error.strerror}; name a folder that can be written", 1)
    typer.echo(f"Written to {folder}: {', '.join(papers)}")


app.command()(operating.status)
app.command()(operating.figures)
app.command()(operating.audit)
app.add_typer(operating.person, name="person")
app.add_typer(operating.parked, name="parked")


if __name__ == "__main__":
    app()
