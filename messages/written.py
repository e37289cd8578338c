"""What people wrote, in messages of ours: nothing in it may become a link, a mention or a command there."""

import re

JOINER = "\u2060"
"""A word joiner: nobody sees it, and to Telegram the word ends there."""
SIGNS = re.compile(r"(?<=[@#$/.:\uff20\uff03\u3002\uff0e\uff61])(?=\S)")
"""What Telegram looks for: mentions, tags, commands, addresses of every kind, moments of a film; also
in their full width."""
NUMBERS = re.compile(r"[0-9](?:[ ()+.-]*[0-9]){5,}")
"""What may be a number of a telephone or a card."""
IN_NUMBERS = re.compile(r"(?<=[0-9])(?=[ ()+.-]*[0-9])")


def unlinked(text: str) -> str:
    """The text, looking as it did, with nothing to tap on."""
    return NUMBERS.sub(lambda found: IN_NUMBERS.sub(JOINER, found[0]), SIGNS.sub(JOINER, text))


def as_written(text: str) -> str:
    """The inverse of `unlinked`: the text without joiners."""
    return text.replace(JOINER, "")
