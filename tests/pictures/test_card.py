"""The advice card: what stands on it, and that everybody can read it."""

import re
import struct
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.pictures import Pictures
from bot.pictures.pictures import Part, card_parts
from bot.services.presenter import Presenter
from flows.adviser.advice import Advice, advise
from flows.adviser.barriers import Barrier
from flows.adviser.steps import StepOutcome
from flows.adviser.strategy import Strategy
from flows.catalogue.catalogue import Catalogue, load_catalogue
from flows.screens.advice import card_caption
from messages.renderer import Renderer
from tests.pictures.drawing import READABLE, RECTANGLE, assert_fits, assert_readable, contrast, draw, texts_in

LANGUAGES = ("nl", "en")
STEPS = ((1, None), (2, None), (3, None), (4, "start"), (4, "half"), (4, "sustain"))
ON = "2026-09-30"  # the longest month in both languages
ANSWERS = {
    "strategy": "customer_intimacy",
    "management": "approves",
    "resources": "temporary",
    "manager_use": "guru",
    "knowledge": "basics",
    "knowledge_gap": "tactical",
    "habits": "believers",
    "pilots": "running",
    "integration": "neither",
    "measure": "nothing",
    "size": "large",
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture(scope="module")
def advice(catalogue: Catalogue) -> Advice:
    return advise(catalogue, ANSWERS)


def parts(catalogue: Catalogue, advice: Advice) -> Iterator[Part]:
    """Every part of a card that there can be, each once."""
    bands = catalogue.content.barrier_scale.bands
    lanes = list(catalogue.lanes)
    seen = []
    for strength in range(101):
        (number, status), lane = STEPS[strength % len(STEPS)], lanes[strength % len(lanes)]
        band = max((lowest, name) for name, lowest in bands.items() if lowest <= strength)[1]
        barriers = tuple(Barrier(rule, strength, band) for rule in catalogue.content.barrier)
        stands = StepOutcome(number, (), {}, status)
        strategy = Strategy(lane, "chosen")
        for part in card_parts(replace(advice, outcome=stands, strategy=strategy, ranked=barriers), ON):
            if part not in seen:
                seen.append(part)
                yield part


def texts_of(renderer: Renderer, language: str, advice: Advice) -> list[str]:
    """All that is said on a card, from top to bottom."""
    drawings = (draw(renderer, language, part) for part in card_parts(advice, ON))
    return [text for drawing in drawings for text in texts_in(drawing)]


def test_a_card_is_a_portrait_png(renderer: Renderer, advice: Advice) -> None:
    png = Pictures(renderer).card("nl", advice, ON)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack_from(">II", png, 16) == (720, 900)
    assert len(png) < 100_000


@pytest.mark.fault(40)
@pytest.mark.promise("G8")
def test_the_same_advice_gives_the_same_bytes(renderer: Renderer, advice: Advice) -> None:
    assert Pictures(renderer).card("en", advice, ON) == Pictures(Renderer()).card("en", advice, ON)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("number", "status"), STEPS)
def test_every_step_and_status_is_drawn(
    renderer: Renderer, advice: Advice, language: str, number: int, status: str | None
) -> None:
    stands = replace(advice, outcome=StepOutcome(number, (), {}, status))
    said = " ".join(texts_of(renderer, language, stands))
    position = {"nl": f"Stap {number} van 4", "en": f"Step {number} of 4"}[language]
    assert position in said
    assert renderer.text(language, "interface", "card_here") in said
    for step in "1234":
        assert renderer.text(language, "steps", step, "name") in said
    if status:
        assert renderer.text(language, "interface", "card_status", status) in said
    assert Pictures(renderer).card(language, stands, ON)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unknown", [0, 3])
def test_every_text_fits_its_place_and_meets_no_other(
    renderer: Renderer, catalogue: Catalogue, advice: Advice, language: str, unknown: int
) -> None:
    assumed = tuple(rule.id for rule in catalogue.content.barrier) if unknown else ()
    for part in parts(catalogue, replace(advice, unknown_count=unknown, assumed=assumed)):
        assert_fits(draw(renderer, language, part))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_readable_on_a_small_phone(
    renderer: Renderer, catalogue: Catalogue, advice: Advice, language: str
) -> None:
    for part in parts(catalogue, advice):
        assert_readable(draw(renderer, language, part))


def test_each_bar_stands_out_and_is_as_long_as_its_barrier_is_strong(
    renderer: Renderer, catalogue: Catalogue, advice: Advice
) -> None:
    for name, values in parts(catalogue, advice):
        if name != "card/barrier":
            continue
        _, track, *bars = draw(renderer, "nl", (name, values)).iter(RECTANGLE)
        assert len(bars) == (values["strength"] != 0)
        for bar in bars:
            share = int(bar.attrib["width"]) / int(track.attrib["width"])
            assert share == pytest.approx(int(values["strength"] or 0) / 100, abs=0.002)
            assert contrast(bar.attrib["fill"], track.attrib["fill"]) >= READABLE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_and_its_caption_say_the_same(
    renderer: Renderer, catalogue: Catalogue, advice: Advice, language: str
) -> None:
    caption = Presenter(catalogue, renderer).show(language, card_caption(advice, ON)).text
    said = texts_of(renderer, language, advice)
    barriers = re.findall(r"^(.+): (\d+) \((.+)\)$", caption, re.MULTILINE)
    for name, strength, band in barriers:
        assert said.index(f"{strength} {band}", said.index(name)) == said.index(name) + 1
    assert len(barriers) == 4
    assert set(re.findall(r"\d+", caption)) <= set(re.findall(r"\d+", " ".join(said)))


def test_a_sign_that_means_something_in_svg_is_drawn_as_it_is(advice: Advice) -> None:
    renderer = Renderer()
    renderer.texts["nl"] = {**renderer.texts["nl"], "steps": {step: {"name": "R &amp; D"} for step in "1234"}}
    assert texts_of(renderer, "nl", replace(advice, outcome=StepOutcome(1, (), {}))).count("R & D") == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_is_hatched_and_provisional(
    renderer: Renderer, catalogue: Catalogue, language: str
) -> None:
    """With most of it unknown no bar is drawn as if it were known, and the card says so."""
    unknown = dict.fromkeys(("management", "manager_use", "resources", "knowledge", "habits"), "unknown")
    advice = advise(catalogue, {**ANSWERS, **unknown})
    drawn = " ".join(texts_of(renderer, language, advice))
    caption = "\n".join(Presenter(catalogue, renderer).paragraphs(language, card_caption(advice, ON).blocks))
    provisional, assumed = (renderer.text(language, "interface", key) for key in ("provisional", "assumed"))
    bars = [renderer.draw(language, name, told) for name, told in card_parts(advice, ON) if "barrier" in name]
    assert all("url(#hatched)" in bar for bar in bars)
    assert drawn.count(assumed) == caption.count(assumed) == 4
    assert provisional.lower() in drawn
    assert provisional in caption
    assert "■" not in caption
