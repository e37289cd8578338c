"""Telegram HTML as the text people see and its entities, by Telegram's own parser where it is installed."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import orjson

from bot.sandbox.errors import bad
from bot.sandbox.html_parser import parse_subset, units

Json = dict[str, Any]
Parser = Callable[[str, str], tuple[str, list[Json]]]

MOST_IN_A_TEXT, MOST_IN_A_CAPTION = 4_096, 1_024
MOST_BYTES = 2**15
"""Of a text before it is parsed."""
PARSE_MODES: Mapping[str, Json] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
MOST_ENTITIES = 100
"""Telegram keeps no more of them."""
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)])|(?<!\w)(?P<bot_command>/[a-zA-Z0-9_]{1,32}(?:@\w+)?)|(?<!\w)(?P<mention>@\w{5,32})"
)
"""What Telegram finds in a text by itself."""
OTHER_NAMES = {
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
}
PRECISION = {"None": "", "Short": "dt", "Long": "DT"}


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
    return find_parser()(text, parse_mode)


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


@cache
def find_parser() -> Parser:
    """Telegram's own parser where it is installed, else that of its HTML; Markdown then stays as it is."""
    try:
        from tdjson import td_execute  # noqa: PLC0415 - a tool of development
    except ImportError:
        return lambda text, parse_mode: parse_subset(text) if parse_mode == "html" else (text, [])
    td_execute(orjson.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}))

    def parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
        asked = {"@type": "parseTextEntities", "text": text, "parse_mode": PARSE_MODES[parse_mode]}
        answer = orjson.loads(td_execute(orjson.dumps(asked)) or b"{}")
        if answer.get("@type") != "formattedText":
            message = str(answer.get("message", ""))
            raise bad(message[:1].lower() + message[1:])
        return answer["text"], [_of_tdlib(entity) for entity in answer["entities"]]

    return parse


def _of_tdlib(entity: Json) -> Json:
    """An entity of Telegram's library as the Bot API names it."""
    kind: Json = entity["type"]
    name = kind["@type"].removeprefix("textEntityType")
    kept: Json = {
        key: kind[key] for key in ("url", "language", "custom_emoji_id", "unix_time") if key in kind
    }
    if "user_id" in kind:
        kept["user"] = {"id": kind["user_id"]}
    if "unix_time" in kind:
        kept["date_time_format"] = _date_format(kind.get("formatting_type", {}))
    return {
        "type": OTHER_NAMES.get(name, re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()),
        "offset": entity["offset"],
        "length": entity["length"],
        **kept,
    }


def _date_format(form: Json) -> str:
    """How a moment is shown, in the letters of the Bot API."""
    if form.get("@type") == "dateTimeFormattingTypeRelative":
        return "r"
    letters = "w" if form.get("show_day_of_week") else ""
    for place, name in enumerate(("date_precision", "time_precision")):
        precision = form.get(name, {}).get("@type", "None").removeprefix("dateTimePartPrecision")
        letters += PRECISION[precision][place : place + 1]
    return letters
