"""Forgetting somebody, also where they lead a team: nothing of them stays, and no team is left alone."""

import orjson

from bot.services.crews import StoredCrew, find_crew
from bot.services.news import unasked
from bot.services.ports import Letter, Unit
from bot.services.redrawing import Redrawing, naming
from flows.teams.changes import Drop
from flows.teams.leaving import pass_on
from flows.teams.model import Role


def forget(unit: Unit, redrawing: Redrawing, user_id: int, now: float) -> None:
    """Delete everything of a person at once, also their name on screens of others. A team they led goes to
    whoever is there longest, who is told; a team without anybody goes with them.
    """
    onlookers: set[int] = set()
    for team_id in sorted(team.id for team in unit.teams_of(user_id)):
        crew = find_crew(unit, team_id, user_id)
        if crew is not None:
            onlookers |= naming(unit, team_id)
            _leave(unit, crew, now)
    unit.forget(user_id)
    redrawing.redraw(unit, onlookers - {user_id})


def _leave(unit: Unit, crew: StoredCrew, now: float) -> None:
    others = [member for member in crew.members if member != crew.me]
    if not others:
        unit.apply((Drop(crew.team),))
    elif crew.me.role is Role.LEAD:
        heir = others[0]
        unit.apply((Drop(crew.me), *pass_on(heir, crew.reviews)))
        payload = orjson.dumps({"hint": "you_lead", "values": {"team": crew.team.name}}).decode()
        letter = Letter(heir.user_id, "told", payload, f"{crew.team.id}:standing")
        unit.enqueue(unasked(unit, letter, now), now)
