"""Files that hold what people wrote say what they wrote, and do nothing else (S13)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.calendar_file import CalendarMoment, write_calendar
from bot.services.file_names import file_name

ATTACKS = [
    "=HYPERLINK(\"http://evil.example\")",
    "Ana\r\nATTACH:http://evil.example/x",
    "Ana\nBEGIN:VALARM\nACTION:EMAIL",
    "Ana\u2028DTSTART:20200101",
    "x\r\n y;z,\\n",
    "\x85ORGANIZER:mailto:a@evil.example",
]  # fmt: skip


def lines_of(text: str) -> list[str]:
    written = write_calendar("Team", [CalendarMoment("1-1", text, "2026-12-01", hour=9)]).decode()
    return re.split(r"\r\n(?! )", written)


@pytest.mark.threat("S13")
@pytest.mark.parametrize("text", ATTACKS)
def test_what_somebody_wrote_adds_no_line_to_a_calendar(text: str) -> None:
    plain = [line.partition(":")[0] for line in lines_of("Ana")]
    assert [line.partition(":")[0] for line in lines_of(text)] == plain
    assert not re.search(r"[\r\n\x85\u2028\u2029]", "".join(lines_of(text)).replace("\r\n ", ""))


@pytest.mark.threat("S13")
@given(st.text(max_size=300))
def test_whatever_somebody_wrote_a_calendar_has_its_lines(text: str) -> None:
    assert len(lines_of(text)) == len(lines_of("Ana"))


@pytest.mark.threat("S13")
@given(st.text(max_size=100))
def test_whatever_a_file_is_named_after_its_name_is_one(text: str) -> None:
    name = file_name("pdf", "Plan", text, "2026-12-01")
    assert not re.search(r'[/\\\x00-\x1f"<>|*?:]', name)
    assert name.startswith("Plan-")
    assert name.endswith("2026-12-01.pdf")
