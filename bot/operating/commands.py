"""The commands of an operator."""

import asyncio
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import orjson
import typer

from bot.app import proxy_of
from bot.assembly import SYSTEM_CLOCK, build_rooms
from bot.channels.telegram.channel import TokenRefused
from bot.channels.telegram.transport import NoCertificates
from bot.channels.telegram.waiting_there import NotAnswered, WaitingThere, ask_what_waits, say_last
from bot.command_line import fail, one_line, start
from bot.operating import people
from bot.operating.figures import figure_lines, find_figures
from bot.operating.lists import MOST_LISTED, deed_line, drop, parked_document, parked_line
from bot.operating.people import work_on
from bot.operating.status import SHOWN, Found, moment
from bot.settings import Settings
from bot.storage import read_stored
from bot.storage.private import make_private_file

person = typer.Typer(no_args_is_help=True, help="See, give out and forget what is stored of one person.")
parked = typer.Typer(no_args_is_help=True, help="The updates that failed.")

Id = Annotated[int, typer.Argument(metavar="ID", help="Their Telegram id.")]
Json = Annotated[bool, typer.Option("--json", help="For programs.")]


def status(*, json: Json = False) -> None:
    """Show what is stored, what waits here and at Telegram, and what failed; nothing is changed."""
    with one_line():
        settings, now = start(Settings), SYSTEM_CLOCK()
        counts, parked = read_stored(
            settings.database_url, lambda unit: (unit.counts(now), unit.parked(SHOWN))
        )
    there, fault = _ask(settings)
    found = Found(counts, parked, now, there)
    if json:
        typer.echo(orjson.dumps(found.as_document(), option=orjson.OPT_INDENT_2))
    else:
        typer.echo("\n".join(found.as_lines()))
    if fault:
        fail(fault, 1)


def figures() -> None:
    """Show where people stop, how many got advice and what they say of it: in fives, never of fewer."""
    with one_line():
        typer.echo("\n".join(figure_lines(find_figures(start(Settings), build_rooms()))))


@person.command("show")
def show_person(user_id: Id) -> None:
    """Show what is stored of somebody, as `/mydata` does in the chat."""
    with one_line():
        settings = start(Settings)
        typer.echo(people.show(settings, build_rooms(operator_contact=settings.operator_contact), user_id))


@person.command("export")
def export_person(
    user_id: Id,
    file: Annotated[Path | None, typer.Argument(help="A new file; else to standard output.")] = None,
) -> None:
    """Give out everything that is stored of somebody, as `/export` does in the chat."""
    with one_line():
        if file is not None and file.exists():
            fail(f"{file}: is there already; name a new file", 1)
        document = people.export(start(Settings), build_rooms(), user_id)
    if file is None:
        typer.echo(document)
        return
    try:
        make_private_file(file)
        file.write_bytes(document)
    except OSError as error:
        fail(f"{file}: {error.strerror}; name a file that can be written", 1)


@person.command("forget")
def forget_person(
    user_id: Id, *, yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether to.")] = False
) -> None:
    """Forget somebody, as `/forget` does in the chat: nothing of them stays, and it cannot be undone."""
    if not yes:
        typer.confirm(f"Forget everything of {user_id}? It cannot be undone.", abort=True)
    with one_line():
        settings = start(Settings)
        gone = people.forget(settings, build_rooms(operator_contact=settings.operator_contact), user_id)
    told = _say_last(settings, user_id, gone)
    typer.echo(f"Nothing is stored of {user_id} any more; they were {'' if told else 'not '}told.")


@parked.command("list")
def list_parked(*, json: Json = False) -> None:
    """List the updates that failed: number, kind, when and why; never what somebody wrote."""
    with one_line():
        found = read_stored(start(Settings).database_url, lambda unit: unit.parked(MOST_LISTED))
    if json:
        typer.echo(orjson.dumps([parked_document(one) for one in found], option=orjson.OPT_INDENT_2))
        return
    for one in found:
        typer.echo(parked_line(one))
    if not found:
        typer.echo("No update failed.")


@parked.command("drop")
def drop_parked(
    update_ids: Annotated[list[int] | None, typer.Argument(help="Their numbers.")] = None,
    *,
    all_: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
) -> None:
    """Delete updates that failed, once they are looked into."""
    if bool(update_ids) is all_:
        fail("name the numbers of updates, or --all", 2)
    with one_line():
        gone = work_on(start(Settings).database_url, partial(drop, wanted=update_ids))
    typer.echo(f"{gone:,} dropped.")
    if update_ids and gone < len(set(update_ids)):
        fail("the others are not there: `vierstap parked list`", 1)


def audit(
    *,
    most: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many, the newest first.")] = 100,
    json: Json = False,
) -> None:
    """List who removed, handed over, linked, revoked, deleted or was forgotten, and what operators did."""
    with one_line():
        found = read_stored(start(Settings).database_url, lambda unit: unit.deeds(most))
    if json:
        documents = [{**asdict(line), "at": moment(line.at)} for line in found]
        typer.echo(orjson.dumps(documents, option=orjson.OPT_INDENT_2))
        return
    for line in found:
        typer.echo(deed_line(line))
    if not found:
        typer.echo("Nothing was noted in the last 90 days.")


def _say_last(settings: Settings, user_id: int, gone: people.Forgotten) -> bool:
    """Whether they were told; without a token nobody is."""
    token = settings.telegram_token
    if token is None:
        return False
    saying = say_last(
        token.get_secret_value(),
        settings.telegram_api_url,
        proxy_of(settings),
        user_id,
        gone.message_id,
        gone.last_words,
    )
    with suppress(NoCertificates):
        return asyncio.run(saying)
    return False


def _ask(settings: Settings) -> tuple[WaitingThere | None, str]:
    """What waits at Telegram, or why that is not known; neither without a token."""
    token = settings.telegram_token
    if token is None:
        return None, ""
    asking = ask_what_waits(token.get_secret_value(), settings.telegram_api_url, proxy_of(settings))
    try:
        return asyncio.run(asking), ""
    except TokenRefused:
        return None, "TELEGRAM_TOKEN: Telegram does not accept it; copy it again from @BotFather"
    except NoCertificates as error:
        return None, f"{error}: no certificate can be read there; correct it, or unset it"
    except NotAnswered as error:
        return None, (
            f"Telegram cannot be asked what waits there ({error}): is there a network? "
            "If there is, look at TELEGRAM_API_URL and HTTPS_PROXY"
        )
