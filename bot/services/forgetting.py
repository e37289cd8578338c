"""Forgetting somebody, also where they lead a team: nothing of them stays, and no team is left alone."""

import orjson

from bot.services.ports import Letter, Unit
from bot.services.redrawing import Redrawing, naming
from flows.teams.changes import Drop
from flows.teams.leaving import pass_on
from flows.teams.model import Member, Review, Role, Team


def forget(unit: Unit, redrawing: Redrawing, user_id: int, now: float) -> None:
    """Delete everything of a person at once, also their name on screens of others. A team they led goes to
    whoever is there longest, who is told; a team without anybody goes with them.
    """
    onlookers: set[int] = set()
    for team in sorted(unit.teams_of(user_id), key=lambda team: team.id):
        unit.lock_team(team.id)
        onlookers |= naming(unit, team.id)
        _leave(unit, team, user_id, now)
    unit.forget(user_id)
    redrawing.redraw(unit, onlookers - {user_id})


def _leave(unit: Unit, team: Team, user_id: int, now: float) -> None:
    members = sorted(unit.find(Member, team_id=team.id), key=lambda m: (m.joined_at, m.user_id))
    me = next(member for member in members if member.user_id == user_id)
    others = [member for member in members if member != me]
    if not others:
        unit.apply((Drop(team),))
    elif me.role is Role.LEAD:
        heir = others[0]
        unit.apply((Drop(me), *pass_on(heir, unit.find(Review, team_id=team.id))))
        payload = orjson.dumps({"hint": "you_lead", "values": {"team": team.name}}).decode()
        unit.enqueue(Letter(heir.user_id, "told", payload), now)
