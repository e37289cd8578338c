"""Nobody is kept for ever: after a year without a word comes a warning, and a month later all is gone."""

import orjson

from bot.services.forgetting import Forgetting
from bot.services.news import unasked
from bot.services.ports import OutboxMessage, Unit
from bot.services.ports.audit import By
from flows.state.session import read_session

DAY = 86_400.0
KEEP = 365 * DAY
"""Seconds without activity after which somebody is warned ..."""
NOTICE = 30 * DAY
"""... and after which, from the warning on, they are forgotten."""
AT_ONCE = 100


def away(unit: Unit, now: float, after: float) -> tuple[list[int], float]:
    """The next of those who were away for a year; `after`: when the last one looked at was made. And where to
    go on, 0 once everybody was looked at.
    """
    return unit.inactive(now - KEEP, after, AT_ONCE)


def retire(unit: Unit, forgetting: Forgetting, user_id: int, now: float) -> None:
    """Warn somebody who was away for a year, or forget who was warned long enough ago."""
    row = unit.load(user_id)
    if row is None or row.active_at > now - KEEP:
        return
    session = read_session(row.session)
    if session.warned_at is None or session.warned_at < row.active_at:
        row.session = session.having(warned_at=now).model_dump_json()
        unit.save(row)
        payload = orjson.dumps({"hint": "retention", "values": {}}).decode()
        unit.enqueue(unasked(unit, OutboxMessage(user_id, "told", payload, "retention"), now), now)
    elif session.warned_at <= now - NOTICE:
        forgetting.forget(unit, user_id, now, By.BOT)
