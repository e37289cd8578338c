"""Every column says what it is for, whose, and how long; papers and `/privacy` say the same."""

import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from bot.privacy import register
from bot.privacy.documents import HERE, PAPERS, languages, term, words_in, write_papers
from bot.privacy.register import DAYS, NotAccounted, load_register
from bot.storage.schema import metadata
from messages.renderer import Renderer
from tests.bot.programs import run

DOCS = Path(__file__).parents[1] / "docs" / "privacy"


def test_every_column_is_accounted_for() -> None:
    there = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}
    assert {(one.table, column) for one in load_register().kept for column in one.columns} == there


def test_a_column_that_is_not_accounted_for_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    more = MetaData()
    for table in metadata.sorted_tables:
        table.to_metadata(more)
    Table("members", more, Column("phone", Integer), extend_existing=True)
    monkeypatch.setattr(register, "metadata", more)
    with pytest.raises(NotAccounted, match=r"members\.phone: say in bot/privacy/columns\.toml"):
        load_register.__wrapped__(HERE / "columns.toml")


def test_a_column_that_is_gone_or_named_twice_is_named(tmp_path: Path) -> None:
    file = Path(shutil.copy(HERE / "columns.toml", tmp_path))
    group = 'purpose = "guarding"\nwhose = "nobody"\nterm = "renewed"\ndata = "processes"\n'
    file.write_text(f"{file.read_text()}\n[[leases]]\ncolumns = ['name', 'phone']\n{group}")
    with pytest.raises(NotAccounted, match=r"leases\.phone: there is no.*leases\.name: named twice"):
        load_register.__wrapped__(file)


@pytest.mark.parametrize("language", languages())
def test_every_word_is_there_and_none_is_left_over(language: str) -> None:
    words, kept = words_in(language), load_register().kept
    assert set(words["data"]) == {one.data for one in kept}
    assert set(words["whose"]) == {one.whose for one in kept}
    assert set(words["terms"]) == {one.term for one in kept}
    assert set(words["purposes"]) == set(load_register().bases)
    assert all(term(language, one.term) for one in kept)


def test_the_papers_are_as_the_tables_say() -> None:
    written = {file.name: file.read_text("utf-8") for file in DOCS.glob("*.md")}
    assert written == write_papers(), "run `make privacy`"


def test_no_paper_leaves_a_place_open_that_the_program_fills() -> None:
    for name, text in write_papers("privacy@example.org").items():
        assert not re.search(r"<!--|\{\w+\}", text), name
        assert "privacy@example.org" in text or "works_council" in name


@pytest.mark.parametrize("language", languages())
def test_what_privacy_says_in_a_chat_is_how_long_it_stays(language: str) -> None:
    """In words; where the program keeps something for another time, there are no words for that."""
    words = words_in(language)
    page = Renderer(surroundings={"operator_contact": ""}).render(language, "privacy", {})
    said = re.sub(r"<[^>]+>", "", page).lower()
    for name, sentence in words["said"].items():
        spoken = words["spoken"][f"{DAYS[name]:g}"]
        assert any(sentence.format(days=days).lower() in said for days in spoken), name


async def test_the_papers_are_written_for_an_operator(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "papers"
    ended = await run("privacy", str(folder), OPERATOR_CONTACT="privacy@example.org")
    assert ended.code == 0
    assert len(list(folder.glob("*.md"))) == len(PAPERS) * len(languages())
    assert "privacy@example.org" in (folder / "register.nl.md").read_text("utf-8")
