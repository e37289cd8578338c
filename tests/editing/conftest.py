"""Copies of the texts that tests may translate."""

import shutil
from pathlib import Path

import pytest

from bot.editing.translating import settle
from messages.renderer import ROOM


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """All texts, in a folder of their own, where every translation fits its source as it is now."""
    copy = shutil.copytree(ROOM, tmp_path / "messages", ignore=shutil.ignore_patterns("*.py*"))
    settle(copy, "nl", "en")
    return Path(copy)
