"""Decoding what a bot sends: query string, JSON, form or multipart, as the Bot API accepts."""

from typing import Any
from urllib.parse import parse_qsl

import orjson

MULTIPART = "multipart/form-data"


def decode(content_type: str, body: bytes) -> dict[str, Any]:
    """The parameters in a request body; uploaded files stay bytes."""
    if not body:
        return {}
    if content_type.startswith("application/json"):
        decoded: dict[str, Any] = orjson.loads(body)
        return decoded
    if content_type.startswith(MULTIPART):
        return _multipart(content_type, body)
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def decode_query(query: bytes) -> dict[str, Any]:
    """The parameters in a request's query string."""
    return dict(parse_qsl(query.decode(), keep_blank_values=True)) if query else {}


def structure(value: Any) -> Any:
    """A nested parameter, which arrives as JSON text everywhere except in a JSON body."""
    return orjson.loads(value) if isinstance(value, str) else value


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    boundary = content_type.split("boundary=", 1)[1].split(";", 1)[0].strip('"')
    fields: dict[str, Any] = {}
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = head.decode()
        name = headers.split('name="', 1)[1].split('"', 1)[0]
        content = content.removesuffix(b"\r\n")
        fields[name] = content if "filename=" in headers else content.decode()
    return fields
