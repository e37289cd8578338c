"""The conversation in a pipe: one line in, one screen out."""

import re
from io import StringIO
from pathlib import Path

import pytest

from bot.channels.terminal import TerminalConsole, TerminalMessenger
from messages.renderer import Renderer
from tests.bot.answers import FULL
from tests.bot.programs import run

DATE = re.compile(r"\d{4}-\d\d-\d\d")
ASKED = (
    "sector",
    "role",
    "strategy",
    "management",
    "resources",
    "manager_use",
    "knowledge",
    "knowledge_gap",
    "habits",
    "pilots",
    "measure",
    "size",
)


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


async def test_pictures_and_papers_are_saved_for_nobody_else_to_read_and_named(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = Renderer()
    answers = zip(ASKED, FULL, strict=True)
    labels = [texts.text("nl", "questions", asked, "options", chosen, "label") for asked, chosen in answers]
    calendar, memo, agree, more, brief, page, picture = (
        texts.text("nl", "interface", "buttons", name)
        for name in ("calendar", "print_memo", "agree", "team_more", "brief", "print_brief", "picture")
    )
    advice = ("/diagnose", *labels, "/week", calendar, "/memo", memo)
    team = ("/team", "1", "Webcare Zürich 北京", "1", "/plan", agree, "/team", picture)
    typed = "\n".join((*advice, *team, "/team", more, brief, page, "/export", ""))
    ended = await run("chat", "--language", "nl", typed=typed, DATABASE_URL=url)
    assert (ended.code, ended.err) == (0, "")
    assert '"customer_intimacy"' in ended.out
    files = sorted((tmp_path / "vierstap-chat").iterdir())
    begun = {DATE.sub("<date>", path.name): path.read_bytes()[:5] for path in files}
    assert begun == {
        "vierstap-2.png": b"\x89PNG\r",
        "eerste-week-<date>.ics": b"BEGIN",
        "voorstel-<date>.pdf": b"%PDF-",
        "voorstel-Webcare-Zürich-北京-<date>.pdf": b"%PDF-",
        "vierstap.png": b"\x89PNG\r",
    }
    assert all(f"vierstap-chat/{path.name}" in ended.out for path in files)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


async def test_a_file_that_cannot_be_saved_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "vierstap-chat").write_text("in the way")
    said = StringIO()
    await TerminalMessenger(TerminalConsole(file=said), tmp_path / "vierstap-chat").document(
        1, "a.pdf", b"\xff"
    )
    assert "a.pdf: " in said.getvalue()
