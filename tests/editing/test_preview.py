"""The pages of everything that is shown: whole, by themselves, and each screen with its texts."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.check.texts.listening import ListeningRenderer
from bot.editing.page import EditorPage, Section
from bot.editing.preview import AROUND
from bot.editing.scenes import Scene, advice_answers, advice_of, answers_before, asking_scenes
from bot.editing.shown import Looker, different
from bot.services.presenter import Presenter
from flows.adviser.advice import Advice
from flows.catalogue.catalogue import Catalogue, load_catalogue
from flows.questionnaire.progress import Path as Way
from flows.questionnaire.progress import build_walk, questions_of
from messages.renderer import ROOM


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def looker(catalogue: Catalogue) -> Looker:
    return Looker(catalogue, ListeningRenderer(ROOM, AROUND))


@pytest.fixture(scope="module")
def scenes(looker: Looker) -> list[Scene]:
    every = asking_scenes(looker.catalogue, looker.renderer.languages)
    return list(different(looker, "nl", every))


def asked(scenes: list[Scene]) -> Iterator[tuple[Scene, str]]:
    for scene in scenes:
        for block in scene.screen.blocks:
            if block.template == "question":
                yield scene, str(block.values["question"])


def test_every_question_is_shown_after_answers_that_lead_to_it(
    catalogue: Catalogue, scenes: list[Scene]
) -> None:
    walk = build_walk(catalogue)
    for path in Way:
        for question in questions_of(catalogue, path):
            assert walk(path, answers_before(catalogue, path, question)).next == question
    assert {question for _, question in asked(scenes)} >= {*questions_of(catalogue, Way.FULL)}


def test_what_is_shown_is_what_people_see_and_its_texts_are_named(
    looker: Looker, scenes: list[Scene]
) -> None:
    presenter = Presenter(looker.catalogue, looker.renderer)
    for scene, question in asked(scenes):
        shown = looker.show("nl", scene)
        assert shown.text == presenter.show("nl", scene.screen, noted=scene.noted).text
        assert f"nl/questions.toml: {question}.ask" in shown.texts
        assert "templates/question.html.j2" in shown.texts


def test_nothing_is_left_out_but_what_has_no_text_of_its_own(looker: Looker, scenes: list[Scene]) -> None:
    kept = {text for scene in scenes for text in looker.show("nl", scene).texts}
    every = asking_scenes(looker.catalogue, looker.renderer.languages)
    assert {text for scene in every for text in looker.show("nl", scene).texts} == kept


def test_a_text_at_fault_is_named_on_the_page(tmp_path: Path, catalogue: Catalogue) -> None:
    room = shutil.copytree(ROOM, tmp_path / "messages", ignore=shutil.ignore_patterns("*.py*"))
    file = room / "nl" / "questions.toml"
    file.write_text(file.read_text("utf-8").replace("ask = ", "aks = ", 1), "utf-8")
    broken = Looker(catalogue, ListeningRenderer(room, AROUND))
    page = EditorPage(broken.renderer, "nl")
    told = [broken.show("nl", scene) for scene in asking_scenes(catalogue, ("nl",))]
    at_fault = [page.message(shown) for shown in told if shown.fault]
    assert any("nl/questions.toml: sector.ask: is missing" in message for message in at_fault)


def test_a_page_asks_nothing_of_anybody(looker: Looker, scenes: list[Scene]) -> None:
    page = EditorPage(looker.renderer, "nl")
    articles = [page.screen(s.screen.name, looker.show("nl", s), s.answers) for s in scenes]
    whole = page.whole("title", "about", [Section("asking", tuple(articles))])
    assert not re.search(r"(?:src|href|action)=\"(?!#|data:)", whole)
    assert "url(" not in whole


def test_every_pilot_and_action_that_is_advised_is_looked_at_first_of_all(catalogue: Catalogue) -> None:
    known = list(advice_answers(catalogue))
    advised = [advice for one in known if isinstance(advice := advice_of(catalogue, one), Advice)]
    assert {advice.outcome.number for advice in advised} == {*catalogue.steps}
    assert {advice.strategy.lane for advice in advised} == {*catalogue.lanes}
    assert {advice.sector for advice in advised} >= {*catalogue.offered("sector")} - {"unknown"}
