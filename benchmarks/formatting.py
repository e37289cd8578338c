"""Telegram HTML to plain text and entities, well enough for messages that are known to be right."""

import re
from html import unescape
from typing import Any

TAG = re.compile(r"<(/?)([a-z-]+)([^>]*)>")
HREF = re.compile(r'href="([^"]*)"')
ENTITY_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "a": "text_link",
}


def parse_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The text people see and its entities, with offsets and lengths in UTF-16 units."""
    text = ""
    entities: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    position = 0
    for tag in TAG.finditer(html):
        text += unescape(html[position : tag.start()])
        position = tag.end()
        closing, name, attributes = tag.groups()
        if closing:
            entity = opened.pop()
            entity["length"] = _units(text) - entity["offset"]
            continue
        entity = {"type": ENTITY_TYPES.get(name, name), "offset": _units(text)}
        if href := HREF.search(attributes):
            entity["url"] = unescape(href[1])
        opened.append(entity)
        entities.append(entity)
    return text + unescape(html[position:]), entities


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
