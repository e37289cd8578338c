"""What an operator does with everything that is stored: back it up, bring it back, move it elsewhere."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.assembly import SYSTEM_CLOCK, build_restoring, build_rooms, forget_key_of
from bot.services.ports import StorageError
from bot.settings import Settings
from bot.storage import migrate, read_stored
from bot.storage.copying import Place, back_up, copy, out_of_use
from bot.storage.reading import Behind

NOBODY_KNOWN = "nothing told who was forgotten since: if you have a newer backup, restore again with --newer"


def backup(settings: Settings, file: Path) -> str:
    """Everything in a new file; what to tell of it.

    Raises:
        StorageError: it cannot be read or written.
    """
    people = back_up(Place(settings.database_url), file)
    return f"{file}: {_counted(people)}, and everything of theirs, read again and found the same."


def restore(settings: Settings, file: Path, newer: list[Path]) -> str:
    """A backup in the place of everything; what to tell of it. `newer`: backups that know of more people who
    were forgotten since.

    Raises:
        StorageError: it cannot be read or written, or the bot is running.
    """
    if missing := next((one for one in (file, *newer) if not one.is_file()), None):
        raise StorageError(f"{missing}: there is no such file")
    seals: dict[str, float] = {}
    for place in (Place(settings.database_url), *map(Place.of_file, newer)):
        with suppress(StorageError):  # Often what it is to replace is gone
            seals |= read_stored(place.address, lambda unit: unit.forgotten())
    restoring = build_restoring(build_rooms(), SYSTEM_CLOCK, forget_key_of(settings))
    with _of_this_version(file) as source:
        people = copy(source, Place(settings.database_url), partial(restoring.put_right, seals=seals))
    known = f"{len(seals):,} seals of who was forgotten were known" if seals else NOBODY_KNOWN
    return (
        f"{_counted(people)}, and everything of theirs; {known}. What was due meanwhile is not said any more."
    )


@contextmanager
def _of_this_version(file: Path) -> Iterator[Place]:
    """The backup, or where it is of an earlier version a copy that is brought up to date."""
    if not _is_behind(file):
        yield Place.of_file(file)
        return
    with TemporaryDirectory(prefix="vierstap-") as folder:
        place = Place.of_file(Path(shutil.copy(file, folder)), file)
        migrate(place.address)
        yield place


def _is_behind(file: Path) -> bool:
    try:
        read_stored(Place.of_file(file).address, lambda _: None)
    except Behind:
        return True
    except StorageError:
        pass  # Whoever copies it tells what is wrong
    return False


def move(source: str, target: str) -> str:
    """Everything of one database into another, as it is; what to tell of it.

    Raises:
        StorageError: one of them cannot be opened, or the bot is running on either.
    """
    there, here = Place(source, "SOURCE"), Place(target, "TARGET")
    with out_of_use(there):
        people = copy(there, here)
    return f"{_counted(people)}, and everything of theirs, moved and found the same. Now set DATABASE_URL."


def _counted(people: int) -> str:
    return f"{people:,} {'person' if people == 1 else 'people'}"
