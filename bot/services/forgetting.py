"""Forgetting somebody, also where they lead a team: nothing of them stays, and no team is left alone."""

import hmac
from collections.abc import Callable, Mapping
from math import inf

import orjson

from bot.services.audit import note_deeds
from bot.services.news import unasked
from bot.services.ports import OutboxMessage, Unit
from bot.services.ports.audit import AuditLine, By, Deed
from bot.services.redrawing import Redrawing, looking_at
from bot.services.team_lookup import StoredCrew, find_crew
from flows.handlers.leaving import pass_on_lead
from flows.teams.changes import Drop
from flows.teams.records import Part, Review, Role, Round, Week
from flows.teams.shares import withdraw


def sealed_by(key: bytes) -> Callable[[int], str]:
    """What is remembered of who was forgotten: without the key nobody finds whose it is."""
    return lambda user_id: hmac.digest(key, str(user_id).encode(), "sha256").hex()


class Forgetting:
    """Forgets people. `seal`: what is remembered of each, so that no backup brings them back."""

    def __init__(self, redrawing: Redrawing, seal: Callable[[int], str]) -> None:
        self._redrawing = redrawing
        self._seal = seal

    def forget(self, unit: Unit, user_id: int, now: float, by: By = By.PERSON) -> None:
        """Delete everything of a person at once, also what others see of them, and what was published with
        their answers. A team they led goes to whoever is there longest, who is told; a team without anybody
        goes with them.
        """
        _forget(unit, self._redrawing, user_id, now, by)
        unit.note_forgotten(self._seal(user_id), now)
        unit.note_deed(AuditLine(now, by, Deed.FORGOTTEN))

    def forget_again(self, unit: Unit, seals: Mapping[str, float], now: float) -> int:
        """Forget who was forgotten after they were stored, as the seals say; how many they were. Who came
        again after that is somebody new.
        """
        for seal, at in seals.items():
            unit.note_forgotten(seal, at)
        people = unit.people().items()
        back = [user_id for user_id, since in people if since <= seals.get(self._seal(user_id), -inf)]
        for user_id in back:
            _forget(unit, self._redrawing, user_id, now, By.BOT)
        return len(back)


def _forget(unit: Unit, redrawing: Redrawing, user_id: int, now: float, by: By) -> None:
    mine = unit.find(Part, user_id=user_id)
    onlookers: set[int] = set()
    for team_id in sorted({*(part.team_id for part in mine), *(team.id for team in unit.teams_of(user_id))}):
        if unit.lock_team(team_id) is None:
            continue
        onlookers |= looking_at(unit, team_id)
        _withdraw(unit, team_id, [part for part in mine if part.team_id == team_id])
        crew = find_crew(unit, team_id, user_id)
        if crew is not None:
            _leave(unit, crew, now, by)
    unit.forget(user_id)
    redrawing.redraw(unit, onlookers - {user_id})


def _withdraw(unit: Unit, team_id: int, mine: list[Part]) -> None:
    parts = [part for one in mine for part in unit.find(Part, team_id=team_id, of=one.of)]
    weeks, rounds = unit.find(Week, team_id=team_id), unit.find(Round, team_id=team_id)
    unit.apply(withdraw(parts, weeks, rounds, unit.find(Review, team_id=team_id)))


def _leave(unit: Unit, crew: StoredCrew, now: float, by: By) -> None:
    others = [member for member in crew.members if member != crew.me]
    if not others:
        unit.apply((Drop(crew.team),))
        unit.note_deed(AuditLine(now, by, Deed.TEAM_DELETED))  # whose number goes with them
    elif crew.me.role is Role.LEAD:
        heir = others[0]
        changes = (Drop(crew.me), *pass_on_lead(heir, crew.reviews))
        unit.apply(changes)
        note_deeds(unit, changes, None, now, by)
        payload = orjson.dumps({"hint": "you_lead", "values": {"team": crew.team.name}}).decode()
        letter = OutboxMessage(heir.user_id, "told", payload, f"{crew.team.id}:standing", team=crew.team.id)
        unit.enqueue(unasked(unit, letter, now), now)
