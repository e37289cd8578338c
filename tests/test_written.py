"""Nothing that people wrote can be tapped on: Telegram itself is asked what it would make a link."""

import orjson
import pytest
import tdjson
from hypothesis import example, given, settings
from hypothesis import strategies as st

from messages.written import as_written, unlinked

PIECES = st.sampled_from(
    (
        *("http", "https", "://", "t.me", "/", "@", "name", "#", "tag", "$", "USD", "www", ".", "com", "nl"),
        *("4111111111111111", "5105-1051-0510-5100", "+31612345678", "a@b.nl", "mailto:", "1:23", "12:34:56"),
        *(" ", "localhost", ":80", "テスト", "🙂", "\u200b", "/start", "tg://", "ton://", "x", "_", "?", "="),
    )
)
TEXTS = st.one_of(st.lists(PIECES, max_size=8).map("".join), st.text(max_size=40))


def links_in(text: str) -> list[str]:
    """What Telegram finds by itself in a plain text."""
    asked = orjson.dumps({"@type": "getTextEntities", "text": text})
    answer = orjson.loads(tdjson.td_execute(asked) or b"{}")
    return [entity["type"]["@type"] for entity in answer["entities"]]


@pytest.mark.threat("S7")
@pytest.mark.parametrize(
    "written",
    [
        *(
            "t.me/x",
            "http://a.nl",
            "@name_x",
            "/start now",
            "#tag",
            "$USD",
            "a@b.nl",
            "tg://resolve?domain=x",
        ),
        *("voorbeeld.amsterdam", "WWW.A.NL", "http://1.2.3.4", "ab.cd:80", "4111 1111 1111 1111", "1:23"),
        *("kijk op vierstap.nl, of mail x@y.be", "(t.me/joinchat/AAAA)", "5105-1051-0510-5100"),
    ],
)
def test_what_telegram_would_make_a_link_of_is_none(written: str) -> None:
    assert links_in(written)
    assert links_in(unlinked(written)) == []


@pytest.mark.threat("S7")
@settings(max_examples=1_000, deadline=None)
@given(TEXTS)
@example("a.b.c@d.e/f#g$HIJ")
def test_whatever_was_written_cannot_be_tapped_on_and_reads_the_same(written: str) -> None:
    shown = unlinked(written)
    assert links_in(shown) == []
    assert as_written(shown) == as_written(written)


@pytest.mark.parametrize("number", ["+31612345678", "06-12345678", "020 123 45 67", "(020) 1234567"])
def test_a_number_of_a_telephone_is_broken_up(number: str) -> None:
    assert "123" not in unlinked(number)


@pytest.mark.parametrize("plain", ["Webcare", "Zoë & co", "team 2026", "a - b", "50%", "één. Twee"])
def test_plain_words_stay_as_they_are(plain: str) -> None:
    assert unlinked(plain) == plain
