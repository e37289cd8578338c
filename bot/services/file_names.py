"""Names of files that people keep: what it is, whose, and of when."""

import re
from unicodedata import normalize

MOST = 60
"""Letters of each part."""
BETWEEN = re.compile(r"[^\w]+|_+")


def file_name(ending: str, *parts: str) -> str:
    """The parts as one name in any script, with nothing in it that a file system may stumble over."""
    named = (BETWEEN.sub("-", normalize("NFC", part))[:MOST].strip("-") for part in parts)
    return "-".join(filter(None, named)) + f".{ending}"
