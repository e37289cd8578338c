"""What people write about themselves, made safe to show to others."""

import unicodedata

from wcwidth import iter_graphemes

MOST_MARKS = 3
"""Code points of one visible sign; more is a tower of marks that spills over the lines around it."""


def tidy(text: str, longest: int) -> str:
    """One line of at most so many visible signs: no control or direction signs, no towers of marks."""
    line = " ".join(text.split())
    kept = "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    signs = [grapheme[:MOST_MARKS] for grapheme in iter_graphemes(kept)]
    return "".join(signs[:longest]).strip()
