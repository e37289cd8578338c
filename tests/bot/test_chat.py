"""The conversation in a pipe: one line in, one screen out."""

from pathlib import Path

import pytest

from tests.bot.programs import run


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Not there yet: the conversation makes it."""
    return f"sqlite:///{tmp_path / 'new' / 'chat.sqlite3'}"


@pytest.mark.parametrize(
    ("language", "typed", "asked", "advised"),
    [
        ("nl", "snel\n1\n1\n1\n", ("Vraag 1", "Vraag 3"), "stap"),
        ("en", "/quick\ntailored to the customer\nB\n4\n", ("Question 1", "Question 3"), "step"),
    ],
)
async def test_from_start_to_advice_in_plain_text(
    url: str, language: str, typed: str, asked: tuple[str, str], advised: str
) -> None:
    ended = await run("chat", "--language", language, typed=typed, DATABASE_URL=url)
    assert ended.code == 0
    assert all(question in ended.out for question in asked)
    assert advised in ended.out.rpartition(asked[1])[2].lower()
    assert "<b>" not in ended.out
    assert "\x1b" not in ended.out
    assert ended.err == ""


async def test_a_conversation_goes_on_in_the_next_run_and_another_persons_begins(url: str) -> None:
    await run("chat", "--user", "5", "--language", "nl", typed="/quick\n2\n", DATABASE_URL=url)
    again = await run("chat", "--user", "5", typed="verder waar je was\n", DATABASE_URL=url)
    assert "Vraag 2" in again.out
    other = await run("chat", "--user", "6", "--language", "nl", typed="", DATABASE_URL=url)
    assert other.code == 0
    assert "Vraag" not in other.out


async def test_everything_can_be_exported_and_forgotten(url: str) -> None:
    typed = "/quick\n2\n/export\n/vergeet\nja, wis alles van mij\n"
    ended = await run("chat", "--language", "nl", typed=typed, DATABASE_URL=url)
    assert ended.code == 0
    assert '"customer_intimacy"' in ended.out
    again = await run("chat", "--language", "nl", typed="", DATABASE_URL=url)
    assert "Snel advies" in again.out
