"""What the font cannot show is left out, and what it can is no wider than the picture."""

import pytest

from bot.pictures.pictures import BOLD
from bot.pictures.typeface import typeface


@pytest.mark.parametrize("name", ["Zoë & co", "Ωμέγα", "Привет", "50% – ½ €", "Ŧéam"])
def test_what_the_font_knows_is_shown(name: str) -> None:
    assert typeface(BOLD).shown(name) == name


@pytest.mark.parametrize("name", ["北京", "فريق", "ทีม", "🎉", "👨‍👩‍👧‍👦", "🇳🇱"])
def test_what_the_font_does_not_know_is_left_out(name: str) -> None:
    assert typeface(BOLD).shown(name) == ""
    assert typeface(BOLD).shown(f"Web {name} care") == "Web care"


@pytest.mark.parametrize("name", ["W" * 32, "M" * 60, "Team", "i" * 60, ""])
def test_a_name_is_as_large_as_its_place_allows(name: str) -> None:
    size = typeface(BOLD).fitting(name, 60, 984)
    assert 0 < size <= 60
    assert size == 60 or len(name) > 4


@pytest.mark.parametrize("text", ["Leer iedereen de basis in twee delen", "W" * 80, "een twee " * 12, ""])
@pytest.mark.parametrize("most", [1, 2])
def test_lines_are_no_wider_than_their_place_and_what_is_left_out_is_told(text: str, most: int) -> None:
    font = typeface(BOLD)
    lines = font.lines(text, 34, 400, most)
    assert len(lines) <= most
    assert all(font.wide(line, 34) <= 400 for line in lines)
    assert "…" in "".join(lines) or "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_two_lines_are_of_about_one_length() -> None:
    font = typeface(BOLD)
    one, other = font.lines("Leer iedereen de basis in twee delen: eerst waarom, dan hoe", 34, 880, 2)
    assert font.wide(other, 34) > font.wide(one, 34) / 2
