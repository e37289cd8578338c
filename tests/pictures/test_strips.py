"""A picture is put together from strips that were drawn before."""

import struct
import zlib

from resvg_py import svg_to_bytes

from bot.pictures.strips import stack, strip_of


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


def test_strips_under_each_other_are_the_whole_picture() -> None:
    """Cut in two and put together again, a picture has the same pixels."""

    def picture(top: int, height: int) -> bytes:
        shapes = '<rect width="60" height="90" fill="#fff"/><circle cx="30" cy="45" r="25" fill="#c36"/>'
        box = f'viewBox="0 {top} 60 {height}" width="60" height="{height}"'
        return svg_to_bytes(svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{shapes}</svg>')

    whole, stacked = picture(0, 90), stack([strip_of(picture(0, 15)), strip_of(picture(15, 75))])
    assert size_and_rows(stacked) == size_and_rows(whole)
