"""Telegram's published limits: one message a second to a chat, twenty a minute to a group, thirty in all."""

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.channels.sandbox.errors import too_many

BURST = 20
"""Messages that a chat takes at once before the second counts: short bursts are let through."""
GROUP, MINUTE = 20, 60.0
OVERALL = 30


@dataclass(slots=True)
class Limits:
    """How much was sent lately, by the real clock."""

    enforced: bool = True
    _chats: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _all: deque[float] = field(default_factory=deque)

    def spend(self, chat_id: int) -> None:
        """One more message to a chat.

        Raises:
            Refused: that is more than Telegram allows.
        """
        if not self.enforced:
            return
        now = time.monotonic()
        sent, most, within = (
            self._chats[chat_id],
            (GROUP if chat_id < 0 else BURST),
            (MINUTE if chat_id < 0 else BURST),
        )
        _forget(sent, now - within)
        _forget(self._all, now - 1.0)
        if len(sent) >= most:
            raise too_many(math.ceil(sent[0] + within - now))
        if len(self._all) >= OVERALL:
            raise too_many(1)
        sent.append(now)
        self._all.append(now)


def _forget(sent: deque[float], before: float) -> None:
    while sent and sent[0] < before:
        sent.popleft()
