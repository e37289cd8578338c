"""When and by whom something is done, as `flows` asks for it."""

import secrets
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.services.ports import StoredConversation, Unit
from bot.services.team_lookup import StoredTeams
from flows.state.result import TurnContext

DAY = 86_400.0
QUARTER = 900.0
HOME = ZoneInfo("Europe/Amsterdam")
FRESH_BITS = 45
"""Few enough for a button's 64 bytes, and enough that no two teams meet."""


def context_of(unit: Unit, row: StoredConversation, name: str, now: float) -> TurnContext:
    """This moment of somebody's conversation; `name`: their first name, where that is known."""
    return TurnContext(
        today=_day(now // QUARTER),
        days_away=(now - row.active_at) / DAY,
        now=now,
        person=row.user_id,
        name=name,
        language=row.language,
        fresh=secrets.randbits(FRESH_BITS),
        teams=StoredTeams(unit, row.user_id),
    )


@lru_cache(maxsize=2)
def _day(quarters: float) -> str:
    """The date where our people live, as ISO text: it begins at a full quarter, as everywhere."""
    return datetime.fromtimestamp(quarters * QUARTER, HOME).date().isoformat()
