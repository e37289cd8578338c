"""A name that is in no closed set is told, and so is one that nothing uses."""

from pathlib import Path

import pytest

from bot.check.screens.teams import kinds_without_words
from bot.check.texts.names import CLOSED, WHOLE, misspelt_names
from bot.services.presenter import Presenter
from flows.catalogue.catalogue import Catalogue
from flows.reminders.kinds import KINDS
from flows.reminders.names import ReminderKind
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


def test_a_kind_of_reminder_that_is_only_in_the_table_is_told(renderer: Renderer, tmp_path: Path) -> None:
    (tmp_path / "table.py").write_text("{ReminderKind.WEEK: 1}\nplan(ReminderKind.PAUSE)\n")
    faults = set(misspelt_names(renderer, [tmp_path]))
    assert "ReminderKind.WEEK: nothing uses it" in faults
    assert "ReminderKind.PAUSE: nothing uses it" not in faults


@pytest.mark.parametrize("where", WHOLE)
def test_a_table_without_one_of_its_names_is_told(
    where: str, renderer: Renderer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, every = WHOLE[where]
    missing, *others = every
    monkeypatch.setitem(WHOLE, where, (others, every))
    assert f"{where}: {missing}: is missing" in set(misspelt_names(renderer, [tmp_path]))


def test_a_kind_of_reminder_without_words_is_told(
    catalogue: Catalogue, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    presenter = Presenter(catalogue, renderer)
    assert list(kinds_without_words(catalogue, presenter)) == []
    kinds = KINDS | {"n_new": KINDS[ReminderKind.AGREED]}
    monkeypatch.setattr("bot.check.screens.teams.KINDS", kinds)
    faults = list(kinds_without_words(catalogue, presenter))
    assert [fault.partition(":")[0] for fault in faults] == list(renderer.languages)
