"""What an operator does with everything that is stored: back it up, bring it back, move it elsewhere."""

from contextlib import suppress
from functools import partial
from pathlib import Path

from bot.app import SYSTEM_CLOCK, build_restoring, build_rooms, forget_key_of
from bot.services.ports import StorageError
from bot.settings import Settings
from bot.storage import read_stored
from bot.storage.copying import address_of, back_up, copy, out_of_use


def backup(settings: Settings, file: Path) -> str:
    """Everything in a new file; what to tell of it.

    Raises:
        StorageError: it cannot be read or written.
    """
    people = back_up(settings.database_url, file)
    return f"{file}: {people:,} people, and everything of theirs, read again and found the same."


def restore(settings: Settings, file: Path, newer: list[Path]) -> str:
    """A backup in the place of everything; what to tell of it. `newer`: backups that know of more people who
    were forgotten since.

    Raises:
        StorageError: it cannot be read or written, or the bot is running.
    """
    if not file.is_file():
        raise StorageError(f"{file}: there is no such file")
    seals: dict[str, float] = {}
    for address in (settings.database_url, *map(address_of, newer)):
        with suppress(StorageError):  # Often what it is to replace is gone
            seals |= read_stored(address, lambda unit: unit.forgotten())
    restoring = build_restoring(build_rooms(), SYSTEM_CLOCK, forget_key_of(settings))
    people = copy(address_of(file), settings.database_url, partial(restoring.put_right, seals=seals))
    known = f"{len(seals):,} seals of who was forgotten were known" if seals else NOBODY_KNOWN
    return f"{people:,} people are back; {known}. What was due meanwhile is not said any more."


NOBODY_KNOWN = "nothing told who was forgotten since: if you have a newer backup, restore again with --newer"


def move(source: str, target: str) -> str:
    """Everything of one database into another, as it is; what to tell of it.

    Raises:
        StorageError: one of them cannot be opened, or the bot is running on either.
    """
    with out_of_use(source):
        people = copy(source, target)
    return f"{people:,} people, and everything of theirs, moved and found the same. Now set DATABASE_URL."
