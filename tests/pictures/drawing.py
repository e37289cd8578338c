"""What stands where in a drawing, and whether everybody can read it."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree.ElementTree import Element as Drawing
from xml.etree.ElementTree import fromstring

from bot.pictures.pictures import FONTS, Part
from bot.pictures.team_parts import TeamPart
from messages.renderer import Renderer

PHONE = 360 / 1080
SMALLEST = 11
READABLE = 4.5
TEXT = "{http://www.w3.org/2000/svg}text"
RECTANGLE = "{http://www.w3.org/2000/svg}rect"


def draw(renderer: Renderer, language: str, part: Part | TeamPart) -> Drawing:
    name, values = part
    return fromstring(renderer.draw(language, name, values))  # noqa: S314 - our own


def texts_in(drawing: Drawing) -> list[str]:
    """All that is said in a drawing, in its order."""
    return [text.text or "" for text in drawing.iter(TEXT)]


def assert_fits(drawing: Drawing) -> None:
    """Every text stands within its ground, and meets no other."""
    texts = list(drawing.iter(TEXT))
    for text in texts:
        box, ground = box_of_text(text), box_of_rectangle(ground_of(text, drawing))
        assert ground.holds(replace(box, left=box.left - 12, right=box.right + 12)), text.text
    for one, other in combinations(texts, 2):
        assert not box_of_text(one).meets(box_of_text(other)), (one.text, other.text)


def assert_readable(drawing: Drawing) -> None:
    """Every text is large enough on a small phone, and stands out from its ground."""
    for text in drawing.iter(TEXT):
        assert float(text.attrib["font-size"]) * PHONE >= SMALLEST, text.text
        assert contrast(text.attrib["fill"], ground_of(text, drawing).attrib["fill"]) >= READABLE, text.text


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
