"""A terminal that cannot show a sign, and one that nobody reads any more, end nothing."""

import asyncio
import io
import os
import sys

import pytest

from bot.operating.status import Found
from bot.services.ports import Counts, ParkedUpdate
from bot.streams import ERRORS, set_up_streams
from tests.bot.programs import PROGRAM, run


@pytest.fixture(autouse=True)
def streams(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    set_up_streams()


@pytest.mark.parametrize(("text", "shown"), [
    ("café", b"cafe"), ("‘x’ – “y”…", b"'x' - \"y\"..."), ("⚡ snel", b"* snel"),
    ("\u2039 Terug", b"< Terug"),
    ("e\u0301", b"e"), ("\ud83d", b"?"), ("日本", b"??"),
])  # fmt: skip
def test_what_cannot_be_shown_is_shown_as_well_as_it_can(text: str, shown: bytes) -> None:
    assert text.encode("ascii", ERRORS) == shown


def test_what_the_terminal_has_is_shown_as_it_is() -> None:
    assert "café € ⚡".encode("latin-1", ERRORS) == b"caf\xe9 EUR *"


def test_what_is_read_can_be_written_down() -> None:
    assert isinstance(sys.stdin, io.TextIOWrapper)
    sys.stdin.buffer.write(b"caf\xc3\xa9 \xff\n")
    sys.stdin.buffer.seek(0)
    assert sys.stdin.readline().encode() != b""


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
async def test_a_whole_conversation_fits_any_terminal(url: str, encoding: str) -> None:
    typed = "/quick\n1\n2\n1\nproeven\n/export\n/privacy\n"
    ended = await run("chat", typed=typed, DATABASE_URL=url, PYTHONIOENCODING=encoding)
    assert (ended.code, ended.err) == (0, "")
    assert "Vraag 3" in ended.out


async def test_a_conversation_that_nobody_reads_ends_quietly(url: str) -> None:
    reading, writing = os.pipe()
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "chat",
        env={"DATABASE_URL": url},
        stdin=asyncio.subprocess.PIPE,
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(writing)
    os.close(reading)
    _, said = await process.communicate(b"/quick\n1\n" * 20)
    assert said == b""
    assert process.returncode == 0


def test_the_status_is_told_in_words() -> None:
    counts = Counts(conversations=1, undelivered=2, letters_waiting=1, parked=1, oldest_undelivered_at=0.0)
    lines = list(Found(counts, [ParkedUpdate(7, None, "{}", "LookupError in a turn", 0.0)], 150.0).as_lines())
    assert "2 screens (the oldest for 2 minutes), 1 letter" in lines[2]
    assert "7 at 1970-01-01 00:00:00" in lines[-1]
    assert not any("None" in line for line in (*lines, *Found(Counts(), [], 0.0).as_lines()))
