"""What nobody asked for is gathered: somebody hears once of what others did many times."""

from dataclasses import replace

from bot.services.ports import OutboxMessage, Unit

GATHERING = 5.0
"""Seconds for which a message waits that nobody asked for: what happens meanwhile goes with it."""
APART = 900.0
"""Seconds between two such messages about the same subject."""


def unasked(unit: Unit, letter: OutboxMessage, now: float) -> OutboxMessage:
    """The letter, with the time from which it may go."""
    last = unit.last_attempt(letter.user_id, letter.kind, letter.subject)
    after_last = 0.0 if last is None or last > now else last + APART
    return replace(letter, not_before=max(now + GATHERING, after_last))
