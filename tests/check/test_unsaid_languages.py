"""What is spoken where nobody says which language has texts."""

from bot.check.texts.wording import unknown_languages
from messages.renderer import ROOM, languages_in


def test_a_default_language_without_a_folder_is_a_fault() -> None:
    assert list(unknown_languages(ROOM, languages_in(ROOM))) == []
    assert list(unknown_languages(ROOM, ["nl"])) == ["languages.toml: others: no folder en (there are nl)"]
