"""Texts that go to translators and come back: whole, checked, and known when their source changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from translate.storage.pypo import pofile

from bot.check.texts.wording import compare_languages
from bot.editing.po import read_po, write_po
from bot.editing.sheet import read_sheet, write_sheet
from bot.editing.translating import (
    Translated,
    TranslationRefused,
    TranslationState,
    count_words,
    rows_of,
    take_in,
)
from bot.editing.units import read_units, write_units
from messages.renderer import Renderer
from messages.texts import read_texts

Bytes = dict[Path, bytes]
TITLE = "team.toml: title"


CELLS = ("=1+1", "+31", "-5", "@home", " =SOM(A1)", "'quoted", "#N/A", "0042", "1e5", "TRUE", "a\nb")


def bytes_of(room: Path) -> Bytes:
    return {path: path.read_bytes() for path in sorted(room.rglob("*")) if path.is_file()}


def there_and_back(file: Path, rows: Sequence[Translated], source: str, language: str) -> list[Translated]:
    if file.suffix == ".po":
        write_po(file, rows, source, language)
        return read_po(file)
    write_sheet(file, rows, source, language)
    return read_sheet(file)


@pytest.mark.parametrize("form", ["xlsx", "po"])
@pytest.mark.parametrize(("source", "language"), [("nl", "en"), ("en", "nl")])
def test_a_round_trip_changes_no_byte(
    room: Path, tmp_path: Path, form: str, source: str, language: str
) -> None:
    before = bytes_of(room)
    rows = rows_of(room, source, language)
    assert all(row.text for row in rows)
    assert (
        take_in(room, source, language, there_and_back(tmp_path / f"t.{form}", rows, source, language)) == 0
    )
    assert bytes_of(room) == before


def test_every_text_there_is_can_be_changed_and_changed_back(room: Path) -> None:
    source, own = room / "nl", room / "en"
    texts = read_units(own)
    other = {unit: f"{text} – \\ “é” #" for unit, text in texts.items()}
    write_units(own, source, other)
    assert read_units(own) == other
    write_units(own, source, texts)
    assert read_units(own) == texts


def test_both_languages_have_the_same_texts_to_translate(room: Path) -> None:
    assert read_units(room / "nl").keys() == read_units(room / "en").keys()


@pytest.mark.parametrize("form", ["xlsx", "po"])
@pytest.mark.parametrize(
    "text",
    ["=1+1", "+31", "-5", "@home", " =SOM(A1)", "'quoted", "#N/A", "0042", "1e5", "TRUE", "a\nb", "_x000D_"],
)
def test_what_a_cell_holds_is_text_and_never_a_formula(tmp_path: Path, form: str, text: str) -> None:
    rows = [Translated(TITLE, text, text, TranslationState.DONE)]
    (back,) = there_and_back(tmp_path / f"t.{form}", rows, "nl", "en")
    assert (back.source, back.text) == (text, text)
    if form == "xlsx":
        assert {cell.data_type for cell in load_workbook(tmp_path / "t.xlsx")["texts"][2][:4]} == {"s"}


def test_a_formula_that_somebody_made_is_refused_with_its_row(room: Path, tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_sheet(file, rows_of(room, "nl", "en"), "nl", "en")
    book = load_workbook(file)
    book["texts"]["D7"] = "=HYPERLINK(A1)"
    book.save(file)
    with pytest.raises(TranslationRefused, match=r"t\.xlsx row 7: has a formula"):
        read_sheet(file)


def test_only_the_translation_and_its_state_can_be_changed(room: Path, tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    write_sheet(file, rows_of(room, "nl", "en")[:3], "nl", "en")
    sheet = load_workbook(file)["texts"]
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[2]] == [True, False, True, False, True]


def changed(room: Path, unit: str, change: Callable[[Translated], Translated]) -> list[Translated]:
    rows = rows_of(room, "nl", "en")
    assert any(row.unit == unit for row in rows)
    return [change(replace(row, place="row 9")) if row.unit == unit else row for row in rows]


def saying(text: str) -> Callable[[Translated], Translated]:
    return lambda row: replace(row, text=text)


ASK = "questions.toml: strategy.ask"
WELCOME = "templates/welcome.html.j2: 5.2"


@pytest.mark.parametrize(
    ("unit", "text", "told"),
    [
        (ASK, "Why do {{ words.peeple }} choose you?", "peeple is not in the source"),
        (ASK, "Why do people choose you?", "words is missing; copy it"),
        (ASK, "Why do {{ words.people choose you?", "braces are broken"),
        (ASK, "Why do { words.people } choose you?", "words is missing"),
        (ASK, "Why do <b>{{ words.people }}</b> choose you?", "tags <b>"),
        (ASK, "3 < 4, {{ words.people }}?", "&lt; for <"),
        (ASK, "{{ words.people }}{{ bot_token }}", "bot_token is not in the source"),
        (ASK, "{% include 'x' %}{{ words.people }}", "include is not in the source"),
        (WELCOME, "one\ntwo {{ last_on | date }}", "line break"),
        (WELCOME, "{% if x %}{{ last_on | date }}", "tag of its own"),
        (WELCOME, "Your last advice is of {{ last_on }}.", "date is missing"),
    ],
)
def test_what_would_break_a_message_is_refused_with_row_and_remedy(
    room: Path, unit: str, text: str, told: str
) -> None:
    before = bytes_of(room)
    with pytest.raises(TranslationRefused) as refused:
        take_in(room, "nl", "en", changed(room, unit, saying(text)))
    assert any(fault.startswith(f"row 9 ({unit}): ") and told in fault for fault in refused.value.faults)
    assert bytes_of(room) == before


def test_ids_are_locked(room: Path) -> None:
    rows = rows_of(room, "nl", "en")
    with pytest.raises(TranslationRefused, match="there is no such text"):
        take_in(room, "nl", "en", [replace(rows[0], unit="team.toml: titel", place="row 2")])
    with pytest.raises(TranslationRefused, match="in the file twice"):
        take_in(room, "nl", "en", [rows[0], rows[0]])


def state_of(room: Path, unit: str, source: str = "nl", language: str = "en") -> TranslationState:
    return next(row.state for row in rows_of(room, source, language) if row.unit == unit)


def edit(room: Path, language: str, unit: str, text: str) -> None:
    """As an editor would, by hand."""
    write_units(room / language, room / language, {unit: text})


def test_a_translation_is_stale_once_its_source_changed_until_it_did_too(room: Path) -> None:
    assert state_of(room, ASK) is TranslationState.DONE
    before = sum(row.words for row in rows_of(room, "nl", "en"))
    edit(room, "nl", ASK, "Waarom komen {{ words.people }} bij jullie?")
    assert state_of(room, ASK) is TranslationState.STALE
    rows = rows_of(room, "nl", "en")
    assert sum(row.words for row in rows) == before + count_words("Waarom komen bij jullie")
    take_in(room, "nl", "en", rows)
    assert state_of(room, ASK) is TranslationState.STALE
    take_in(room, "nl", "en", changed(room, ASK, saying("Why do {{ words.people }} come to you?")))
    assert state_of(room, ASK) is TranslationState.DONE


def test_whoever_says_that_a_stale_one_fits_after_all_is_believed(room: Path) -> None:
    edit(room, "nl", ASK, "Waarom komen {{ words.people }} bij jullie?")
    fits = changed(room, ASK, lambda row: replace(row, state=TranslationState.DONE))
    take_in(room, "nl", "en", fits)
    assert state_of(room, ASK) is TranslationState.DONE


def test_whoever_changes_both_by_hand_has_translated(room: Path) -> None:
    edit(room, "nl", ASK, "Waarom komen {{ words.people }} bij jullie?")
    edit(room, "en", ASK, "Why do {{ words.people }} come to you?")
    assert state_of(room, ASK) is TranslationState.DONE


def test_what_was_translated_from_an_older_source_is_stale(room: Path) -> None:
    rows = changed(room, ASK, saying("Why do {{ words.people }} come to you?"))
    edit(room, "nl", ASK, "Waarom kiezen {{ words.people }} nu voor jullie?")
    take_in(room, "nl", "en", rows)
    assert state_of(room, ASK) is TranslationState.STALE


def test_a_doubtful_translation_comes_back_as_fuzzy(room: Path, tmp_path: Path) -> None:
    doubtful = changed(room, ASK, lambda row: replace(row, text="So {{ words.people }}?", doubtful=True))
    take_in(room, "nl", "en", doubtful)
    assert state_of(room, ASK) is TranslationState.STALE
    back = there_and_back(tmp_path / "t.po", rows_of(room, "nl", "en"), "nl", "en")
    assert ASK in [row.unit for row in back if row.doubtful]


def test_a_text_that_is_new_in_the_source_is_missing_and_finds_its_place(room: Path) -> None:
    unit = "interface.toml: buttons.wave"
    file = room / "nl" / "interface.toml"
    file.write_text(file.read_text("utf-8").replace("[buttons]\n", '[buttons]\nwave = "Zwaai"\n', 1), "utf-8")
    assert state_of(room, unit) is TranslationState.MISSING
    take_in(room, "nl", "en", changed(room, unit, saying("Wave")))
    assert read_units(room / "en")[unit] == "Wave"
    assert state_of(room, unit) is TranslationState.DONE


def test_a_third_language_grows_from_nothing(room: Path, tmp_path: Path) -> None:
    rows = rows_of(room, "en", "fr")
    assert {row.state for row in rows} == {TranslationState.MISSING}
    some = {"interface.toml: language": "Français", "interface.toml: locale": "fr_FR"}
    with pytest.raises(TranslationRefused, match="holidays: fr is new"):
        take_in(room, "en", "fr", [replace(row, text=some.get(row.unit, "")) for row in rows])
    assert not (room / "fr").exists()
    some |= {"interface.toml: holidays": "fr", "questions.toml: sector.ask": "Qui êtes-vous ?"}
    first = [replace(row, text=some.get(row.unit, "")) for row in rows]
    take_in(room, "en", "fr", there_and_back(tmp_path / "t.po", first, "en", "fr"))
    assert state_of(room, "questions.toml: sector.ask", "en", "fr") is TranslationState.DONE
    assert state_of(room, "questions.toml: role.ask", "en", "fr") is TranslationState.MISSING
    renderer = Renderer(room, {"bot_username": "b", "operator_contact": "o"})
    assert renderer.text("fr", "questions", "sector", "ask") == "Qui êtes-vous ?"
    texts = {language: read_texts(room / language)[0] for language in renderer.languages}
    assert not list(compare_languages(texts, room))


def test_the_library_of_weblate_reads_every_entry_as_it_is_meant(room: Path, tmp_path: Path) -> None:
    edit(room, "nl", ASK, "Waarom komen {{ words.people }} bij jullie?")
    rows = rows_of(room, "nl", "en")
    file = tmp_path / "en.po"
    write_po(file, rows, "nl", "en")
    store = pofile.parsestring(file.read_bytes())  # type: ignore[no-untyped-call]
    read = [unit for unit in store.units if not unit.isheader()]
    assert [(u.getcontext(), str(u.source), str(u.target)) for u in read] == [
        (row.unit, row.source, row.text) for row in rows
    ]
    fuzzy = [u.getcontext() for u in read if u.isfuzzy()]
    assert fuzzy == [row.unit for row in rows if row.state is TranslationState.STALE]
    assert ASK in fuzzy
    assert bytes(store) == file.read_bytes()
