"""The advice card: what stands on it, and that everybody can read it."""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import Element as Drawing
from xml.etree.ElementTree import fromstring

import pytest
from resvg_py import svg_to_bytes

from bot.pictures import Pictures
from bot.pictures.pictures import FONTS, Part, card_parts
from bot.pictures.strips import stack, strip_of
from bot.services.presenter import Presenter
from flows.adviser.advice import Advice, advise
from flows.adviser.barriers import Barrier
from flows.adviser.steps import StepOutcome
from flows.adviser.strategy import Strategy
from flows.catalogue import Catalogue, load_catalogue
from flows.views import card_caption
from messages.renderer import Renderer

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
PHONE = 360 / 1080
SMALLEST = 11
READABLE = 4.5
TEXT = "{http://www.w3.org/2000/svg}text"
RECTANGLE = "{http://www.w3.org/2000/svg}rect"


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


def draw(renderer: Renderer, language: str, part: Part) -> Drawing:
    name, values = part
    return fromstring(renderer.draw(language, name, values))  # noqa: S314 - our own


def texts_of(renderer: Renderer, language: str, advice: Advice) -> list[str]:
    """All that is said on a card, from top to bottom."""
    drawings = [draw(renderer, language, part) for part in card_parts(advice, ON)]
    return [text.text or "" for drawing in drawings for text in drawing.iter(TEXT)]


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        wide = self.left <= other.left and other.right <= self.right
        return wide and self.top <= other.top and other.bottom <= self.bottom

    def meets(self, other: "Box") -> bool:
        wide = self.left < other.right and other.left < self.right
        return wide and self.top < other.bottom and other.top < self.bottom


def box_of_rectangle(rectangle: Drawing) -> Box:
    left, top = float(rectangle.get("x", 0)), float(rectangle.get("y", 0))
    return Box(left, top, left + float(rectangle.attrib["width"]), top + float(rectangle.attrib["height"]))


def box_of_text(text: Drawing) -> Box:
    size = float(text.attrib["font-size"])
    width = width_of(text.text or "", int(text.attrib["font-weight"])) * size
    left = float(text.attrib["x"]) - {"start": 0, "middle": 0.5, "end": 1}[text.attrib["text-anchor"]] * width
    baseline = float(text.attrib["y"])
    return Box(left, baseline - 0.72 * size, left + width, baseline + 0.21 * size)


def ground_of(text: Drawing, drawing: Drawing) -> Drawing:
    """The rectangle that a text stands on: the last one drawn under where it begins."""
    box = box_of_text(text)
    start = Box(box.left, box.bottom, box.left, box.bottom)
    return [r for r in drawing.iter(RECTANGLE) if box_of_rectangle(r).holds(start)][-1]


def width_of(text: str, weight: int) -> float:
    """The width of a text, in parts of the font size."""
    advances = advances_of(FONTS[0 if weight == 400 else 1])
    return sum(advances[character] for character in text)


@cache
def advances_of(font: str) -> dict[str, float]:
    """How wide each character is, from the tables of a TrueType font."""
    data = Path(font).read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)
    }
    (units,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (metrics,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)

    def advance(glyph: int) -> float:
        (width,) = struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * min(glyph, metrics - 1))
        return float(width / units)

    return {chr(code): advance(glyph) for code, glyph in _glyphs(data, tables[b"cmap"]) if glyph}


def _glyphs(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    places = [cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * i)[0] for i in range(count)]
    place = next(p for p in places if struct.unpack_from(">H", data, p)[0] == 4)
    segments = struct.unpack_from(">H", data, place + 6)[0] // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{segments}H", data, place + 14 + 2 * segments * i + (2 if i else 0))
        for i in range(4)
    )
    for i, (end, start, delta, offset) in enumerate(zip(ends, starts, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                here = place + 16 + 6 * segments + 2 * i
                (glyph,) = struct.unpack_from(">H", data, here + offset + 2 * (code - start))
            yield code, (glyph + delta) % 0x10000


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as the Web Content Accessibility Guidelines define it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [value / 255 for value in bytes.fromhex(colour.removeprefix("#"))]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def size_and_rows(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the bare pixels of a PNG with four bytes a pixel."""
    strip = strip_of(png)
    width, height = struct.unpack_from(">II", png, 16)
    filtered, stride = zlib.decompress(strip.packed + b"\x03\x00", wbits=-15), 4 * width
    rows, above = bytearray(), bytearray(stride)
    for start in range(0, len(filtered), stride + 1):
        row = bytearray(filtered[start + 1 : start + 1 + stride])
        for i, value in enumerate(row):
            left, corner = (row[i - 4], above[i - 4]) if i >= 4 else (0, 0)
            row[i] = (value + predicted(filtered[start], left, above[i], corner)) % 256
        rows += row
        above = row
    return width, height, bytes(rows)


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        near = left + up - corner
        return min((left, up, corner), key=lambda value: abs(near - value))
    return (0, left, up, (left + up) // 2)[kind]


def test_a_card_is_a_portrait_png(renderer: Renderer, advice: Advice) -> None:
    png = Pictures(renderer).card("nl", advice, ON)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack_from(">II", png, 16) == (720, 900)
    assert len(png) < 100_000


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
def test_every_text_fits_its_place_and_meets_no_other(
    renderer: Renderer, catalogue: Catalogue, advice: Advice, language: str
) -> None:
    for part in parts(catalogue, advice):
        drawing = draw(renderer, language, part)
        texts = list(drawing.iter(TEXT))
        for text in texts:
            box = box_of_text(text)
            ground = box_of_rectangle(ground_of(text, drawing))
            assert ground.holds(replace(box, left=box.left - 12, right=box.right + 12)), text.text
        for one, other in combinations(texts, 2):
            assert not box_of_text(one).meets(box_of_text(other)), (one.text, other.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_readable_on_a_small_phone(
    renderer: Renderer, catalogue: Catalogue, advice: Advice, language: str
) -> None:
    for part in parts(catalogue, advice):
        drawing = draw(renderer, language, part)
        for text in drawing.iter(TEXT):
            assert float(text.attrib["font-size"]) * PHONE >= SMALLEST, text.text
            ground = ground_of(text, drawing).attrib["fill"]
            assert contrast(text.attrib["fill"], ground) >= READABLE, text.text


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
    for name, strength, band in re.findall(r"[■□]+ (.+): (\d+) \((.+)\)", caption):
        assert said.index(f"{strength} {band}", said.index(name)) == said.index(name) + 1
    assert len(re.findall("[■□]+", caption)) == 4
    assert set(re.findall(r"\d+", caption)) <= set(re.findall(r"\d+", " ".join(said)))


def test_a_sign_that_means_something_in_svg_is_drawn_as_it_is(advice: Advice) -> None:
    renderer = Renderer()
    renderer.texts["nl"] = {**renderer.texts["nl"], "steps": {step: {"name": "R &amp; D"} for step in "1234"}}
    assert texts_of(renderer, "nl", replace(advice, outcome=StepOutcome(1, (), {}))).count("R & D") == 4


def test_strips_under_each_other_are_the_whole_picture() -> None:
    """Cut in two and put together again, a picture has the same pixels."""

    def picture(top: int, height: int) -> bytes:
        shapes = '<rect width="60" height="90" fill="#fff"/><circle cx="30" cy="45" r="25" fill="#c36"/>'
        box = f'viewBox="0 {top} 60 {height}" width="60" height="{height}"'
        return svg_to_bytes(svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{shapes}</svg>')

    whole, stacked = picture(0, 90), stack([strip_of(picture(0, 15)), strip_of(picture(15, 75))])
    assert size_and_rows(stacked) == size_and_rows(whole)
