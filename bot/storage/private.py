"""Files and folders for this user alone, whatever the umask; those that everybody may open are closed."""

import fcntl
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO


def make_private_folder(folder: Path) -> None:
    """Make the folder and those above it that are missing."""
    for missing in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        missing.mkdir(exist_ok=True)
        missing.chmod(0o700)


def make_private_file(file: Path) -> None:
    """Make the file, empty; one that is there is closed to others."""
    try:
        made = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        close_to_others(file)
        return
    try:
        os.fchmod(made, 0o600)
    finally:
        os.close(made)


def close_to_others(file: Path) -> None:
    """Take a file that everybody may open, which nobody can have meant, for this user alone. What a group may
    open stays as it is: somebody gave it to them.
    """
    with suppress(FileNotFoundError, PermissionError):
        if file.stat().st_mode & stat.S_IRWXO:
            file.chmod(0o600)


def lock_private_file(file: Path) -> IO[str]:
    """The file, locked for as long as it is open.

    Raises:
        BlockingIOError: another process has it locked.
        OSError: it cannot be opened.
    """
    make_private_file(file)
    lock = file.open("r+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise
    return lock
