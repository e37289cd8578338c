"""Copies of the texts that tests may translate."""

import shutil
from pathlib import Path

import pytest

from messages.renderer import ROOM


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """All texts, in a folder of their own."""
    return shutil.copytree(ROOM, tmp_path / "messages", ignore=shutil.ignore_patterns("*.py*"))
