"""Everything anybody can do, tried by who leads another team: nothing of it is seen or changed (S5)."""

from collections.abc import AsyncIterator, Sequence
from itertools import product

import pytest

from bot.assembly import Rooms
from bot.services import pace, turns
from bot.services.ports import Unit
from bot.services.presenter import RenderedScreen
from bot.services.turns import Incoming, Tap
from flows.handlers.questionnaire import HANDLERS
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


async def tries(stranger: Somebody, hall: Hall, action: str, version: int) -> None:
    tap = Tap(f"{version}:{action}", stranger.screen.id)
    await hall.services.reception.receive(Incoming(stranger.id, tap, name="Vreemde"))
    await hall.services.delivery.settled()


@pytest.mark.threat("S5", "S3")
@pytest.mark.parametrize("guarded", [True, False], ids=["as it is", "as if all was offered"])
async def test_nobody_reaches_another_team_by_anything_there_is_to_do(
    hall: Hall, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once as it is, and once with the defence taken out that only what was offered counts."""
    lead, mate = await team_called(hall, ["Annabel", "Benedikt"], "Kanariehuis")
    (team,) = await hall.storage.run(lambda unit: unit.find(Team))
    await hall.at(MONDAY_9 + 60)
    (stranger,) = await team_called(hall, ["Vreemde"], "Elders", 800_000_001)
    before = await everything_of(hall, team.id)
    seen = len(lead.chat), len(mate.chat)
    if not guarded:
        monkeypatch.setattr(RenderedScreen, "offers", lambda _screen, _action: True)
        monkeypatch.setattr(turns, "was_offered", lambda _action, _context: True)
    monkeypatch.setattr(pace, "AT_ONCE", 100_000)  # they have all the time there is
    first = (str(team.id), str(lead.id), str(mate.id))
    arguments = ("", *first, *(f"{team.id}:{more}" for more in ("1", "1:done", "off", "member", lead.id)))
    for name, argument in product(sorted(set(HANDLERS) - ENDS), arguments):
        action = f"{name}:{argument}".removesuffix(":")
        for version in (0, stranger.screen.version):
            await tries(stranger, hall, action, version)
    assert await everything_of(hall, team.id) == before
    assert (len(lead.chat), len(mate.chat)) == seen
    written = "\n".join(shown.text for shown in stranger.chat)
    assert [canary for canary in CANARIES if canary in written] == []
