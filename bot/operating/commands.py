"""The commands of an operator."""

import asyncio
from typing import Annotated

import orjson
import typer

from bot.app import proxy_of
from bot.assembly import SYSTEM_CLOCK
from bot.channels.telegram.channel import TokenRefused
from bot.channels.telegram.transport import NoCertificates
from bot.channels.telegram.waiting_there import NotAnswered, WaitingThere, ask_what_waits
from bot.command_line import fail, one_line, start
from bot.operating.status import SHOWN, Found
from bot.settings import Settings
from bot.storage import read_stored

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
