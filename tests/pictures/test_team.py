"""The team's picture and one's own weeks: what stands on them, and that everybody can read it."""

import re
import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.app import build_rooms
from bot.check.proof.outcomes import spread_answers
from bot.check.screens.crews import sample_crews
from bot.check.surroundings import DAY
from bot.pictures import Pictures
from bot.pictures.documents import Documents
from bot.pictures.teams import TeamPart, TeamPictures, team_parts, weeks_parts
from bot.services.presenter import Presenter
from flows.catalogue.catalogue import Catalogue, load_catalogue
from flows.questionnaire.progress import Path
from flows.screens.captions import team_caption, weeks_caption
from flows.teams.overview import Overview, OwnWeek
from flows.teams.records import Light, Share
from flows.teams.statistics import overview
from messages.renderer import Renderer
from tests.pictures.drawing import assert_fits, assert_readable, draw, texts_in

LANGUAGES = ("nl", "en")
LONG_NAME = "COMMUNICATIE & DIENSTVERLENING W"  # as long as a name may be, and wide


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture(scope="module")
def presenter() -> Presenter:
    return build_rooms("vierstap_bot").presenter


@pytest.fixture(scope="module")
def seen(catalogue: Catalogue) -> list[Overview]:
    """What teams of every kind may see of themselves."""
    return list(overviews(catalogue))


def overviews(catalogue: Catalogue) -> Iterator[Overview]:
    for answers in spread_answers(catalogue, Path.FULL, 12):
        for crew in sample_crews(catalogue, answers):
            found = replace(overview(catalogue, crew, DAY), team=LONG_NAME)
            yield found
            yield replace(found, team=LONG_NAME[:24])
            yield replace(found, light=None, share=None, trend=None, barrier=None)
            for light, share, trend in zip(Light, Share, ("rising", "falling", "steady"), strict=True):
                yield replace(
                    found, light=light, progress=100, share=share, trend=trend, lights=(*Light, None) * 2
                )
            for barrier in ("mixed", "none", *(rule.id for rule in catalogue.content.barrier)):
                yield replace(found, barrier=barrier)


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


def drawn_parts(catalogue: Catalogue, seen: list[Overview]) -> Iterator[TeamPart]:
    for one in seen:
        yield from team_parts(one)
    for weeks in weeks_of_all_kinds(catalogue):
        yield from weeks_parts(weeks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_fits_and_is_readable_on_a_small_phone(
    renderer: Renderer, catalogue: Catalogue, seen: list[Overview], language: str
) -> None:
    for part in drawn_parts(catalogue, seen):
        drawing = draw(renderer, language, part)
        assert_fits(drawing)
        assert_readable(drawing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_light_is_told_in_words_too(renderer: Renderer, seen: list[Overview], language: str) -> None:
    for one in seen:
        if one.light is not None and not one.small:
            said = " ".join(texts_in(draw(renderer, language, ("team/light", {"seen": one})))).lower()
            assert renderer.text(language, "team", "lights", one.light) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_says_no_number_that_its_caption_does_not(
    presenter: Presenter, seen: list[Overview], language: str
) -> None:
    for one in seen:
        caption = presenter.show(language, team_caption(one)).text
        drawings = (draw(presenter.renderer, language, part) for part in team_parts(one))
        said = " ".join(text for drawing in drawings for text in texts_in(drawing) if text != one.team)
        assert set(re.findall(r"\d+%", said)) <= set(re.findall(r"\d+%", caption))


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
    renderer: Renderer, catalogue: Catalogue, seen: list[Overview]
) -> None:
    pictures = TeamPictures(Pictures(renderer), Documents(renderer))
    weeks = next(weeks_of_all_kinds(catalogue))
    for png in (pictures.team("nl", seen[-1]), pictures.weeks("nl", weeks)):
        assert png.startswith(b"\x89PNG\r\n\x1a\n")
        width, height = struct.unpack_from(">II", png, 16)
        assert width == 720
        assert height > width
