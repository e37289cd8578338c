"""What people wrote is shown as they see it, and does nothing to what stands around it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from flows.teams.tidy import tidy

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.threat("S7")
@pytest.mark.parametrize(
    "whole",
    [
        FAMILY,
        ENGLAND,
        "🇳🇱",
        "👍🏽",
        "1️⃣",
        "☁️",
        "👩🏽‍❤️‍💋‍👨🏾",
        "क्षि",
        "ก็",
        "می‌خواهم",
        "北京",
        "Zoë",
        "Zoe\u0308",
    ],
)
def test_what_is_one_sign_to_people_stays_whole(whole: str) -> None:
    assert tidy(whole, 32) == whole


@pytest.mark.parametrize("joined", [FAMILY, ENGLAND, "🇳🇱", "👍🏽"])
def test_a_cut_goes_between_signs(joined: str) -> None:
    cut = tidy(f"ab{joined * 40}", 32)
    assert cut.removeprefix("ab").replace(joined, "") == ""
    assert joined in cut


@pytest.mark.threat("S7")
@pytest.mark.parametrize(
    "unseen",
    [
        "",
        " ",
        "\u3164",
        "\u2800",
        "\u200b\u200c\u200d",
        "\u00ad",
        "\u034f",
        "\ufe0f",
        "\u0301\u0308",
        "\u1160\u115f",
        "\uffa0",
        "\ufffc",
        "\U000e0041\U000e0042",
        "\u202e\u2066",
        "\u2028",
        "\x00\x1f",
        "\ue000",
        "\u180e \u3164",
    ],
)
def test_a_name_that_nobody_can_see_is_none(unseen: str) -> None:
    assert tidy(unseen, 32) == ""


@pytest.mark.threat("S7")
def test_towers_of_marks_and_turned_text_do_not_spill_over() -> None:
    assert len(tidy("Z" + "\u0301" * 50, 32)) <= 4
    assert tidy("\u202eanna\u202c", 32) == "anna"


@pytest.mark.threat("S7")
@given(st.text(max_size=400), st.integers(1, 300))
def test_whatever_was_written_comes_out_short_and_is_tidy_already(text: str, longest: int) -> None:
    written = tidy(text, longest)
    assert len(list(iter_graphemes(written))) <= longest
    assert len(written.encode("utf-16-le")) // 2 <= 2 * longest
    assert tidy(written, longest) == written
    assert not any(unicodedata.category(point) in ("Cc", "Cs", "Co") for point in written)
