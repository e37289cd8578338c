"""Everything anybody can do, tried by who leads another team: nothing of it is seen or changed (S5)."""

from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import product

import pytest

from bot.assembly import Rooms
from bot.services import pace, team_lookup, turns
from bot.services.ports import Unit
from bot.services.presenter import RenderedScreen
from bot.services.turns import Incoming, Tap
from flows.handlers.questionnaire import HANDLERS
from flows.handlers.team import TEAM_HANDLERS
from flows.teams.records import (
    CheckIn,
    Contribution,
    Group,
    Guest,
    Invitation,
    Member,
    Ownership,
    Part,
    PlanAction,
    Record,
    Review,
    Round,
    Team,
    Week,
)
from tests.bot.hall import Guest as Somebody
from tests.bot.hall import Hall, open_hall
from tests.bot.hall_teams import team_called
from tests.bot.house import Clock
from tests.bot.teams import MONDAY_9

KINDS: Sequence[type[Record]] = (
    Team, Member, PlanAction, Ownership, CheckIn, Week, Round, Contribution, Review, Invitation, Guest, Part,
    Group,
)  # fmt: skip
CANARIES = ("Kanariehuis", "Annabel", "Benedikt")
ENDS = {"forget_all"}
"""Ends what is one's own, and with it the walk."""


@pytest.fixture
async def hall(url: str, rooms: Rooms, clock: Clock) -> AsyncIterator[Hall]:
    async with open_hall(url, rooms, clock) as hall:
        yield hall


async def everything_of(hall: Hall, team: int) -> object:
    def look(unit: Unit) -> list[object]:
        found = [record for kind in KINDS[1:] for record in unit.find(kind, team_id=team)]
        return [*(one for one in unit.find(Team) if one.id == team), *found]

    return await hall.storage.run(look)


class Attempt:
    """A team that a stranger tries to reach, who leads another one."""

    def __init__(self, hall: Hall, team: int, stranger: Somebody, others: Sequence[Somebody]) -> None:
        self._hall = hall
        self._team = team
        self._stranger = stranger
        self._others = others

    async def found(self, monkeypatch: pytest.MonkeyPatch) -> set[str]:
        """What was seen of it or changed in it, by all there is to do."""
        shown: list[str] = []
        show = self._hall.memory._show

        def note(user_id: int, number: int, message: RenderedScreen, version: int, file: bytes = b"") -> int:
            if user_id == self._stranger.id:
                shown.append(message.text)
            return show(user_id, number, message, version, file)

        monkeypatch.setattr(self._hall.memory, "_show", note)
        monkeypatch.setattr(pace, "AT_ONCE", 100_000)  # they have all the time there is
        before, told = await everything_of(self._hall, self._team), self._told()
        for action in self._all_there_is_to_do():
            for version in (0, self._stranger.screen.version):
                await self._tap(action, version)
        changed = await everything_of(self._hall, self._team) != before or self._told() != told
        seen = {canary for canary in CANARIES for text in shown if canary in text}
        return seen | ({"changed"} if changed else set())

    def _told(self) -> list[int]:
        return [len(other.chat) for other in self._others]

    def _all_there_is_to_do(self) -> Iterator[str]:
        team = str(self._team)
        names = sorted({*HANDLERS, *TEAM_HANDLERS} - ENDS)
        ids = (team, *(str(other.id) for other in self._others))
        more = ("1", "1:done", "off", "members", ids[1])
        for name, argument in product(names, ("", *ids, *(f"{team}:{one}" for one in more))):
            yield f"{name}:{argument}".removesuffix(":")

    async def _tap(self, action: str, version: int) -> None:
        tap = Tap(f"{version}:{action}", self._stranger.screen.id)
        await self._hall.services.reception.receive(Incoming(self._stranger.id, tap, name="Vreemde"))
        await self._hall.services.delivery.settled()


@pytest.fixture
async def attempt(hall: Hall) -> Attempt:
    people = await team_called(hall, ["Annabel", "Benedikt"], "Kanariehuis")
    (team,) = await hall.storage.run(lambda unit: unit.find(Team))
    await hall.at(MONDAY_9 + 60)
    (stranger,) = await team_called(hall, ["Vreemde"], "Elders", 800_000_001)
    return Attempt(hall, team.id, stranger, people)


def offer_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defence is taken out that only what was offered counts."""
    monkeypatch.setattr(RenderedScreen, "offers", lambda _screen, _action: True)
    monkeypatch.setattr(turns, "was_offered", lambda _action, _context: True)


@pytest.mark.threat("S5", "S3")
async def test_nobody_reaches_another_team_by_anything_there_is_to_do(
    attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await attempt.found(monkeypatch) == set()


@pytest.mark.threat("S5")
async def test_nor_where_all_of_it_counts_as_offered(
    attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_everything(monkeypatch)
    assert await attempt.found(monkeypatch) == set()


async def test_where_nobody_asks_who_is_in_a_team_it_is_reached(
    attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With both defences taken out: so this would be found."""

    def of_anybody(unit: Unit, team_id: int, _user_id: int) -> team_lookup.StoredCrew | None:
        team, members = unit.lock_team(team_id), unit.find(Member, team_id=team_id)
        return team_lookup.StoredCrew(unit, team, members[0]) if team and members else None

    offer_everything(monkeypatch)
    monkeypatch.setattr(team_lookup, "find_crew", of_anybody)
    assert await attempt.found(monkeypatch) >= {"changed", "Kanariehuis"}
