"""The subset that stands in for Telegram's parser judges as that one does."""

import pytest

from bot.check.texts.telegram_html import Judge, find_judge
from bot.telegram_html.errors import HtmlError
from bot.telegram_html.subset import parse_subset
from flows.teams.tidy import units

GOOD = [
    "<b>bold</b> and <i>slanted</i> &amp; plain 😀",
    "<blockquote expandable>quoted <b>bold</b></blockquote>",
    '<a href="https://t.me/vierstap">link</a>',
    "&lt;b&gt; &quot;quoted&quot; &#233;",
]
BAD = ["<p>paragraph</p>", "<b><i>crossed</b></i>", "less < more", "<b>open", "closed</b>"]


def judges() -> list[Judge]:
    return [lambda text: parse_subset(text)[0], find_judge()[1]]


@pytest.mark.parametrize("text", GOOD)
def test_both_see_the_same(text: str) -> None:
    subset, best = judges()

    assert subset(text) == best(text)


@pytest.mark.parametrize("text", BAD)
def test_both_refuse(text: str) -> None:
    for judge in judges():
        with pytest.raises(HtmlError):
            judge(text)


def test_length_is_counted_in_units_of_utf_16() -> None:
    assert units("é😀") == 3
