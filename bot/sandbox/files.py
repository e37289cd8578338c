"""Photos and documents that a bot sends: as large as Telegram takes them, or by the id of one sent before."""

import struct
from collections.abc import Mapping
from typing import Any

from bot.sandbox.errors import CallRefused, bad
from bot.sandbox.world import Json, World

LARGEST_PHOTO, LARGEST_FILE, LARGEST_DOWNLOAD = 10 * 2**20, 50 * 2**20, 20 * 2**20
KINDS = ("photo", "document")
PNG = b"\x89PNG\r\n\x1a\n"
UNKNOWN_SIZE = (720, 720)


def read_file(world: World, kind: str, given: Mapping[str, Any]) -> Json:
    """The part of a message that a file is; it is kept, so that people can load it.

    Raises:
        Refused: there is none, it is too large, or nobody knows it.
    """
    value = given.get(kind)
    if isinstance(value, bytes):
        file_id = world.keep_file(str(given.get(f"{kind}_name", kind)), _fitting(kind, value))
    elif value and str(value) in world.files:
        file_id = str(value)
    elif value:
        raise bad("wrong file identifier/HTTP URL specified")
    else:
        raise bad(f"there is no {kind} in the request")
    return _shown(kind, file_id, *world.files[file_id])


def describe_file(world: World, file_id: str) -> Json:
    """What getFile tells.

    Raises:
        Refused: there is no such file, or it is too large to be downloaded.
    """
    if not file_id:
        raise bad("file_id not specified")
    if file_id not in world.files:
        raise bad("invalid file_id")
    size = len(world.files[file_id][1])
    if size > LARGEST_DOWNLOAD:
        raise bad("file is too big")
    return {**_named(file_id, size), "file_path": file_id}


def _fitting(kind: str, content: bytes) -> bytes:
    size = len(content)
    if size > LARGEST_FILE:
        raise CallRefused(413, "Request Entity Too Large")
    if kind == "photo" and size > LARGEST_PHOTO:
        raise bad(
            f"file of size {size} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )
    if not content:
        raise bad("file must be non-empty")
    return content


def _shown(kind: str, file_id: str, name: str, content: bytes) -> Json:
    file = _named(file_id, len(content))
    if kind == "photo":
        width, height = _pixels(content)
        return {"photo": [{**file, "width": width, "height": height}]}
    return {"document": {**file, "file_name": name}}


def _named(file_id: str, size: int) -> Json:
    return {"file_id": file_id, "file_unique_id": f"unique-{file_id}", "file_size": size}


def _pixels(content: bytes) -> tuple[int, int]:
    """How wide and high a picture is; of a PNG it is known."""
    if not content.startswith(PNG) or len(content) < 24:
        return UNKNOWN_SIZE
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)
