"""Telegram's published limits: one message a second to a chat, twenty a minute to a group, thirty in all."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.errors import too_many

BURST = 10
"""Messages that a chat takes at once before the second counts: short bursts are let through."""
GROUP, MINUTE = 20, 60.0
OVERALL = 30


@dataclass(slots=True)
class Allowance:
    """What a chat still takes: it grows by one a second, up to a burst."""

    left: float = BURST
    at: float = 0.0

    def grow(self, now: float) -> None:
        self.left, self.at = min(BURST, self.left + now - self.at), now


@dataclass(slots=True)
class Limits:
    """How much was sent lately, by a clock that nobody moves."""

    clock: Callable[[], float]
    _chats: dict[int, Allowance] = field(default_factory=lambda: defaultdict(Allowance))
    _groups: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _all: deque[float] = field(default_factory=deque)

    def spend(self, chat_id: int) -> None:
        """One more message to a chat.

        Raises:
            Refused: that is more than Telegram allows; it says how many seconds to wait.
        """
        now = self.clock()
        chat, group = self._chats[chat_id], self._groups[chat_id]
        chat.grow(now)
        _forget(group, now - MINUTE)
        _forget(self._all, now - 1.0)
        if chat_id < 0 and len(group) >= GROUP:
            raise too_many(_seconds(group[0] + MINUTE - now))
        if chat.left < 1 or len(self._all) >= OVERALL:
            raise too_many(1)
        chat.left -= 1
        self._all.append(now)
        if chat_id < 0:
            group.append(now)


def _seconds(wait: float) -> int:
    return max(1, math.ceil(wait))


def _forget(sent: deque[float], before: float) -> None:
    while sent and sent[0] <= before:
        sent.popleft()
