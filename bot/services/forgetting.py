"""Forgetting somebody, also where they lead a team: nothing of them stays, and no team is left alone."""

import orjson

from bot.services.ports import Letter, Unit
from flows.teams.changes import Drop
from flows.teams.joining import pass_on
from flows.teams.model import Member, Review, Role


def forget(unit: Unit, user_id: int, now: float) -> None:
    """Delete everything of a person at once. A team they led goes to whoever is there longest, who is told;
    a team without anybody goes with them.
    """
    for team in sorted(unit.teams_of(user_id), key=lambda team: team.id):
        unit.lock_team(team.id)
        _leave(unit, team.id, team.name, user_id, now)
    unit.forget(user_id)


def _leave(unit: Unit, team_id: int, team: str, user_id: int, now: float) -> None:
    members = sorted(unit.find(Member, team_id=team_id), key=lambda m: (m.joined_at, m.user_id))
    me = next(member for member in members if member.user_id == user_id)
    others = [member for member in members if member != me]
    if not others:
        unit.apply(Drop(found) for found in [*unit.teams_of(user_id)] if found.id == team_id)
    elif me.role is Role.LEAD:
        heir = others[0]
        unit.apply((Drop(me), *pass_on(heir, unit.find(Review, team_id=team_id))))
        payload = orjson.dumps({"hint": "you_lead", "values": {"team": team}}).decode()
        unit.enqueue(Letter(heir.user_id, "told", payload), now)
