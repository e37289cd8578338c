"""What each tag of Telegram HTML means: the entity that it makes of the words in it."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.telegram_html.errors import HtmlError

Json = dict[str, Any]

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
HOST = re.compile(r"[^\s<>]+\.[^\s<>]+")
MOMENT = re.compile(r"\d+")
DATE_FORMAT = re.compile(r"r?|[wdt]*", re.IGNORECASE)


def meaning(tag: str, attributes: Mapping[str, str], words: str) -> Json | None:
    """The entity that a tag with its attributes makes; None where it makes none.

    Raises:
        HtmlError: Telegram would not take its attributes.
    """
    match tag:
        case "a":
            return _link(attributes.get("href") or words)
        case "code" if language := _language(attributes):
            return {"type": "code", "language": language}
        case "blockquote" if "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        case "tg-emoji":
            return _emoji(attributes.get("emoji-id", ""))
        case "tg-time":
            return _moment(attributes.get("unix", ""), attributes.get("format", ""))
    return {"type": TYPES[tag]}


def _language(attributes: Mapping[str, str]) -> str:
    value = attributes.get("class", "")
    return value.removeprefix("language-") if value.startswith("language-") else ""


def _emoji(number: str) -> Json:
    if not number.isdecimal() or not 0 < int(number) < 2**63:
        raise HtmlError("Can't parse entities: Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": number}


def _moment(unix: str, form: str) -> Json | None:
    if not DATE_FORMAT.fullmatch(form):
        raise HtmlError("Can't parse entities: Invalid date format used")
    match = MOMENT.match(unix)
    seconds = int(match.group()) if match else 0
    return {"type": "date_time", "unix_time": seconds, "date_time_format": form} if seconds else None


def _link(address: str) -> Json | None:
    """A link, or a mention of a person; an address that leads nowhere is only text."""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    if parts.scheme == "tg" and parts.netloc == "user":
        number = parse_qs(parts.query).get("id", [""])[0]
        return {"type": "text_mention", "user": {"id": int(number)}} if number.isdecimal() else None
    known = parts.scheme in ("http", "https") and HOST.fullmatch(parts.netloc)
    if not (known or parts.scheme in ("tg", "ton")) or re.search(r"\s", address):
        return None
    rest = parts._replace(scheme="", netloc="").geturl()
    slash = "" if rest.startswith("/") else "/"
    return {"type": "text_link", "url": f"{parts.scheme}://{parts.netloc.lower()}{slash}{rest}"}
