"""Telegram HTML, by Telegram's own parser and by ours, which stands in for it."""

from collections.abc import Callable
from functools import reduce
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram_html.errors import HtmlError
from bot.telegram_html.parser import find_parser
from bot.telegram_html.subset import parse_subset

Json = dict[str, Any]
Parsed = tuple[str, list[tuple[object, ...]]] | str

TAGS = (
    ("<b>", "</b>"),
    ("<I>", "</i>"),
    ("<u >", "</u >"),
    ("<del>", "</>"),
    ("<tg-spoiler>", "</tg-spoiler>"),
    ('<span class="tg-spoiler">', "</span>"),
    ("<code>", "</code>"),
    ('<code class="language-py">', "</code>"),
    ("<pre>", "</pre>"),
    ('<pre class="language-x">', "</pre>"),
    ("<blockquote>", "</blockquote>"),
    ("<blockquote expandable>", "</blockquote>"),
    ("<a href='https://x.org/a?b=1'>", "</a>"),
    ('<a href="tg://user?id=5">', "</a>"),
    ('<tg-emoji emoji-id="5368324170671202286">', "</tg-emoji>"),
    ('<tg-time unix="1700000000" format="wDT">', "</tg-time>"),
)
WORDS = st.sampled_from(("a", " ", "\n", "👍", "é", "&lt;", "&nbsp;", "&#65;", "&#x41", "&", "&quot"))
TEXTS = st.recursive(
    WORDS,
    lambda inner: st.lists(
        inner | st.tuples(st.sampled_from(TAGS), inner).map(lambda found: found[1].join(found[0])), max_size=4
    ).map("".join),
    max_leaves=12,
)
NESTED = st.tuples(st.lists(st.sampled_from(TAGS), max_size=4), WORDS).map(
    lambda found: reduce(lambda inner, tag: inner.join(tag), *found)
)
PIECES = st.sampled_from([piece for tag in TAGS for piece in tag]) | WORDS | st.sampled_from(("<", "<p>"))


def theirs(html: str) -> tuple[str, list[Json]]:
    return find_parser()[1](html, "html")


def parsed(parse: Callable[[str], tuple[str, list[Json]]], html: str) -> Parsed:
    """What a parser makes of a text, in an order that does not matter."""
    try:
        text, entities = parse(html)
    except HtmlError as refused:
        return str(refused)
    return text, sorted(tuple(sorted((k, str(v)) for k, v in entity.items())) for entity in entities)


@given(html=TEXTS | NESTED | st.lists(PIECES, max_size=8).map("".join))
@settings(max_examples=2_000, deadline=None)
def test_where_telegrams_parser_is_not_installed_ours_does_the_same(html: str) -> None:
    # S: the library's MessageEntity.cpp, which tdjson runs
    if html.strip():
        assert parsed(parse_subset, html) == parsed(theirs, html)
