"""As in production, but for notes of edits: those wait until the walk asks for them, and not by the clock."""

import pytest
from hypothesis import settings

from bot.logs import set_up_logging
from bot.services import delivery

pytest.register_assert_rewrite("tests.monkey.oracle")
settings.register_profile("monkey", max_examples=1_000, stateful_step_count=120, print_blob=True)


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    set_up_logging("WARNING", "text")


@pytest.fixture(autouse=True)
def notes_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "GATHERING", 86_400)
