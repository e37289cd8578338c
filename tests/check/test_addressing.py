"""A sentence speaks to whoever reads, or to their organisation; not to both."""

import pytest

from bot.check.texts.addressing import out_of_use, two_addressees
from bot.check.texts.written import Written
from messages.texts import Tree

APART = [r"\b(?:je|jij|jouw)\b", r"\bjullie\b"]


@pytest.mark.parametrize(
    "said",
    [
        "Jij kiest waarmee jullie beginnen.",
        "Eerst dit. Daarna kies je wat bij jullie past.",
        "{% if role == 'does' %}Je vraagt jullie directie.{% endif %}",
    ],
)
def test_a_sentence_that_speaks_to_two_is_found(said: str) -> None:
    assert list(two_addressees(spoken(said)))


@pytest.mark.parametrize(
    "said",
    [
        "Je kiest. Jullie beginnen.",
        "Je zei: jullie beginnen.",
        "Schrijf “wat vragen jullie?” op je blad.",
        "{% if role == 'does' %}Je kiest.{% else %}Jullie kiezen{% endif %}",
    ],
)
def test_what_speaks_to_one_at_a_time_is_none(said: str) -> None:
    assert not list(two_addressees(spoken(said)))


def test_a_word_that_was_taken_out_is_found_in_any_text_or_template() -> None:
    texts: dict[str, Tree] = {"nl": {"editor": {"out": [r"\bmen\b"]}}, "en": {}}
    written = [
        Written("nl/sources.toml: why", "Vaak wijst men op iets anders."),
        Written("nl/templates/help.html.j2", "{% if men %}Tik op een knop.{% endif %}", is_file=True),
        Written("nl/typed.toml: any", "men"),
        Written("en/sources.toml: why", "Men and women"),
    ]

    assert list(out_of_use(written, texts)) == ["nl/sources.toml: why: “men” is out of use"]


def spoken(said: str) -> dict[str, Tree]:
    return {"nl": {"editor": {"apart": APART}, "scale": {"text": said}, "typed": {"any": "je en jullie"}}}
