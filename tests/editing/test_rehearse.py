"""A change of content, rehearsed: who notices what, that nobody is stranded, and which screens change."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path as Folder

import pytest
from typer.testing import CliRunner

import bot.editing.mid_talk
from bot.__main__ import app
from bot.check.content.organisations import varied_answers
from bot.editing.changes import SideBySide, paths_through
from bot.editing.mid_talk import Noticed, Stopped, rehearse_talk
from bot.editing.rehearse import Rehearsal, Told
from bot.editing.versions import NoVersion, Version, open_version
from flows.catalogue.catalogue import CONTENT, Catalogue, load_catalogue
from flows.catalogue.questions import Question
from flows.conversation import Conversation
from flows.questionnaire.progress import Path, build_walk, questions_of
from messages.renderer import ROOM

NO_DIGIT = re.compile(r"\D")
Questions = tuple[Question, ...]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def changed(catalogue: Catalogue, change: Callable[[Question], Question | None]) -> Catalogue:
    questions = tuple(row for one in catalogue.content.question if (row := change(one)) is not None)
    return Catalogue(catalogue.content.model_copy(update={"question": questions}))


def without_first_option(name: str) -> Callable[[Question], Question]:
    def change(question: Question) -> Question:
        return (
            question.model_copy(update={"options": question.options[1:]}) if question.id == name else question
        )

    return change


def without(name: str) -> Callable[[Question], Question | None]:
    return lambda question: None if question.id == name else question


def fates(talk: Mapping[Stopped, object]) -> set[tuple[str | None, str | None, Noticed]]:
    return {(group.at, group.to, group.fate) for group in talk if group.fate is not Noticed.SAME}


def test_who_changes_nothing_is_noticed_by_nobody(catalogue: Catalogue) -> None:
    talk = rehearse_talk(catalogue, catalogue, (Path.QUICK,))
    assert {group.fate for group in talk} == {Noticed.SAME}
    finished = [known.states for group, known in talk.items() if group.at is None]
    assert sum(finished) == paths_through(catalogue, Path.QUICK)[""]


def test_whoever_gave_an_answer_that_is_gone_is_asked_again_and_nobody_else(catalogue: Catalogue) -> None:
    asked = questions_of(catalogue, Path.QUICK)
    name = asked[-2]
    talk = rehearse_talk(catalogue, changed(catalogue, without_first_option(name)), (Path.QUICK,))
    assert fates(talk) == {(asked[-1], name, Noticed.AGAIN), (None, name, Noticed.AGAIN)}
    for group, known in talk.items():
        assert group.fate is Noticed.SAME or known.answers[name] == catalogue.offered(name)[0]


def test_a_new_question_is_asked_first_of_whoever_was_past_its_place(catalogue: Catalogue) -> None:
    asked = questions_of(catalogue, Path.QUICK)
    name = asked[-2]
    talk = rehearse_talk(changed(catalogue, without(name)), catalogue, (Path.QUICK,))
    assert {(asked[-1], name, Noticed.ASKED), (None, name, Noticed.ASKED)} <= fates(talk)


def test_whoever_was_at_a_question_that_is_gone_goes_on_at_the_next(catalogue: Catalogue) -> None:
    *_, name, last = questions_of(catalogue, Path.QUICK)
    talk = rehearse_talk(catalogue, changed(catalogue, without(name)), (Path.QUICK,))
    assert (name, last, Noticed.ONWARD) in fates(talk)


@pytest.mark.parametrize("name", ["management", "knowledge", "strategy"])
def test_every_state_is_foreseen_as_the_bot_itself_finds_it(catalogue: Catalogue, name: str) -> None:
    new = changed(catalogue, without_first_option(name))
    foreseen = {(group.at, group.to) for group in rehearse_talk(catalogue, new, (Path.QUICK,))}
    before, after = build_walk(catalogue), build_walk(new)
    for answers in varied_answers(catalogue, Path.QUICK, 400):
        for length in range(len(answers)):
            given = dict([*answers.items()][:length])
            assert (before(Path.QUICK, given).next, after(Path.QUICK, given).next) in foreseen


def test_a_fault_in_the_bot_is_told_as_somebody_who_cannot_go_on(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("gone")

    monkeypatch.setattr(Conversation, "respond", fails)
    talk = rehearse_talk(catalogue, catalogue, (Path.QUICK,))
    assert any(group.fate is Noticed.STRANDED and "gone" in group.fault for group in talk)


@pytest.fixture
def folder(tmp_path: Folder) -> Folder:
    """The content and texts as they were."""
    shutil.copytree(CONTENT, tmp_path / "flows" / "content")
    shutil.copytree(ROOM, tmp_path / "messages", ignore=shutil.ignore_patterns("*.py*"))
    return tmp_path


def test_a_changed_text_shows_before_and_after_and_how_many_paths_it_is_on(
    catalogue: Catalogue, folder: Folder
) -> None:
    file = folder / "messages" / "nl" / "questions.toml"
    text = file.read_text("utf-8")
    assert 'ask = "Wat voor organisatie zijn jullie?"' in text
    file.write_text(text.replace("Wat voor organisatie zijn jullie?", "Wie zijn jullie?"), "utf-8")
    with open_version(str(folder)) as old, open_version("") as new:
        rehearsal = Rehearsal(SideBySide(old, new, ("asking",)), {})
        told = Told(rehearsal, "nl")
        assert told.screens
        for screen in told.screens:
            assert screen.before is not None
            assert screen.after is not None
            assert "Wie zijn jullie?" in screen.before.text
            assert "Wat voor organisatie zijn jullie?" in screen.after.text
        every = sum(paths_through(catalogue, path)[""] for path in Path)
        assert any(str(every) in NO_DIGIT.sub("", line) for line in told.lines())
        assert "Wie zijn jullie?" in told.page()
        assert not Told(rehearsal, "en").screens
        assert not rehearsal.strands


def test_what_is_no_version_is_told_in_a_line(tmp_path: Folder) -> None:
    told = CliRunner().invoke(app, ["rehearse", "no-such-revision"])
    assert told.exit_code == 2
    assert "no-such-revision: is no folder and no revision" in told.output
    with pytest.raises(NoVersion, match="has no flows/content"), open_version(str(tmp_path)):
        pass


def test_a_revision_of_git_is_read_with_todays_code(catalogue: Catalogue) -> None:
    if not (Folder(bot.editing.mid_talk.__file__).parents[2] / ".git").exists():
        pytest.skip("no git here")
    with open_version("HEAD") as old:
        assert isinstance(old, Version)
        assert {*old.catalogue.questions} & {*catalogue.questions}
        assert (old.room / "nl" / "questions.toml").exists()
