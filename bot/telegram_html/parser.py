"""Telegram's own parser where it is installed, else a reader of what it documents."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import orjson

from bot.telegram_html.errors import HtmlError
from bot.telegram_html.subset import parse_subset

Json = dict[str, Any]
Parser = Callable[[str, str], tuple[str, list[Json]]]
"""From a text and how it is marked up to what people see and its entities; raises HtmlError."""

PARSE_MODES: Mapping[str, Json] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
OTHER_NAMES = {
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
}
PRECISION = {"None": "", "Short": "dt", "Long": "DT"}


@cache
def find_parser() -> tuple[str, Parser]:
    """Telegram's own parser where it is installed, else that of its HTML; and which it is."""
    try:
        from tdjson import td_execute  # noqa: PLC0415 - a tool of development
    except ImportError:
        return "the documented subset of tags", _parse_without
    td_execute(orjson.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}))

    def parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
        asked = {"@type": "parseTextEntities", "text": text, "parse_mode": PARSE_MODES[parse_mode]}
        answer = orjson.loads(td_execute(orjson.dumps(asked)) or b"{}")
        if answer.get("@type") != "formattedText":
            raise HtmlError(str(answer.get("message", "refused")))
        return answer["text"], [_of_tdlib(entity) for entity in answer["entities"]]

    return "Telegram's own parser (tdjson)", parse


def _parse_without(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    """Markdown stays as it is."""
    return parse_subset(text) if parse_mode == "html" else (text, [])


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
