"""Teams as they are stored: everything comes back, wrong states are refused, nothing outlives its owner."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from bot.services.ports import Storage, StorageError, Unit, Unstorable
from bot.services.team_lookup import find_crew
from bot.storage.engines import transaction
from bot.storage.teams import SHAPES
from flows.teams.changes import Cancel, Drop, Edit, Put
from flows.teams.records import (
    Appointment,
    CheckIn,
    Contribution,
    Group,
    Invitation,
    Light,
    Member,
    Ownership,
    Record,
    Reminding,
    Review,
    Role,
    Round,
    State,
    Week,
)
from tests.flows.teams.sample import PERIODS, TEAM, action, member, said, team
from tests.storage.people import NOON, add, conversation
from tests.storage.teams import GROUP, LEAD, MATE, apply, make_team, of_person, put

STRANGER, NOBODY = 5, 6


async def found(storage: Storage, kind: type[Record], **where: object) -> list[Record]:
    return await storage.run(lambda unit: list(unit.find(kind, **where)))


async def everything(storage: Storage) -> list[Record]:
    return [record for kind in SHAPES for record in await found(storage, kind)]


async def test_every_record_comes_back_as_it_was_put(storage: Storage) -> None:
    put_in = await make_team(storage)
    came_back = await everything(storage)
    assert {type(record) for record in came_back} == set(SHAPES)
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


WRONG: Mapping[str, Record] = {
    "a check-in at the weekend": team(weekday=6),
    "a check-in at night": team(hour=7),
    "a fifth step": team(step=5),
    "a second lead": member(MATE, Role.LEAD),
    "a pause without end": replace(member(MATE), reminding=Reminding.PAUSED),
    "half a routine": replace(member(MATE), cue="na de lunch"),
    "an action numbered nought": action(0),
    "an action of no team": replace(action(1), team_id=TEAM + 1),
    "an owner of no action": Ownership(TEAM, 3, LEAD),
    "an owner who is no member": Ownership(TEAM, 1, STRANGER),
    "a member nobody knows": member(NOBODY),
    "confidence above ten": said(MATE, 11),
    "confidence below one": said(MATE, 0),
    "a check-in on action and routine": replace(said(MATE, 5), number=1, state=State.DONE),
    "a check-in on nothing": replace(said(MATE, 5), done=None),
    "a state of no action": replace(said(MATE, 5), done=None, state=State.DONE),
    "no note that is shared": replace(said(MATE, 5), shared=True),
    "a check-in of who is no member": said(STRANGER, 5),
    "a contribution of who is no member": Contribution(TEAM, 1, STRANGER, {}),
    "a contribution to no round": Contribution(TEAM, 3, MATE, {}),
    "progress above all": Week(TEAM, PERIODS[2], 101),
    "a light of no confidence": Week(TEAM, PERIODS[2], 0, told=True, light=Light.RED),
    "a confidence without a light": Week(TEAM, PERIODS[2], 0, told=True, confidence=Light.RED),
    "something told that is not marked": Week(TEAM, PERIODS[2], 0, barrier="time"),
    "a second open round": Round(TEAM, 3, PERIODS[2]),
    "a step from two": Round(TEAM, 3, PERIODS[2], PERIODS[2], 2, {}, "mixed", 2),
    "a step of an open round": Round(TEAM, 2, PERIODS[2], None, 5, {}, "mixed", 2),
    "a step without a lane": Round(TEAM, 3, PERIODS[2], PERIODS[2], 5, {}, None, 2),
    "a review of no step": Review(TEAM, PERIODS[2], 0, (), moved=False),
    "an invitation used too often": Invitation(TEAM, "a hash", NOON, -1),
    "an appointment of nobody known": Appointment("checkin", TEAM, NOBODY, PERIODS[2], NOON),
    "a group of no team": Group(GROUP, NOON, TEAM + 1),
}
"""What must never be stored beside `make_team`."""


@pytest.mark.parametrize("record", WRONG.values(), ids=WRONG.keys())
async def test_a_wrong_state_cannot_be_stored(storage: Storage, record: Record) -> None:
    await make_team(storage)
    await add(storage, conversation(STRANGER))
    before = await everything(storage)
    with pytest.raises(Unstorable):
        await apply(storage, Drop(record), Put(record))
    assert await everything(storage) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE members SET role = 'boss'",
        "UPDATE members SET reminding = 'often'",
        "UPDATE plan_actions SET state = 'paused'",
        "UPDATE checkins SET state = 'paused', number = 1, done = NULL",
        "UPDATE weeks SET light = 'blue', confidence = 'red', told = true",
    ],
)
async def test_a_word_that_the_code_does_not_know_cannot_be_stored(
    storage: Storage, database_url: str, statement: str
) -> None:
    await make_team(storage)
    with pytest.raises(StorageError, match="known_"), transaction(database_url) as connection:
        connection.execute(text(statement))


@pytest.mark.threat("S6")
async def test_an_invitation_is_known_by_its_own_token(storage: Storage) -> None:
    await put(storage, team(), replace(team(), id=TEAM + 1), Invitation(TEAM, "a hash", NOON, 1))
    with pytest.raises(Unstorable):
        await put(storage, Invitation(TEAM + 1, "a hash", NOON, 1))


async def test_the_lead_is_handed_over_in_one_go(storage: Storage) -> None:
    await make_team(storage)
    mate, lead = await storage.run(lambda unit: unit.find(Member, team_id=TEAM))
    no_lead, heir = replace(lead, role=Role.MEMBER), replace(mate, role=Role.LEAD)
    await apply(storage, Edit(lead, no_lead), Edit(mate, heir))
    assert await found(storage, Member, role=Role.LEAD) == [replace(mate, role=Role.LEAD)]


async def test_what_was_told_a_year_ago_is_still_compared_with(storage: Storage) -> None:
    """Told anew of the same people, it would tell what the one said who left meanwhile (G12)."""
    await make_team(storage)
    days = [date(2035, 1, 1) + timedelta(weeks=number) for number in range(60)]
    await put(storage, *(Week(TEAM, day.isoformat(), 0, told=day == days[0]) for day in days))

    def told(unit: Unit) -> list[str]:
        crew = find_crew(unit, TEAM, LEAD)
        assert crew is not None
        return [week.period for week in crew.weeks if week.told]

    assert "2035-01-01" in await storage.run(told)
