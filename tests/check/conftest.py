"""Copies of the content and the texts that tests may break, and what the check says of them."""

import io
import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from bot.check import run_checks
from flows.catalogue.catalogue import CONTENT, Catalogue, load_catalogue
from messages.renderer import ROOM


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


class Copy:
    """The content and the texts, to be broken and checked."""

    def __init__(self, folder: Path) -> None:
        self.content = shutil.copytree(CONTENT, folder / "content")
        self.room = shutil.copytree(ROOM, folder / "messages", ignore=shutil.ignore_patterns("*.py*"))

    def replace(self, file: str, old: str, new: str) -> None:
        """Replace a text that stands in a file."""
        path = (self.room if "/" in file else self.content) / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def remove(self, file: str, key: str) -> None:
        """Remove a line of a file of texts."""
        path = self.room / file
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{key} = ")]
        assert len(kept) == len(lines) - 1
        path.write_text("".join(kept), encoding="utf-8")

    def append(self, file: str, line: str) -> None:
        """Add a line to a file."""
        path = (self.room if "/" in file else self.content) / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    def listed(self) -> set[str]:
        """The faults that the fast check lists."""
        lines = [line.removeprefix("✗ ") for line in self.faults().splitlines() if line.startswith("✗ ")]
        faults = [line for line in lines if not re.search(r": \d+ faults?$", line)]
        assert len(set(faults)) == len(faults)
        return set(faults)

    def faults(self) -> str:
        """What the fast check says of it."""
        console = Console(record=True, width=400, file=io.StringIO())
        assert not run_checks(fast=True, console=console, content=self.content, room=self.room)
        return console.export_text()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)
