"""What all commands have in common: settings are read, and what an operator can mend is told in one line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from bot.logs import set_up_logging
from bot.masking import masked, secrets_in
from bot.services.ports import StorageError
from bot.settings import Read, SettingsError, read_settings
from flows.catalogue.errors import ContentError
from messages.texts import TextsUnread


@contextmanager
def one_line() -> Iterator[None]:
    """Whatever an operator can mend ends the program with one line that says how."""
    try:
        yield
    except (SettingsError, StorageError) as error:
        fail(str(error), 1)
    except (ContentError, TextsUnread) as error:
        fail(str(error), 1)


def fail(line: str, code: int) -> NoReturn:
    """End with one line."""
    typer.echo(f"vierstap: {masked(line, secrets_in(os.environ))}", err=True)
    raise typer.Exit(code)


def start(kind: type[Read]) -> Read:
    """The settings, with logging as they say."""
    settings = read_settings(kind)
    set_up_logging(settings.log_level, settings.log_format, *secrets_in(os.environ))
    return settings
