"""The content and texts of a version of the project: of a folder, or of a revision of git."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flows.catalogue.catalogue import Catalogue, load_catalogue

HERE = Path(__file__).parents[2]
CODE = ("flows", "messages", "bot")


class NoVersion(Exception):
    """There is no such folder or revision, or it holds no content and texts."""


@dataclass(frozen=True)
class Version:
    """What is asked and advised, and where its texts are. `other_code`: it was made for other code."""

    name: str
    catalogue: Catalogue
    room: Path
    other_code: bool


@contextmanager
def open_version(name: str) -> Iterator[Version]:
    """A version to read from; "" is what is here.

    Raises:
        NoVersion: it is none; ContentError: its content is at fault.
    """
    if not name or Path(name).is_dir():
        folder = Path(name) if name else HERE
        yield _read(name, folder)
        return
    with TemporaryDirectory(prefix="vierstap-") as folder_name:
        folder = Path(folder_name)
        _take_out(name, folder)
        yield _read(name, folder)


def _read(name: str, folder: Path) -> Version:
    content, room = folder / "flows" / "content", folder / "messages"
    if not content.is_dir() or not room.is_dir():
        raise NoVersion(f"{name}: has no flows/content and messages; name the folder of the whole project")
    return Version(name, load_catalogue(content), room, other_code=_code(folder) != _code(HERE))


def _code(folder: Path) -> dict[Path, bytes]:
    """What shows the content and texts. A folder of these alone has no code of its own."""
    files = {
        path.relative_to(folder): path.read_bytes() for room in CODE for path in (folder / room).rglob("*.py")
    }
    return files or _code(HERE)


def _take_out(revision: str, folder: Path) -> None:
    """Write what a revision has into a folder."""
    command = ["git", "-C", str(HERE), "archive", "--format=tar", f"{revision}^{{tree}}", "--", *CODE]
    try:
        packed = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - no shell
    except FileNotFoundError:
        raise NoVersion(f"{revision}: is no folder, and there is no git to look for a revision") from None
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NoVersion(f"{revision}: is no folder and no revision of git ({' '.join(told)})") from None
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
