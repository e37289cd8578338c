"""The sandbox's clock: the system's, moved forward by whoever looks at the page."""

import asyncio
import mmap
import struct
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Amsterdam")
STEP = 1_800.0
"""Seconds by which it is moved at once: a bot sends nothing that is two hours late."""
PATIENCE = 1.0
"""Real seconds that each step waits for the bot, which may be down."""
LOOK = 0.005
MONDAY_AT = 9


class MovableClock:
    """Shared with the bot by a file of two numbers: how far the clock was moved, and how far the bot is."""

    NUMBER = struct.Struct("<d")

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(bytes(2 * self.NUMBER.size))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), 2 * self.NUMBER.size)
        self._offset = 0.0
        self.moving = False

    def __call__(self) -> float:
        return time.time() + self._offset

    async def advance(self, seconds: float) -> None:
        """Move forward in steps, each once the bot has done what was due before it."""
        self.moving, follows = True, True
        try:
            while seconds > 0:
                step = min(STEP, seconds)
                seconds -= step
                self._offset += step
                self.NUMBER.pack_into(self._shared, 0, self._offset)
                # A bot that did not follow once is down: it is waited for no more.
                follows = follows and await self._bot_follows(self())
        finally:
            self.moving = False

    async def _bot_follows(self, moment: float) -> bool:
        until = time.monotonic() + PATIENCE
        while self._ticked() < moment:
            if time.monotonic() > until:
                return False
            await asyncio.sleep(LOOK)
        return True

    def _ticked(self) -> float:
        ticked: float = self.NUMBER.unpack_from(self._shared, self.NUMBER.size)[0]
        return ticked

    def until_monday(self) -> float:
        """Seconds until Monday morning."""
        now = datetime.fromtimestamp(self(), HOME)
        day = now.date() + timedelta(days=(7 - now.weekday()) % 7)
        monday = datetime(day.year, day.month, day.day, MONDAY_AT, tzinfo=HOME)
        if monday <= now:
            monday = datetime.fromtimestamp((monday + timedelta(days=7)).timestamp(), HOME)
        return monday.timestamp() - self()
