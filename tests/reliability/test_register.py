"""Each fault, threat and promise has its test or says why not, and tests name only those there are."""

from collections import Counter

from tests.reliability.page import PAGE, make_page
from tests.reliability.register import read_marks, read_rows


def test_every_row_is_held_by_a_test_or_says_why_not() -> None:
    held = {(mark.kind, mark.id) for mark in read_marks()}
    assert [row.id for row in read_rows() if ((row.kind, row.id) in held) == bool(row.reason)] == []


def test_every_marker_names_a_row() -> None:
    rows = {(row.kind, row.id) for row in read_rows()}
    assert [mark for mark in read_marks() if (mark.kind, mark.id) not in rows] == []


def test_no_row_stands_twice_and_none_is_left_out() -> None:
    counted = Counter(row.id for row in read_rows())
    wanted = [*map(str, range(1, 41)), *(f"S{n}" for n in range(1, 15)), *(f"G{n}" for n in range(1, 15))]
    assert counted == Counter(wanted)


def test_the_page_is_as_the_rows_and_tests_say() -> None:
    assert PAGE.read_text("utf-8") == make_page(), "run `make reliability`"
