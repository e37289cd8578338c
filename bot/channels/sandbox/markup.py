"""Telegram HTML as the text people see and its entities, by Telegram's own parser where it is installed."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from typing import Any

import orjson

from bot.channels.sandbox.errors import bad

Json = dict[str, Any]
Parser = Callable[[str], tuple[str, list[Json]]]

MOST_IN_A_TEXT, MOST_IN_A_CAPTION = 4_096, 1_024
MOST_ENTITIES = 100
"""Telegram keeps no more of them."""

TYPES: Mapping[str, str] = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
TOKEN = re.compile(
    r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?)*)\s*>|<|&(?:#\d+|#x[\da-fA-F]+|lt|gt|amp|quot);"
)
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)])|(?<!\w)(?P<bot_command>/[a-zA-Z0-9_]{1,32}(?:@\w+)?)|(?<!\w)(?P<mention>@\w{5,32})"
)
"""What Telegram finds in a text by itself."""


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def read(text: str, *, html: bool, most: int) -> tuple[str, list[Json]]:
    """The text as people see it, and its entities.

    Raises:
        Refused: Telegram would not take it.
    """
    shown, entities = find_parser()(text) if html else (text, [])
    shown = shown.rstrip()
    if not shown.strip():
        raise bad("message text is empty")
    if units(shown) > most:
        raise bad("message is too long" if most == MOST_IN_A_TEXT else "message caption is too long")
    entities = sorted([*entities, *_found(shown, entities)], key=lambda entity: int(entity["offset"]))
    return shown, entities[:MOST_ENTITIES]


def read_plain(text: str) -> tuple[str, list[Json]]:
    """A text that somebody typed: as it is, with what Telegram finds in it."""
    return text, _found(text, [])


def _found(text: str, entities: list[Json]) -> list[Json]:
    """Links, commands and mentions where nothing else stands."""
    closed = [e for e in entities if e["type"] in ("code", "pre", "text_link")]
    found: list[Json] = []
    for match in FOUND.finditer(text):
        start, length = units(text[: match.start()]), units(match.group())
        if not any(e["offset"] < start + length and start < e["offset"] + e["length"] for e in closed):
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return found


@cache
def find_parser() -> Parser:
    """Telegram's own parser where it is installed, else the tags and entities as documented."""
    try:
        from tdjson import td_execute  # noqa: PLC0415 - a tool of development
    except ImportError:
        return parse_subset
    td_execute(orjson.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}))

    def parse(text: str) -> tuple[str, list[Json]]:
        asked = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
        answer = orjson.loads(td_execute(orjson.dumps(asked)) or b"{}")
        if answer.get("@type") != "formattedText":
            message = str(answer.get("message", ""))
            raise bad(message[:1].lower() + message[1:])
        return answer["text"], [_of_tdlib(entity) for entity in answer["entities"]]

    return parse


def _of_tdlib(entity: Json) -> Json:
    """An entity of Telegram's library as the Bot API names it."""
    kind = entity["type"]
    name = kind["@type"].removeprefix("textEntityType")
    names = {"TextUrl": "text_link", "PreCode": "pre", "BlockQuote": "blockquote"}
    names |= {"ExpandableBlockQuote": "expandable_blockquote", "CustomEmoji": "custom_emoji"}
    kept = {key: kind[key] for key in ("url", "language", "custom_emoji_id") if key in kind}
    return {
        "type": names.get(name, re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()),
        "offset": entity["offset"],
        "length": entity["length"],
        **kept,
    }


def parse_subset(html: str) -> tuple[str, list[Json]]:
    """The documented tags, rightly nested, and the documented entities; stricter than Telegram nowhere."""
    text, entities, opened, place = "", list[Json](), list[tuple[str, Json]](), 0
    for match in TOKEN.finditer(html):
        text += html[place : match.start()]
        place = match.end()
        closing, tag, attributes = match.groups()
        if match.group().startswith("&"):
            text += unescape(match.group())
        elif tag is None or tag.lower() not in TYPES:
            name = (tag or "").lower()
            raise bad(
                f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {_bytes(html, match)}'
            )
        elif not closing:
            entity = _entity(tag.lower(), attributes, units(text))
            opened.append((tag.lower(), entity))
            entities.append(entity)
        else:
            _close(opened, tag.lower(), units(text), _bytes(html, match))
    if opened:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return text + html[place:], [entity for entity in entities if entity["length"]]


def _bytes(html: str, match: re.Match[str]) -> int:
    return len(html[: match.start()].encode())


def _entity(tag: str, attributes: str, offset: int) -> Json:
    given = {name: unescape(double or single) for name, double, single in ATTRIBUTE.findall(attributes)}
    kind = TYPES[tag]
    if tag == "blockquote" and "expandable" in attributes:
        kind = "expandable_blockquote"
    entity: Json = {"type": kind, "offset": offset, "length": 0}
    if kind == "text_link":
        entity["url"] = given.get("href", "")
    if tag == "code" and given.get("class", "").startswith("language-"):
        entity["language"] = given["class"].removeprefix("language-")
    return entity


def _close(opened: list[tuple[str, Json]], tag: str, end: int, at: int) -> None:
    if not opened:
        raise bad(f"can't parse entities: Unexpected end tag at byte offset {at}")
    begun, entity = opened.pop()
    if begun != tag:
        raise bad(
            f"can't parse entities: Unmatched end tag at byte offset {at}, "
            f'expected "</{begun}>", found "</{tag}>"'
        )
    entity["length"] = end - int(entity["offset"])
