"""The team's picture and one's own weeks: what stands on them, and that everybody can read it."""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

import pytest

from bot.assembly import build_rooms
from bot.check.proof.outcomes import spread_answers
from bot.check.screens.crews import NOW, SampleCrew, SampleTeams, sample_crews
from bot.check.surroundings import DAY
from bot.pictures import Pictures
from bot.pictures.documents import Documents
from bot.pictures.team_parts import HEIGHT, TeamPart, team_parts
from bot.pictures.teams import TeamPictures, weeks_parts
from bot.services.presenter import Presenter
from flows.adviser.elements import Element
from flows.catalogue.catalogue import Catalogue, load_catalogue
from flows.conversation import Conversation
from flows.handlers.review import REVIEW_HANDLERS
from flows.questionnaire.progress import Path
from flows.screens.captions import team_caption, weeks_caption
from flows.state.result import TurnContext
from flows.state.session import Session
from flows.teams.overview import LightOfWeek, Overview, OwnWeek, PlannedAction
from flows.teams.records import Light, Role, Share, State
from flows.teams.statistics import overview
from tests.pictures.drawing import assert_fits, assert_readable, draw, texts_in

LANGUAGES = ("nl", "en")
NAMES = ("COMMUNICATIE & DIENSTVERLENING W", "W" * 60, "北京" * 30, "🎉" * 60, "Zwolle")
TALLEST = 1400 / 1080


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def presenter() -> Presenter:
    return build_rooms("vierstap_bot").presenter


@pytest.fixture(scope="module")
def seen(catalogue: Catalogue) -> list[Overview]:
    """What teams of every kind may see of themselves."""
    return list(overviews(catalogue))


def overviews(catalogue: Catalogue) -> Iterator[Overview]:
    for number, answers in enumerate(spread_answers(catalogue, Path.FULL, 5)):
        for crew in sample_crews(catalogue, answers):
            found = replace(overview(catalogue, crew, DAY), team=NAMES[number % len(NAMES)])
            yield found
            yield replace(found, light=None, share=None, trend=None, barrier=None, lights=())
            yield replace(found, lights=(LightOfWeek(DAY, None), LightOfWeek(None, None), *found.lights[:2]))
        for light, share, trend in zip(Light, Share, ("rising", "falling", "steady"), strict=True):
            lights = tuple(LightOfWeek(DAY, one) for one in (*Light, None) * 2)
            told = replace(found, light=light, confidence=Light.GREEN, share=share, trend=trend, week=DAY)
            yield replace(told, overdue=2, barrier="skills", lights=lights)
    for barrier in ("mixed", "none", *(rule.id for rule in catalogue.content.barrier)):
        yield replace(told, barrier=barrier)
    yield from (with_plan(found, plan) for plan in plans(found))


def with_plan(seen: Overview, plan: Sequence[PlannedAction]) -> Overview:
    done = sum(action.state is State.DONE for action in plan)
    late = sum(action.late for action in plan)
    return replace(seen, plan=tuple(plan), actions=len(plan), done=done, overdue=late)


def plans(seen: Overview) -> Iterator[list[PlannedAction]]:
    """One action and twelve, all done and nothing done, everything late, in all kinds of words."""
    for title in ("W" * 80, "北京" * 40, "👨‍👩‍👧 " * 20, "Bel drie mensen", "in een " * 11):
        text = Element("own", "action", {}, (), {"action": "own", "own": title})
        for number in (0, 1, 5, 12, 20):
            for state in State:
                late = state is not State.DONE and number > 3
                yield [PlannedAction(text if n % 3 else None, state, late) for n in range(number)]
    yield [PlannedAction(action.text, State.STUCK, late=True) for action in seen.plan] * 3


def weeks_of_all_kinds(catalogue: Catalogue) -> Iterator[tuple[OwnWeek, ...]]:
    doings = ("done", "on_track", "stuck", "todo", "three_or_more", "once_or_twice", "none")
    barriers = ("none", *(rule.id for rule in catalogue.content.barrier))
    for barrier in barriers:
        yield tuple(OwnWeek(DAY, place, doing, barrier) for place, doing in enumerate(doings, start=4))
    yield (
        OwnWeek(DAY, 1, "done", "none"),
        OwnWeek(DAY, None, None, None),
        OwnWeek(DAY, 10, "stuck", "means"),
    )


def drawn_parts(
    presenter: Presenter, catalogue: Catalogue, seen: list[Overview], language: str
) -> Iterator[TeamPart]:
    for one in seen:
        yield from team_parts(presenter, language, one)
    for weeks in weeks_of_all_kinds(catalogue):
        yield from weeks_parts(weeks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_and_is_readable_on_a_small_phone(
    presenter: Presenter, catalogue: Catalogue, seen: list[Overview], language: str
) -> None:
    for part in drawn_parts(presenter, catalogue, seen, language):
        drawing = draw(presenter.renderer, language, part)
        assert_fits(drawing)
        assert_readable(drawing)


def said_in(presenter: Presenter, language: str, one: Overview) -> str:
    """All that a picture says, but for its name."""
    drawings = [
        draw(presenter.renderer, language, part)
        for part in team_parts(presenter, language, replace(one, team="Zwolle"))
    ]
    return " ".join(text for drawing in drawings for text in texts_in(drawing))


@pytest.mark.threat("S13")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_no_higher_than_a_phone_shows(
    presenter: Presenter, seen: list[Overview], language: str
) -> None:
    for one in seen:
        heights = [int(str(values["height"])) for _, values in team_parts(presenter, language, one)]
        assert sum(heights) <= HEIGHT


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_actions_all_stand_there(presenter: Presenter, seen: list[Overview], language: str) -> None:
    for one in seen:
        if one.actions <= 12:
            rows = [
                values["rows"]
                for name, values in team_parts(presenter, language, one)
                if name == "team/actions"
            ]
            assert [len(found) for found in rows] == [one.actions]  # type: ignore[arg-type]


def test_what_asks_for_attention_stands_first_and_what_is_done_last(catalogue: Catalogue) -> None:
    (answers,) = spread_answers(catalogue, Path.FULL, 1)
    crew = list(sample_crews(catalogue, answers))[1]
    states = (State.DONE, State.TODO, State.ON_TRACK, State.STUCK, State.TODO)
    targets = (DAY, "2028-12-31", "2028-12-31", "2028-12-31", "2028-09-01")
    actions = [
        replace(crew.actions[0], number=number, state=state, target_on=target)
        for number, (state, target) in enumerate(zip(states, targets, strict=True), start=1)
    ]
    plan = overview(catalogue, replace(crew, actions=actions), DAY).plan
    assert [action.said for action in plan] == ["stuck", "late", "on_track", "todo", "done"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_light_is_told_in_words_and_every_week_of_it_with_its_day(
    presenter: Presenter, seen: list[Overview], language: str
) -> None:
    for one in seen:
        said = said_in(presenter, language, one)
        if one.light is not None:
            assert presenter.renderer.text(language, "team", "lights", one.light) in said
        for week in one.trend_lights:
            if week.period:
                assert f"{int(week.period[-2:])} " in said


def test_an_amber_sign_asks_for_attention(presenter: Presenter, seen: list[Overview]) -> None:
    """Where nothing is late or amber, nothing is yellow."""
    for one in seen:
        lights = {one.light, *(week.light for week in one.trend_lights)}
        if Light.AMBER not in lights and not any(action.late for action in one.plan):
            drawn = "".join(presenter.renderer.draw("nl", *part) for part in team_parts(presenter, "nl", one))
            assert "#ffc34d" not in drawn


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_and_its_caption_say_the_same_numbers(
    presenter: Presenter, seen: list[Overview], language: str
) -> None:
    for one in (one for one in seen if one.actions <= 12):
        caption = presenter.show(language, team_caption(one)).text
        said = set(re.findall(r"\d+", said_in(presenter, language, one)))
        assert said - set("1234") <= set(re.findall(r"\d+", caption)) | set(re.findall(r"\d+", one.on))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caption_is_no_longer_than_telegram_takes(
    presenter: Presenter, seen: list[Overview], language: str
) -> None:
    for one in seen:
        text = presenter.show(language, team_caption(one)).text
        assert len(unescape(re.sub("<[^>]+>", "", text)).encode("utf-16-le")) // 2 <= 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_ones_own_weeks_and_their_caption_say_the_same(
    presenter: Presenter, catalogue: Catalogue, language: str
) -> None:
    for weeks in weeks_of_all_kinds(catalogue):
        caption = presenter.show(language, weeks_caption(weeks)).text
        (drawing, _) = (draw(presenter.renderer, language, part) for part in weeks_parts(weeks))
        numbers = re.findall(r"\b\d+\b", " ".join(texts_in(drawing)))
        assert set(numbers) <= set(re.findall(r"\b\d+\b", caption))


def test_both_are_png_as_wide_as_a_phone_needs(
    presenter: Presenter, catalogue: Catalogue, seen: list[Overview]
) -> None:
    renderer = presenter.renderer
    pictures = TeamPictures(presenter, Pictures(renderer), Documents(renderer))
    weeks = next(weeks_of_all_kinds(catalogue))
    for png in (pictures.team("nl", seen[-1]), pictures.weeks("nl", weeks)):
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack_from(">II", png, 16)
        assert width == 720
        assert height > width
        assert height <= width * TALLEST


def test_a_step_up_comes_with_the_picture_of_it(presenter: Presenter, catalogue: Catalogue) -> None:
    (answers,) = spread_answers(catalogue, Path.FULL, 1)
    ready = next(crew for crew in sample_crews(catalogue, answers) if is_ready(crew))
    context = TurnContext(today=DAY, now=NOW, person=ready.me.user_id, teams=SampleTeams([ready]))
    reader = Conversation(catalogue, presenter.renderer.languages).reader
    result = REVIEW_HANDLERS["move_up"](reader, Session(team=ready.team.id), (), context)
    assert [post.kind for post in result.posts] == ["team_picture"]


def is_ready(crew: SampleCrew) -> bool:
    """Whether its lead may take it a step up."""
    told_higher = any((found.step or 0) > crew.team.step for found in crew.rounds)
    all_done = all(action.state is State.DONE for action in crew.actions)
    return crew.me.role is Role.LEAD and told_higher and all_done
