"""Put back a fault that was found when advice was read aloud, and reading it so finds it again."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.check.content.organisations import organisations
from bot.check.surroundings import SURROUNDINGS
from bot.check.texts.aloud import ReadAloud, read_all, reading_faults, shared_sentences
from bot.services.presenter import Presenter
from flows.adviser.steps import find_step
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.answers import ActiveAnswers
from messages.renderer import ROOM, Renderer
from tests.check.conftest import Copy
from tests.flows.people import READY

Put = Callable[[dict[str, Any]], None]

HOSPITAL = {**READY, "sector": "care", "role": "does", "size": "large"}
UNKNOWN = dict.fromkeys(
    ("management", "manager_use", "resources", "knowledge", "knowledge_gap", "habits"), "unknown"
)
STARTING = {**HOSPITAL, "knowledge": "few", "knowledge_gap": "both", "pilots": "nobody"}


def read(catalogue: Catalogue, answers: Mapping[str, str], put: Put, room: Path = ROOM) -> list[ReadAloud]:
    """What somebody reads once a fault is put into the Dutch texts."""
    renderer = Renderer(room, SURROUNDINGS)
    put(renderer.texts["nl"])  # type: ignore[arg-type]
    active = dict(ActiveAnswers(answers, catalogue))
    return list(read_all(Presenter(catalogue, renderer), [active]))


def text(*path: str, says: str) -> Put:
    def put(texts: dict[str, Any]) -> None:
        *above, last = path
        for key in above:
            texts = texts[key]
        assert last in texts
        texts[last] = says

    return put


@pytest.mark.parametrize(
    ("answers", "put", "expected"),
    [
        (
            HOSPITAL,
            text("scale", "principle", says="Leg het brood klaar en vraag elke klant wat die zoekt."),
            "brood is no word of theirs",
        ),
        (
            {**HOSPITAL, "size": "tiny"},
            text("scale", "principle", says="Dat is jullie visitekaartje bij de andere afdelingen."),
            "afdelingen is no word of theirs",
        ),
        (HOSPITAL, text("scale", "hours", says="Reken nu op 3 uur per week."), "has other hours"),
        (
            STARTING,
            text("interface", "quadrants_step_1", "start_now", says="Kan nu starten"),
            "kan nu starten is said where nothing may start",
        ),
        (
            HOSPITAL,
            text("interface", "because", says="Je zei"),
            "view share (nl): je zei means nothing to who gets this",
        ),
        (
            STARTING,
            text("memo", "position", "1", says="Volgens artikel 2, stap 1, leggen wij de basis."),
            "view memo (nl): artikel 2 means nothing to who gets this",
        ),
        (
            {**STARTING, **UNKNOWN},
            text("interface", "not_known", says="Je zei: nog niet bekend"),
            "is told as said, and is not known",
        ),
        (
            {**STARTING, **UNKNOWN},
            text("interface", "you_provisional", says="Op een paar vragen weten we het antwoord niet."),
            "view card (nl): is provisional and does not say so",
        ),
    ],
    ids=[
        "words of another trade",
        "departments in a team of four",
        "other hours",
        "can start where nothing may",
        "you said, to who gets the share",
        "a part of an article, to who decides",
        "you said beside an unknown",
        "provisional, and nobody says so",
    ],
)
def test_a_fault_put_back_is_found(
    catalogue: Catalogue, answers: Mapping[str, str], put: Put, expected: str
) -> None:
    assert any(expected in fault for fault in reading_faults(read(catalogue, answers, put)))


@pytest.mark.parametrize("answers", [HOSPITAL, STARTING, {**STARTING, **UNKNOWN}])
def test_as_it_is_nothing_is_found(catalogue: Catalogue, answers: Mapping[str, str]) -> None:
    assert list(reading_faults(read(catalogue, answers, lambda _texts: None))) == []


def test_what_is_assumed_and_does_not_say_so_is_found(catalogue: Catalogue, tmp_path: Path) -> None:
    room = shutil.copytree(ROOM, tmp_path / "messages", ignore=shutil.ignore_patterns("*.py*"))
    macros = room / "templates" / "macros.html.j2"
    broken = macros.read_text().replace('{% if assumed %}, {{ t("interface", "assumed") }}{% endif %}', "")
    macros.write_text(broken)

    faults = list(reading_faults(read(catalogue, {**STARTING, **UNKNOWN}, lambda _texts: None, room)))

    assert any("view card (nl): is an estimate and does not say so" in fault for fault in faults)


def test_a_sentence_that_one_advice_says_twice_is_found(catalogue: Catalogue) -> None:
    again = "Deze zin staat hier nu twee keer, in twee verschillende schermen."

    def put(texts: dict[str, Any]) -> None:
        texts["scale"]["principle"] = again
        texts["kpi"]["formula_note"] = again

    assert any(again in fault for fault in reading_faults(read(catalogue, HOSPITAL, put)))


def test_a_milestone_is_no_figure_to_follow(copy: Copy) -> None:
    """The date of a choice cannot become a figure with a baseline: it has no words as one."""
    copy.replace("advice.toml", 'kpis = ["message_topics", ', 'kpis = ["choice_date", "message_topics", ')

    assert "choice_date" in copy.faults()


def test_every_sector_lane_and_step_is_read(catalogue: Catalogue) -> None:
    found = {
        (answers["sector"], find_strategy(catalogue, answers).lane, find_step(catalogue, answers).number)
        for answers in organisations(catalogue)
    }

    assert len(found) == len(catalogue.offered("sector")) * len(catalogue.lanes) * len(catalogue.steps)


def test_what_half_of_all_read_is_told_by_how_many(catalogue: Catalogue) -> None:
    presenter = Presenter(catalogue, Renderer(ROOM, SURROUNDINGS))
    alike = next(organisations(catalogue))

    found = {shared.language: shared for shared in shared_sentences(read_all(presenter, [alike, alike]))}

    assert set(found) == {"nl", "en"}
    assert all(
        shared.share == 1 and {count for _, count in shared.sentences} == {2} for shared in found.values()
    )
