"""Teams as they are stored: everything comes back, wrong states are refused, nothing outlives its owner."""

from bot.services.ports import Storage
from bot.storage.team_tables import TABLES
from flows.teams.changes import Cancel
from flows.teams.model import (
    Appointment,
    CheckIn,
    Group,
    Member,
    Record,
    Role,
    Round,
)
from tests.flows.teams.sample import PERIODS, TEAM, said
from tests.storage.people import NOON
from tests.storage.teams import GROUP, LEAD, MATE, apply, make_team, of_person, put


async def found(storage: Storage, kind: type[Record], **where: object) -> list[Record]:
    return await storage.run(lambda unit: list(unit.find(kind, **where)))


async def everything(storage: Storage) -> list[Record]:
    return [record for kind in TABLES for record in await found(storage, kind)]


async def test_every_record_comes_back_as_it_was_put(storage: Storage) -> None:
    put_in = await make_team(storage)
    came_back = await everything(storage)
    assert {type(record) for record in came_back} == set(TABLES)
    assert sorted(map(repr, came_back)) == sorted(map(repr, put_in))
    assert all(record in put_in for record in came_back)


async def test_records_are_found_by_any_of_their_fields_in_the_order_of_their_keys(storage: Storage) -> None:
    await make_team(storage)
    late, early = said(LEAD, 3, period=PERIODS[2]), said(MATE, 5, period=PERIODS[0])
    await put(storage, late, early)
    by_key = [record for record in await found(storage, CheckIn, team_id=TEAM) if isinstance(record, CheckIn)]
    assert [(one.user_id, one.period) for one in by_key] == [
        (MATE, PERIODS[0]),
        *((LEAD, period) for period in PERIODS[:3]),
    ]
    assert await found(storage, Member, role=Role.LEAD) == [of_person(LEAD)[0]]
    assert await found(storage, CheckIn, confidence=5, period=PERIODS[0]) == [early]
    assert await found(storage, CheckIn, team_id=TEAM + 1) == []


async def test_what_a_field_does_not_have_can_be_asked_for(storage: Storage) -> None:
    await make_team(storage)
    unlinked = Group(GROUP - 1, NOON)
    await put(storage, unlinked)
    assert await found(storage, Group, team_id=None) == [unlinked]
    assert await found(storage, Round, team_id=TEAM, closed_on=None) == [Round(TEAM, 2, PERIODS[2])]


async def test_appointments_of_the_team_itself_are_found_and_cancelled_by_nought(storage: Storage) -> None:
    await make_team(storage)
    of_itself = Appointment("week", TEAM, 0, PERIODS[0], NOON)
    assert await found(storage, Appointment, user_id=0) == [of_itself]
    await apply(storage, Cancel(TEAM, user_id=0))
    assert await found(storage, Appointment) == [Appointment("checkin", TEAM, LEAD, PERIODS[2], NOON)]
