"""Copies of the content and the texts that tests may break, and what the check says of them."""

import io
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from bot.check import run_checks
from flows.catalogue import CONTENT, Catalogue, load_catalogue
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

    def faults(self) -> str:
        """What the fast check says of it."""
        console = Console(record=True, width=400, file=io.StringIO())
        assert not run_checks(fast=True, console=console, content=self.content, room=self.room)
        return console.export_text()


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)
