"""What people write about themselves, made safe to show to others."""

import re
import unicodedata
from itertools import accumulate, groupby

LONGEST_NAME = 32
"""Visible signs, of a team's name."""
LONGEST_FIRST_NAME = 24
LONGEST_NOTE = 300
LONGEST_ACTION = 80
"""Of an action in a team's own words."""
LONGEST_HALF = 80
"""Of each half of an if-then plan."""
MOST_MARKS = 2
"""Marks above and below one letter; more is a tower that spills over the lines around it."""
MOST_SIGNS = 12
"""Code points of one visible sign: a couple with their skin colours has ten."""
MOST_UNITS = 2
"""Of a message, for each sign there is room for: enough for any script, and for some joined signs."""
JOINERS = "\u200c\u200d"
"""Between letters of some scripts, and between what becomes one emoji."""
NAMELESS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
TAGS = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")
"""The flag of a region: a black one, and letters that nobody sees."""
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""What takes no room, or room with nothing in it."""


def tidy(text: str, longest: int) -> str:
    """One line of at most so many visible signs: no control or direction signs, no towers of marks, nothing
    that cannot be seen; what is joined to one sign stays whole.
    """
    from wcwidth import iter_graphemes  # noqa: PLC0415 - its tables are for who writes something about themselves

    line = " ".join(text.split())
    signs = [tidied for sign in iter_graphemes(line) if (tidied := _tidied(sign))][:longest]
    ends = accumulate(map(units, signs))
    fitting = [sign for sign, end in zip(signs, ends, strict=True) if end <= MOST_UNITS * longest]
    return " ".join("".join(fitting).split())


def units(text: str) -> int:
    """The length of a text as messages count it: in units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "ignore")) // 2


def _tidied(sign: str) -> str:
    """A visible sign as it may be shown; nothing where there is nothing to see."""
    if TAGS.fullmatch(sign):
        return sign
    kept = "".join(_few(marks) for marks in _runs(sign))[:MOST_SIGNS].rstrip("\u200d")
    seen = UNSEEN.sub("", kept)
    only_marks = all(unicodedata.category(point).startswith("M") for point in seen)
    return "" if only_marks else kept


def _runs(sign: str) -> list[tuple[bool, str]]:
    """The code points that may stay, in runs of marks and of others."""
    stay = (point for point in sign if point in JOINERS or _may_stay(point))
    return [(marks, "".join(run)) for marks, run in groupby(stay, key=_is_mark)]


def _few(run: tuple[bool, str]) -> str:
    marks, points = run
    return points[:MOST_MARKS] if marks else points


def _is_mark(point: str) -> bool:
    return unicodedata.category(point) in ("Mn", "Me")


def _may_stay(point: str) -> bool:
    shown_how = "\ufe0e" <= point <= "\ufe0f"  # as text, or as a picture
    return shown_how or (unicodedata.category(point) not in NAMELESS and not UNSEEN.match(point))
