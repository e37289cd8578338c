"""A name that is in no closed set is told, and so is one that nothing uses."""

from pathlib import Path

import pytest

from bot.check.names import CLOSED, misspelt_names
from messages.renderer import Renderer


@pytest.fixture
def renderer() -> Renderer:
    return Renderer()


def test_a_name_that_is_only_listed_is_told(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "listed.py").write_text('Hint = Literal["stale", "unclear"]\nhint = "unclear"\n')
    faults = set(misspelt_names(renderer, [tmp_path]))
    assert "hint stale: nothing uses it" in faults
    assert "hint unclear: nothing uses it" not in faults


def test_a_view_that_there_is_not_is_told(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "misspelt.py").write_text('asks = session.view in ("checkin", "overveiw")\n')
    faults = set(misspelt_names(renderer, [tmp_path]))
    assert "view overveiw: there is no such view" in faults
    assert "view checkin: there is no such view" not in faults


@pytest.mark.parametrize("what", CLOSED)
def test_every_name_of_a_set_is_looked_at(what: str, renderer: Renderer, tmp_path: Path) -> None:
    faults = set(misspelt_names(renderer, [tmp_path]))
    assert {f"{what} {name}: nothing uses it" for name in CLOSED[what]} <= faults
