"""What is sent and what is typed, as the text people see and its entities."""

import re
from typing import Any

from bot.sandbox.errors import bad
from bot.telegram_html.errors import HtmlError
from bot.telegram_html.parser import PARSE_MODES, find_parser
from flows.teams.tidy import units

Json = dict[str, Any]

MOST_IN_A_TEXT, MOST_IN_A_CAPTION = 4_096, 1_024
MOST_BYTES = 2**15
"""Of a text before it is parsed."""
MOST_ENTITIES = 100
"""Telegram keeps no more of them."""
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)])|(?<!\w)(?P<bot_command>/[a-zA-Z0-9_]{1,32}(?:@\w+)?)|(?<!\w)(?P<mention>@\w{5,32})"
)
"""What Telegram finds in a text by itself."""


def read(text: str, *, parse_mode: str, most: int) -> tuple[str, list[Json]]:
    """The text as people see it, and its entities.

    Raises:
        Refused: Telegram would not take it.
    """
    if len(text.encode()) > MOST_BYTES:
        raise bad("text is too long")
    shown, entities = _parse(text, parse_mode.lower())
    shown = shown.rstrip()
    if not shown.strip():
        raise bad("message text is empty")
    length = units(shown)
    if length > most:
        raise bad("message is too long" if most == MOST_IN_A_TEXT else "message caption is too long")
    entities = sorted([*_within(entities, length), *_found(shown, entities)], key=_place)
    return shown, entities[:MOST_ENTITIES]


def _parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    if parse_mode in ("", "none"):
        return text, []
    if parse_mode not in PARSE_MODES:
        raise bad("unsupported parse_mode")
    _, parse = find_parser()
    try:
        return parse(text, parse_mode)
    except HtmlError as error:
        said = str(error)
        raise bad(said[:1].lower() + said[1:]) from None


def read_plain(text: str) -> tuple[str, list[Json]]:
    """A text that somebody typed: as it is, with what Telegram finds in it."""
    return text, _found(text, [])


def _place(entity: Json) -> tuple[int, int]:
    return int(entity["offset"]), -int(entity["length"])


def _within(entities: list[Json], length: int) -> list[Json]:
    """Entities do not reach into spaces that fell off the end."""
    kept = [entity for entity in entities if entity["offset"] < length]
    return [{**entity, "length": min(entity["length"], length - entity["offset"])} for entity in kept]


def _found(text: str, entities: list[Json]) -> list[Json]:
    """Links, commands and mentions where nothing else stands."""
    closed = [e for e in entities if e["type"] in ("code", "pre", "text_link")]
    found: list[Json] = []
    for match in FOUND.finditer(text):
        start, length = units(text[: match.start()]), units(match.group())
        if not any(e["offset"] < start + length and start < e["offset"] + e["length"] for e in closed):
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return found
