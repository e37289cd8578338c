"""Every call and update, as JSON lines."""

from collections import deque

import orjson

MOST = 20_000
"""Lines that are kept."""


class Transcript:
    """What was said between the bot and Telegram, in order."""

    def __init__(self) -> None:
        self._lines: deque[bytes] = deque(maxlen=MOST)

    def note(self, what: str, document: dict[str, object]) -> None:
        self._lines.append(orjson.dumps({"what": what, **document}))

    def page(self) -> bytes:
        """All of it as JSON lines."""
        return b"\n".join(self._lines) + b"\n"
