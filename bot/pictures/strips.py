"""PNG pictures as strips that lie under each other, packed once and put together without packing again."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ZLIB_HEADER = b"\x78\x9c"
LAST_BLOCK = b"\x03\x00"
ADLER_BASE = 65521

ALONE = {0: 0, 1: 1, 2: 0, 4: 1}
"""What a row filter comes down to where no row is above: up to none, Paeth to left. (Average is neither,
but no encoder picks it for a row of one colour, as each of our strips begins.)"""


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a picture over its full width.

    `packed` is raw deflate data that ends on a byte and refers to nothing before it; `checksum` and `length`
    are those of the unpacked rows.
    """

    header: bytes
    height: int
    packed: bytes
    checksum: int
    length: int


def strip_of(png: bytes) -> Strip:
    """A PNG as a strip. Its first row must be of one colour."""
    chunks = list(_chunks(png))
    header = next(body for name, body in chunks if name == b"IHDR")
    rows = bytearray(zlib.decompress(b"".join(body for name, body in chunks if name == b"IDAT")))
    rows[0] = ALONE[rows[0]]
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(rows) + packer.flush(zlib.Z_SYNC_FLUSH)
    (height,) = struct.unpack_from(">I", header, 4)
    return Strip(header, height, packed, zlib.adler32(rows), len(rows))


def stack(strips: Sequence[Strip]) -> bytes:
    """The strips under each other as one PNG. All have the same width and kind of pixel."""
    checksum = zlib.adler32(b"")
    for strip in strips:
        checksum = _checksum_of_both(checksum, strip)
    width, rest = strips[0].header[:4], strips[0].header[8:]
    height = struct.pack(">I", sum(strip.height for strip in strips))
    packed = b"".join(strip.packed for strip in strips)
    data = ZLIB_HEADER + packed + LAST_BLOCK + struct.pack(">I", checksum)
    header = width + height + rest
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _checksum_of_both(before: int, strip: Strip) -> int:
    """The Adler-32 checksum of what came before and the strip after it, from those of each."""
    sums, sums_after = divmod(before, 0x10000), divmod(strip.checksum, 0x10000)
    low = (sums[1] + sums_after[1] - 1) % ADLER_BASE
    high = (sums[0] + sums_after[0] + strip.length * (sums[1] - 1)) % ADLER_BASE
    return high * 0x10000 + low


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        length, name = struct.unpack_from(">I4s", png, place)
        yield name, png[place + 8 : place + 8 + length]
        place += length + 12


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
