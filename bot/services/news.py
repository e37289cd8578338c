"""What nobody asked for is gathered: somebody hears once of what others did many times."""

from dataclasses import replace

from bot.services.ports import OutboxMessage, Unit
from flows.teams.calendar import next_allowed
from flows.teams.records import Member, Team

GATHERING = 5.0
"""Seconds for which a message waits that nobody asked for: what happens meanwhile goes with it."""
APART = 900.0
"""Seconds between two such messages about the same subject."""


def unasked(unit: Unit, letter: OutboxMessage, now: float) -> OutboxMessage:
    """The letter, with the time from which it may go."""
    last = unit.last_attempt(letter.user_id, letter.kind, letter.subject)
    after_last = 0.0 if last is None or last > now else last + APART
    return replace(letter, not_before=_by_day(unit, letter, max(now + GATHERING, after_last)))


def _by_day(unit: Unit, letter: OutboxMessage, moment: float) -> float:
    """Not in the evening, at night or on a free day of a team's member; others hear at once."""
    team = next(iter(unit.find(Team, id=letter.team)), None) if letter.team is not None else None
    if team is None:
        return moment
    members = unit.find(Member, team_id=team.id, user_id=letter.user_id)
    return next_allowed(moment, members[0].zone, team.country) if members else moment
