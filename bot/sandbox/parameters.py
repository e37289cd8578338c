"""What a bot sends: query string, JSON, form or multipart, as the Bot API accepts them."""

import re
from collections.abc import Mapping
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qsl

import orjson

from bot.sandbox.errors import bad

LEADING_NUMBER = re.compile(r"-?\d+")


def decode(content_type: str, query: str, body: bytes) -> dict[str, Any]:
    """The parameters of a call; uploaded files stay bytes, with their names beside them.

    Raises:
        Refused: the body is not what it says it is.
    """
    given: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if not body:
        return given
    try:
        if content_type.startswith("application/json"):
            return {**given, **orjson.loads(body)}
        if content_type.startswith("multipart/form-data"):
            return given | _multipart(content_type, body)
        return given | dict(parse_qsl(body.decode(), keep_blank_values=True))
    except (ValueError, TypeError):
        raise bad("can't parse the request") from None


def integer(given: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    """A number within its bounds; what is no number counts as nought, as Telegram reads it."""
    value = given.get(name)
    if value in (None, ""):
        return default
    number = LEADING_NUMBER.match(str(value))
    return min(most, max(least, int(number.group()) if number else 0))


def read_structure(value: object) -> object:
    """A list or an object, which forms carry as JSON; None where it is none.

    Raises:
        Refused: it is no JSON.
    """
    if not isinstance(value, str) or not value:
        return value or None
    try:
        found: object = orjson.loads(value)
    except orjson.JSONDecodeError:
        raise bad("can't parse JSON object") from None
    return found


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    given: dict[str, Any] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts():
        name, file = part.get_param("name", header="content-disposition"), part.get_filename()
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        given[name] = content if file else content.decode()
        if file:
            given[f"{name}_name"] = file
    # A file may be named by another field: "attach://<field>".
    for name, value in list(given.items()):
        if isinstance(value, str) and value.startswith("attach://"):
            attached = value.removeprefix("attach://")
            given[name] = given.get(attached, b"")
            given[f"{name}_name"] = given.get(f"{attached}_name", name)
    return given
