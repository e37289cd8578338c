"""Put back a fault that was found when advice was read aloud, and reading it so finds it again."""

import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.check.content.claims import waiting_without_words, worked_out_alike
from bot.check.content.organisations import organisations
from bot.check.screens.teams import asks_beyond_review
from bot.check.surroundings import SURROUNDINGS
from bot.check.texts.aloud import ReadAloud, read_all, shared_sentences
from bot.check.texts.judging import reading_faults
from bot.check.texts.speech import TAG
from bot.services.presenter import Presenter
from flows.adviser.advice import advise
from flows.adviser.quick import advise_quickly
from flows.adviser.steps import find_step
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.answers import ActiveAnswers
from flows.screens.advice import advice_screen, menu_screen
from flows.screens.advice_views import facts_screen, more_screen, scale_screen
from flows.state.screen import Screen
from messages.renderer import ROOM, Renderer
from tests.check.conftest import Copy
from tests.flows.people import READY

Put = Callable[[dict[str, Any]], None]

HOSPITAL = {**READY, "sector": "care", "role": "does", "size": "large"}
UNKNOWN = dict.fromkeys(
    ("management", "manager_use", "resources", "knowledge", "knowledge_gap", "habits"), "unknown"
)
STARTING = {**HOSPITAL, "knowledge": "few", "knowledge_gap": "both", "pilots": "nobody"}
LIKING = {**HOSPITAL, "measure": "nothing"}
REFUSED = {**STARTING, "management": "against", "manager_use": "never"}


RENDERER = Renderer(ROOM, SURROUNDINGS)
AS_IT_IS = RENDERER.texts["nl"]


def nothing(_texts: dict[str, Any]) -> None:
    """No fault."""


def spoken_with(put: Put, renderer: Renderer = RENDERER) -> Renderer:
    """A renderer with a fault in its Dutch texts."""
    texts = deepcopy(AS_IT_IS)
    put(texts)  # type: ignore[arg-type]
    renderer.texts["nl"] = texts
    return renderer


def read(
    catalogue: Catalogue, answers: Mapping[str, str], put: Put = nothing, renderer: Renderer = RENDERER
) -> list[ReadAloud]:
    """What somebody reads once a fault is put into the Dutch texts."""
    active = dict(ActiveAnswers(answers, catalogue))
    return list(read_all(Presenter(catalogue, spoken_with(put, renderer)), [active]))


def broken(folder: Path, file: str, old: str, new: str) -> Renderer:
    """A renderer with a template that was broken."""
    room = shutil.copytree(ROOM, folder / "messages", ignore=shutil.ignore_patterns("*.py*"))
    path = room / "templates" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    return Renderer(room, SURROUNDINGS)


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
            text(
                "scale",
                "size",
                "large",
                "text",
                says="Leg het brood klaar en vraag elke klant wat die zoekt.",
            ),
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
        (
            {**HOSPITAL, "management": "against", "manager_use": "never"},
            text("memo", "decision", says="Wie beslist, ziet er geen nut in of houdt het tegen."),
            "is told to who decides",
        ),
        (
            HOSPITAL,
            text("memo", "source_2", says="Steven Van Belleghem, onderzoek onder marketeers"),
            "view memo (nl): does not say how old its source is",
        ),
        (
            LIKING,
            text("steps", "next", "figure", says="Likes tellen is hier genoeg."),
            "asks for likes, and names no figure that must follow",
        ),
        (
            HOSPITAL,
            text(
                "lanes",
                "customer_intimacy",
                "kpis",
                "satisfaction_in_dialogue",
                "how",
                says="Vergelijk wie met jullie praat met wie niet praat.",
            ),
            "vergelijk wie met jullie praat met wie niet praat” is out of use",
        ),
        (
            {**HOSPITAL, "strategy": "product_leadership"},
            text("pilots", "ambassadors", "what", says="Laat ze zeggen dat ze het kregen van jullie."),
            "is out of use",
        ),
        (
            HOSPITAL,
            text("scale", "size", "large", "text", says="Men begint klein en groeit daarna."),
            "men” is out of use",
        ),
        (
            HOSPITAL,
            text("scale", "size", "large", "text", says="De directie beslist zodra zij de cijfers zag."),
            "is out of use",
        ),
        (
            HOSPITAL,
            text("scale", "size", "large", "text", says="Je kiest waarmee jullie beginnen."),
            "speaks to two in one sentence",
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
        "what they think of it, to who decides",
        "research of no year",
        "likes as an exit, and no return elsewhere",
        "those who talk beside those who do not",
        "a gift without a label",
        "men",
        "zij for the board",
        "je and jullie in one sentence",
    ],
)
def test_a_fault_put_back_is_found(
    catalogue: Catalogue, answers: Mapping[str, str], put: Put, expected: str
) -> None:
    assert any(expected in fault for fault in reading_faults(read(catalogue, answers, put)))


@pytest.mark.parametrize("answers", [HOSPITAL, STARTING, LIKING, REFUSED, {**STARTING, **UNKNOWN}])
def test_as_it_is_nothing_is_found(catalogue: Catalogue, answers: Mapping[str, str]) -> None:
    assert list(reading_faults(read(catalogue, answers))) == []


def test_what_is_assumed_and_does_not_say_so_is_found(catalogue: Catalogue, tmp_path: Path) -> None:
    renderer = broken(tmp_path, "macros.html.j2", ', {{ t("interface", "assumed") }}', "")

    faults = list(reading_faults(read(catalogue, {**STARTING, **UNKNOWN}, renderer=renderer)))

    assert any("view card (nl): is an estimate and does not say so" in fault for fault in faults)


def test_what_they_think_of_it_in_what_is_passed_on_is_found(catalogue: Catalogue, tmp_path: Path) -> None:
    renderer = broken(tmp_path, "share/step.html.j2", ' if question != "management"', "")
    refused = {**HOSPITAL, "management": "against", "manager_use": "never"}

    faults = list(reading_faults(read(catalogue, refused, renderer=renderer)))

    assert any("view share (nl)" in fault and "is told to who decides" in fault for fault in faults)


def test_an_estimate_to_the_point_is_found(catalogue: Catalogue, tmp_path: Path) -> None:
    renderer = broken(tmp_path, "macros.html.j2", "{% if assumed %}", "{% if assumed %}{{ strength }} ")

    faults = list(reading_faults(read(catalogue, {**STARTING, **UNKNOWN}, renderer=renderer)))

    assert any("view more (nl): is an estimate and has an exact number" in fault for fault in faults)


def test_a_duty_without_its_source_and_date_is_found(catalogue: Catalogue, tmp_path: Path) -> None:
    renderer = broken(tmp_path, "facts/fact.html.j2", "{{ source }}", "")

    faults = list(reading_faults(read(catalogue, HOSPITAL, renderer=renderer)))

    assert any("view duties (nl): has no source and date" in fault for fault in faults)


def test_a_step_that_is_to_be_done_before_it_is_allowed_is_found(catalogue: Catalogue) -> None:
    """The board is against it, and the first action is to train every department."""
    readings = read(catalogue, REFUSED)
    convincing, third, waiting = readings[0].advice.actions
    eager = replace(waiting, values={**waiting.values, "waits": False})
    for actions in ((convincing, third, eager), (waiting, convincing, third)):
        hasty = [replace(one, advice=replace(one.advice, actions=actions)) for one in readings]
        assert any("nobody has allowed" in fault for fault in reading_faults(hasty))


@pytest.mark.parametrize("resources", ["none", "junior", "temporary", "structural"])
@pytest.mark.parametrize("habits", ["intentions", "believers", "departments"])
@pytest.mark.parametrize("knowledge", ["few", "basics"])
@pytest.mark.parametrize("pilots", ["nobody", "running"])
def test_what_takes_a_yes_waits_for_it_whatever_stands_in_the_way_most(
    catalogue: Catalogue, resources: str, habits: str, knowledge: str, pilots: str
) -> None:
    """Also where the strongest barrier is another one, so that nobody is convinced by the second action."""
    blocked = {**REFUSED, "manager_use": "active", "knowledge": knowledge, "pilots": pilots}
    answers = {**blocked, "resources": resources, "habits": habits}

    assert list(reading_faults(read(catalogue, answers))) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("share/quick_step.html.j2", ' if reason != "management"', " if true", "is told to who decides"),
        ("actions/intro.html.j2", " if copies", " if true", "promises a text to copy"),
    ],
)
def test_what_quick_advice_tells_or_promises_too_much_is_found(
    catalogue: Catalogue, tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    faults = reading_faults(read(catalogue, REFUSED, renderer=broken(tmp_path, file, old, new)))

    assert any(expected in fault for fault in faults)


def test_quick_advice_that_is_to_be_done_before_it_is_allowed_is_found(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.adviser.quick.allow", lambda _catalogue, _answers, chosen: chosen)
    refused = {**REFUSED, "resources": "none"}

    assert any("nobody has allowed yet" in fault for fault in reading_faults(read(catalogue, refused)))


def test_hours_that_an_article_is_said_to_give_are_found(catalogue: Catalogue) -> None:
    readings = read(catalogue, HOSPITAL)
    credited = replace(readings[0].advice.scale, sources=("S2.6a",))
    told = [replace(one, advice=replace(one.advice, scale=credited)) for one in readings]

    assert any("as if an article said so" in fault for fault in reading_faults(told))


def test_a_pilot_worked_out_in_the_words_of_another_is_found() -> None:
    def put(texts: dict[str, Any]) -> None:
        texts["pilots"]["webcare_hours"]["where"] = texts["pilots"]["ambassadors"]["where"]

    faults = list(worked_out_alike(spoken_with(put)))

    assert len(faults) == 1
    assert "webcare_hours.where" in faults[0]


def test_a_check_in_that_asks_about_the_end_goal_is_found(catalogue: Catalogue) -> None:
    asking = text("questions", "confidence", "ask", says="Hoe zeker ben je dat jullie het einddoel halen?")

    faults = list(asks_beyond_review(catalogue, Presenter(catalogue, spoken_with(asking))))

    assert faults == ["nl/questions.toml: confidence.ask: does not name the day of the review"]


def test_a_sentence_that_one_advice_says_twice_is_found(catalogue: Catalogue) -> None:
    again = "Deze zin staat hier nu twee keer, in twee verschillende schermen."

    def put(texts: dict[str, Any]) -> None:
        texts["scale"]["size"]["large"]["text"] = again
        texts["kpi"]["formula_note"] = again

    assert any(again in fault for fault in reading_faults(read(catalogue, HOSPITAL, put)))


def test_what_takes_a_yes_and_has_no_words_for_until_then_is_found(catalogue: Catalogue) -> None:
    def put(texts: dict[str, Any]) -> None:
        del texts["actions"]["find_means.none"]["waiting"]

    faults = list(waiting_without_words(catalogue, spoken_with(put)))

    assert "nl/actions.toml: find_means.none.waiting.title: is missing" in faults


def test_where_no_country_is_known_nobody_is_told_that_its_channels_are_unchecked(
    catalogue: Catalogue,
) -> None:
    screens = {country: facts_screen(advise(catalogue, HOSPITAL, "", country)) for country in ("", "nl")}
    late = facts_screen(advise(catalogue, HOSPITAL, "2040-01-01", "nl"))

    assert all(block.template != "facts/none" for screen in screens.values() for block in screen.blocks)
    assert any(block.template == "facts/none" for block in late.blocks)


def test_why_the_advice_reads_differently_is_told_also_where_it_is_provisional(catalogue: Catalogue) -> None:
    answers = dict(ActiveAnswers({**STARTING, **UNKNOWN}, catalogue))
    provisional = advise(catalogue, answers)

    assert provisional.provisional
    assert any(block.template == "advice/untold" for block in advice_screen(provisional, untold=True).blocks)


def test_a_size_that_nobody_gave_is_not_told(catalogue: Catalogue) -> None:
    asked = {"strategy": "product_leadership", "management": "carries", "resources": "none"}
    presenter = Presenter(catalogue, spoken_with(nothing))
    quick = scale_screen(advise_quickly(catalogue, asked))
    full = scale_screen(advise(catalogue, HOSPITAL))

    told = [TAG.sub("", "\n".join(presenter.paragraphs("nl", screen.blocks))) for screen in (quick, full)]

    sizes = [size["text"].split(".")[0] for size in AS_IT_IS["scale"]["size"].values() if "text" in size]  # type: ignore[index]
    assert [any(size in one for size in sizes) for one in told] == [False, True]


def test_nobody_is_led_to_a_view_that_is_empty(catalogue: Catalogue) -> None:
    answers = {**STARTING, "management": "approves", "manager_use": "active", "resources": "structural"}
    advice = advise(catalogue, dict(ActiveAnswers(answers, catalogue)))
    bare = replace(advice, combinations=())

    led = [led_to(menu_screen(one)) | led_to(more_screen(one)) for one in (advice, bare)]

    assert ["combinations" in views for views in led] == [bool(advice.combinations), False]


def led_to(screen: Screen) -> set[str]:
    buttons = [button for row in screen.rows for button in row]
    return {button.action.arguments[0] for button in buttons if button.action.name == "show"}


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
    presenter = Presenter(catalogue, spoken_with(nothing))
    alike = next(organisations(catalogue))

    found = {shared.language: shared for shared in shared_sentences(read_all(presenter, [alike, alike]))}

    assert set(found) == {"nl", "en"}
    assert all(
        shared.share == 1 and {count for _, count in shared.sentences} == {2} for shared in found.values()
    )
