"""Judges Telegram HTML: by Telegram's own parser where it is installed, else by the subset it documents."""

import json
import re
from collections.abc import Callable
from html import unescape

ALLOWED = frozenset({"a", "b", "blockquote", "code", "del", "em", "i", "ins", "pre", "s", "span"}) | {
    "strike",
    "strong",
    "tg-spoiler",
    "u",
}
MARKUP = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*>|<|&(#?\w+;)?")
OFFSET = re.compile(r" at byte offset \d+")
ENTITY = re.compile(r"#\d+;|#[xX][0-9a-fA-F]+;|(?:lt|gt|amp|quot);")


class HtmlError(ValueError):
    """Telegram would refuse this text."""


Judge = Callable[[str], str]
"""The text that people see; raises HtmlError where Telegram would refuse it."""


def find_judge() -> tuple[str, Judge]:
    """The best judge there is, and its name."""
    try:
        from tdjson import td_execute  # noqa: PLC0415 - a tool of development, absent in production
    except ImportError:
        return "the documented subset of tags", parse_subset
    td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())

    def parse(text: str) -> str:
        mode = {"@type": "textParseModeHTML"}
        asked = {"@type": "parseTextEntities", "text": text, "parse_mode": mode}
        answer = json.loads(td_execute(json.dumps(asked).encode()) or b"{}")
        if answer.get("@type") != "formattedText":
            raise HtmlError(OFFSET.sub("", answer.get("message", "refused")))
        return str(answer["text"])

    return "Telegram's own parser (tdjson)", parse


def parse_subset(text: str) -> str:
    """What is seen of a text with only the documented tags, rightly nested, and the documented entities."""
    opened: list[str] = []
    for match in MARKUP.finditer(text):
        closing, tag, _, entity = match.groups()
        if match.group().startswith("&"):
            if entity is None or not ENTITY.fullmatch(entity):
                raise HtmlError(f"{match.group()} must be written &amp;")
        elif tag is None:
            raise HtmlError("< must be written &lt;")
        elif tag.lower() not in ALLOWED:
            raise HtmlError(f"tag <{tag}> is not allowed")
        elif not closing:
            opened.append(tag.lower())
        elif not opened or opened.pop() != tag.lower():
            raise HtmlError(f"</{tag}> closes what is not open")
    if opened:
        raise HtmlError(f"<{opened[-1]}> is not closed")
    return unescape(MARKUP.sub(lambda found: found.group() if found.group()[0] == "&" else "", text))


def units(text: str) -> int:
    """The length of a text as Telegram counts it: UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
