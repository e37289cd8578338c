"""The form in which typed text and labels are compared: what makes no difference is gone, all else stays."""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = re.compile(r"[’'`]")
KEYCAP = "\u20e3"
TEN = "🔟"
STROKES = frozenset("\u0334\u0335\u0336\u0337\u0338")
"""Marks that strike a word through, which turns what it says around."""
SAYING = frozenset("%")
"""Punctuation that says something."""
SAYING_BESIDE = re.compile(r"(?<!\w)([-\u2212\u2013!])(?=\w|\s+\d)|(?<=\d)\s?([-\u2212\u2013])(?!\s?\w)")
"""A minus before a number or behind it, or an exclamation mark that denies the word behind it."""


def plain(text: str) -> str:
    """A text without case, accents, punctuation and double spaces; apostrophes join. Signs that may change
    what is said stay: a minus, "<", "+", "%", an emoji, a strike.
    """
    text = APOSTROPHES.sub("", text.replace(KEYCAP, "").replace(TEN, "10"))
    marked = SAYING_BESIDE.sub(r" ¬\1\2 ", text)
    folded = unicodedata.normalize("NFD", marked)
    return " ".join("".join(map(_sign, folded)).casefold().split())


@lru_cache(maxsize=1024)
def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Mn":
        return sign if sign in STROKES else ""
    if category.startswith("S") or sign in SAYING:
        return f" {sign} "
    return " " if category.startswith("P") else sign


def spoken(text: str) -> str:
    """The same for a label whose emoji or arrow nobody types."""
    return " ".join("".join(" " if _is_symbol(sign) else sign for sign in plain(text)).split())


def _is_symbol(sign: str) -> bool:
    return unicodedata.category(sign).startswith("S")
