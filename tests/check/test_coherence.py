"""Put back a fault of the advice, and the proof of coherence finds it."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.check.proof.diagram import Diagram
from bot.check.proof.outcomes import Outcomes, find_outcomes
from bot.check.proof.slots import find_core
from bot.check.screens.advising import AdviceScreens
from bot.check.screens.coherence import Coherence, contradictions
from bot.check.screens.measure import Measure
from bot.check.surroundings import SURROUNDINGS
from bot.check.texts.listening import ListeningRenderer
from bot.check.texts.saying import strange_sayings, unsaid
from bot.check.texts.speech import Listener
from bot.check.texts.telegram_html import find_judge
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.answers import ActiveAnswers
from messages.renderer import ROOM
from tests.flows.people import READY

Texts = dict[str, Any]
Put = Callable[[Texts], None]


@pytest.fixture(scope="module")
def outcomes(catalogue: Catalogue) -> Outcomes:
    return find_outcomes(catalogue, thin=True)


def coherence_with(outcomes: Outcomes, put: Put) -> Coherence:
    """The proof over one core of advice, with a fault put into the Dutch texts."""
    catalogue = outcomes.catalogue
    renderer = ListeningRenderer(ROOM, SURROUNDINGS)
    put(renderer.whole["nl"])  # type: ignore[arg-type]
    core = Diagram.of_one(find_core(catalogue, ActiveAnswers(READY, catalogue)))
    chosen = {choice for found in core.values() for choice in (found.first, found.second)}
    measure = Measure(catalogue, renderer, find_judge()[1])
    screens = AdviceScreens(outcomes, chosen, measure, thin=True)
    return Coherence(outcomes, core, screens, Listener(catalogue, renderer))


def says(*path: str, words: list[str]) -> Put:
    def put(texts: Texts) -> None:
        table = texts
        for key in path:
            table = table[key]
        table["says"] = words

    return put


def assumes(*path: str, when: dict[str, list[str]]) -> Put:
    def put(texts: Texts) -> None:
        table = texts
        for key in path:
            table = table[key]
        table["assumes"] = when

    return put


@pytest.mark.parametrize(
    ("put", "expected"),
    [
        (says("modes", "prepare", words=["pilot_starts"]), "modes.toml: prepare: pilot_starts"),
        (says("states", "pilots", "running", words=["lead_missing"]), "pilots.running: lead_missing"),
        (says("scale", "resources", "none", words=["two_channels"]), "resources.none: two_channels"),
        (says("asks", "keep", words=["ask_permission"]), "asks.toml: keep: ask_permission"),
        (says("scale", "size", "tiny", words=["departments"]), "size.tiny: departments"),
        (
            assumes("states", "knowledge", "basics", when={"knowledge": ["hardly", "few"]}),
            "knowledge.basics: assumes",
        ),
        (says("combinations", "blind_spending", words=["no_money"]), "blind_spending: no_money"),
        (says("scale", "resources", "structural", words=["hours_asked"]), "structural: hours_asked"),
        (says("lanes", "undecided", words=["three_pilots"]), "lanes.toml: undecided: three_pilots"),
        (says("scale", "resources", "temporary", words=["channel_added"]), "temporary: channel_added"),
        (
            says("actions", "lane_leverage.undecided", words=["linking_waits"]),
            "lane_leverage.undecided: linking_waits",
        ),
        (
            says("actions", "lane_process.undecided", words=["process_waits"]),
            "lane_process.undecided: process_waits",
        ),
        (says("memo", "mode", words=["pilot_starts"]), "memo.toml: mode: pilot_starts"),
    ],
    ids=[
        "can start where nothing may",
        "appoint a lead that is there",
        "a channel more than fits",
        "beginner's ask for the advanced",
        "departments in a team of four",
        "knowledge of a few where all have it",
        "no money where there is",
        "hours asked where they are there",
        "three pilots where a choice comes first",
        "a channel beside one that must wait",
        "link nothing yet where the first action links",
        "integrate nothing yet where the first action integrates",
        "a pilot in the memo that another view parks",
    ],
)
def test_what_does_not_hold_is_found(outcomes: Outcomes, put: Put, expected: str) -> None:
    assert any(expected in fault for fault in coherence_with(outcomes, put).untrue())


def test_a_sentence_that_two_views_show_is_found(outcomes: Outcomes) -> None:
    again = "Deze zin staat hier nu twee keer, in twee verschillende schermen."

    def put(texts: Texts) -> None:
        texts["scale"]["resources"]["structural"]["text"] = again
        texts["kpi"]["formula_note"] = again

    assert any(again.rstrip(".") in fault for fault in coherence_with(outcomes, put).repeated())


def test_words_that_contradict_each_other_and_both_hold_are_found(catalogue: Catalogue) -> None:
    content = catalogue.content.model_copy(update={"conflicts": (("money", "hours_asked"),)})

    assert any("money and hours_asked both hold" in fault for fault in contradictions(Catalogue(content)))


def test_a_number_that_nothing_answers_for_is_listed_for_the_editor() -> None:
    texts = {
        "actions": {"x": {"do": "Reken op 3 uur."}, "y": {"do": "Reken op 3 uur.", "says": ["hours_asked"]}}
    }

    assert list(unsaid("nl", texts)) == ["nl/actions.toml: x.do: has 3, and says nothing"]


def test_a_word_that_is_none_and_a_language_that_says_something_else_are_faults(catalogue: Catalogue) -> None:
    texts: dict[str, Texts] = {"nl": {"modes": {"x": {"says": ["soon"]}}}, "en": {"modes": {"x": {}}}}

    assert set(strange_sayings(catalogue, texts)) == {
        "nl/modes.toml: x.says: no word soon",
        "en/modes.toml: x.says: is not what nl has",
    }
