"""Telegram HTML where there is no Telegram."""

import re
from html import unescape

TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text as read aloud: without tags, entities resolved."""
    return unescape(TAG.sub("", html))
