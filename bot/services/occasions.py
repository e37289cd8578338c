"""When and by whom something is done, as `flows` asks for it."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services.crews import Book
from bot.services.ports import Conversation, Unit
from flows.move import Occasion

DAY = 86_400.0
HOME = ZoneInfo("Europe/Amsterdam")
FRESH_BITS = 45
"""Few enough for a button's 64 bytes, and enough that no two teams meet."""


def occasion_of(unit: Unit, row: Conversation, name: str, now: float) -> Occasion:
    """This moment of somebody's conversation; `name`: their first name, where that is known."""
    return Occasion(
        today=_day(now),
        days_away=(now - row.active_at) / DAY,
        now=now,
        person=row.user_id,
        name=name,
        language=row.language,
        fresh=secrets.randbits(FRESH_BITS),
        teams=Book(unit, row.user_id),
    )


def _day(now: float) -> str:
    """The date where our people live, as ISO text."""
    return datetime.fromtimestamp(now, HOME).date().isoformat()
