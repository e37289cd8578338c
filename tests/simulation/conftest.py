"""What a life logs is looked at by its oracle, and shown where it fails."""

import pytest

from bot.logs import set_up_logging


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    set_up_logging("WARNING", "text")
