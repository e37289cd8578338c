"""What a font can show, and how wide it is: read of the file itself."""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

MORE = "…"
"""Where a text is cut off."""
UNSEEN = "\u200c\u200d\ufe0e\ufe0f"
"""What only says how the signs beside it are drawn."""


class Typeface:
    """A TrueType font, as far as it is needed to leave out what it cannot show and to make the rest fit."""

    def __init__(self, path: str) -> None:
        self._font = Path(path).read_bytes()
        (number,) = struct.unpack_from(">H", self._font, 4)
        rows = (struct.unpack_from(">4s4xII", self._font, 12 + 16 * place) for place in range(number))
        self._tables = {name: start for name, start, _ in rows}
        (self._em,) = struct.unpack_from(">H", self._font, self._tables[b"head"] + 18)
        (self._widths,) = struct.unpack_from(">H", self._font, self._tables[b"hhea"] + 34)
        self._glyphs = dict(self._mapping())
        self._measured: dict[str, float] = {}

    def shown(self, text: str) -> str:
        """The text without the signs that would be empty boxes."""
        signs = (sign for sign in signs_of(text) if self._shows(sign))
        return " ".join("".join(signs).split())

    def wide(self, text: str, size: float) -> float:
        """How wide a text is."""
        return size * sum(map(self._width, text))

    def fitting(self, text: str, largest: float, width: float) -> float:
        """The size in which a text is no wider than this, and never above the largest."""
        wide = sum(map(self._width, text))
        return min(largest, width / wide) if wide else largest

    def lines(self, text: str, size: float, width: float, most: int) -> list[str]:
        """The text on lines that are no wider than this and of about one length; what is more than so many
        lines is left out, and a sign says so.
        """
        lines = self._wrapped(text, size, width)
        if len(lines) > most:
            return [*lines[: most - 1], self._cut(lines[most - 1], size, width)]
        narrower = (self._wrapped(text, size, width * part / 10) for part in range(7, 10))
        return next((found for found in narrower if len(found) == len(lines)), lines)

    def _wrapped(self, text: str, size: float, width: float) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self.wide(joined, size) <= width:
                lines[-1] = joined
            else:
                lines += self._broken(word, size, width)
        return lines

    def _broken(self, word: str, size: float, width: float) -> list[str]:
        """A word on as many lines as it needs."""
        parts = [""]
        for sign in signs_of(word):
            if parts[-1] and self.wide(parts[-1] + sign, size) > width:
                parts.append("")
            parts[-1] += sign
        return parts

    def _cut(self, text: str, size: float, width: float) -> str:
        """As much of a text as fits, and what says that it is not all."""
        signs = list(signs_of(text))
        while signs and self.wide("".join(signs) + MORE, size) > width:
            signs.pop()
        return "".join(signs).rstrip(" ,.;:") + MORE

    def _shows(self, sign: str) -> bool:
        return all(ord(point) in self._glyphs for point in sign if point not in UNSEEN)

    def _width(self, point: str) -> float:
        """In parts of the size."""
        if point not in self._measured:
            self._measured[point] = self._advance(point)
        return self._measured[point]

    def _advance(self, point: str) -> float:
        glyph = min(self._glyphs.get(ord(point), 0), self._widths - 1)
        (wide,) = struct.unpack_from(">H", self._font, self._tables[b"hmtx"] + 4 * glyph)
        return int(wide) / int(self._em)

    def _mapping(self) -> Iterator[tuple[int, int]]:
        """Which code point is which glyph: the font's table of format 4, which every font has."""
        start = self._tables[b"cmap"]
        (number,) = struct.unpack_from(">H", self._font, start + 2)
        offsets = (struct.unpack_from(">I", self._font, start + 8 + 8 * place)[0] for place in range(number))
        for table in {start + offset for offset in offsets}:
            if struct.unpack_from(">H", self._font, table) == (4,):
                yield from self._segments(table)

    def _segments(self, table: int) -> Iterator[tuple[int, int]]:
        (twice,) = struct.unpack_from(">H", self._font, table + 6)
        ends, starts = table + 14, table + 16 + twice
        for place in range(0, twice, 2):
            at = starts + 2 * twice + place
            (last,) = struct.unpack_from(">H", self._font, ends + place)
            (first,) = struct.unpack_from(">H", self._font, starts + place)
            (delta,) = struct.unpack_from(">H", self._font, starts + twice + place)
            (offset,) = struct.unpack_from(">H", self._font, at)
            for point in range(first, min(last, 0xFFFE) + 1):
                glyph = point if not offset else self._listed(at + offset + 2 * (point - first))
                if glyph and (glyph + delta) & 0xFFFF:
                    yield point, (glyph + delta) & 0xFFFF

    def _listed(self, place: int) -> int:
        glyph: int = struct.unpack_from(">H", self._font, place)[0]
        return glyph


def signs_of(text: str) -> Iterator[str]:
    """What people see as one sign each."""
    from wcwidth import iter_graphemes  # noqa: PLC0415 - its tables are for names in pictures

    return iter_graphemes(text)


@lru_cache(maxsize=4)
def typeface(path: str) -> Typeface:
    """The font in a file, read once."""
    return Typeface(path)
