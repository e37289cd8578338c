"""Who is in which team, what is theirs, and what goes with them."""

import asyncio
from dataclasses import replace
from operator import methodcaller
from threading import Event

import pytest

from bot.services.ports import Counts, Overtaken, Storage, Unit, Unstorable
from bot.storage.engines import transaction
from bot.storage.schema import metadata
from flows.teams.changes import Drop, Edit
from flows.teams.records import (
    Appointment,
    CheckIn,
    Contribution,
    Group,
    Invitation,
    Member,
    Ownership,
    PlanAction,
    Role,
    State,
    Team,
    Week,
)
from tests.flows.teams.sample import PERIODS, TEAM, action, member, said, team
from tests.storage.people import NOON, add, conversation
from tests.storage.teams import GROUP, LEAD, MATE, apply, make_team, of_person, of_team, put


def rows(database_url: str) -> list[str]:
    """Every row of every table."""
    with transaction(database_url) as connection:
        return [
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(table.select())
        ]


@pytest.mark.promise("G13")
async def test_forgetting_takes_everything_of_a_person_from_their_teams(
    storage: Storage, database_url: str
) -> None:
    await make_team(storage)
    await put(storage, said(MATE, 5))
    await storage.run(lambda unit: unit.forget(LEAD))
    left = rows(database_url)
    assert not [row for row in left if str(LEAD) in row or "Zoë" in row or "stil" in row]
    assert len([row for row in left if str(MATE) in row]) == 3
    assert await storage.run(lambda unit: unit.find(Team)) == [of_team()[0]]


async def test_everything_stored_of_a_person_tells_of_their_teams(storage: Storage) -> None:
    await make_team(storage)
    stored = await storage.run(lambda unit: unit.stored(LEAD))
    assert set(map(repr, stored.records)) == set(map(repr, of_person(LEAD)))
    assert (await storage.run(lambda unit: unit.stored(MATE))).records == (member(MATE),)


async def test_a_team_that_is_dropped_leaves_only_its_people_and_an_unlinked_group(
    storage: Storage, database_url: str
) -> None:
    await make_team(storage)
    await apply(storage, Drop(team()))
    assert await storage.run(lambda unit: unit.find(Group)) == [Group(GROUP, NOON)]
    assert len(rows(database_url)) == len((LEAD, MATE, GROUP))


async def test_who_is_dropped_from_a_team_takes_along_what_they_said_and_owned(storage: Storage) -> None:
    await make_team(storage)
    await apply(storage, Drop(member(LEAD)))
    for kind in (CheckIn, Contribution, Ownership):
        assert await storage.run(methodcaller("find", kind)) == []
    assert len(await storage.run(lambda unit: unit.find(PlanAction))) == 2


async def test_what_is_edited_takes_the_place_of_what_was_there(storage: Storage) -> None:
    await make_team(storage)
    corrected, owned = replace(said(LEAD, 9, "time", PERIODS[0]), note="luid"), Ownership(TEAM, 1, LEAD)
    await apply(
        storage,
        Edit(of_person(LEAD)[2], corrected),
        Edit(owned, replace(owned, user_id=MATE)),
        Edit(team(group_id=GROUP), replace(team(), name="Team ②")),
    )
    assert await storage.run(lambda unit: unit.checkins_of(TEAM, LEAD, 9)) == [of_person(LEAD)[3], corrected]
    assert await storage.run(lambda unit: unit.find(Ownership)) == [Ownership(TEAM, 1, MATE)]
    assert await storage.run(lambda unit: unit.lock_team(TEAM)) == replace(team(), name="Team ②")
    assert len(await storage.run(lambda unit: unit.find(Member))) == 2


async def test_what_differs_is_changed_and_nothing_else(storage: Storage) -> None:
    await make_team(storage)
    read = member(MATE)
    await apply(storage, Edit(read, replace(read, name="Mo")))
    await apply(storage, Edit(read, replace(read, zone="Europe/London")), Edit(read, read))
    changed = replace(read, name="Mo", zone="Europe/London")
    assert await storage.run(lambda unit: unit.find(Member, user_id=MATE)) == [changed]


async def test_what_is_gone_stays_gone_and_the_move_is_told(storage: Storage, database_url: str) -> None:
    await make_team(storage)
    await apply(storage, Drop(member(MATE)), Drop(Invitation(TEAM, "a hash", 0, 0)))
    before = rows(database_url)
    for gone in (
        Edit(member(MATE), replace(member(MATE), name="Mo")),
        Edit(Invitation(TEAM, "a hash", 0, 5), Invitation(TEAM, "a hash", 0, 4)),
        Edit(team(), replace(team(), id=TEAM + 1, name="Webcare")),
    ):
        with pytest.raises(Overtaken):
            await apply(storage, Edit(action(2), replace(action(2), state=State.DONE)), gone)
    assert rows(database_url) == before


async def test_what_is_there_is_never_overwritten_by_what_is_new(storage: Storage, database_url: str) -> None:
    everything = await make_team(storage)
    before = rows(database_url)
    for record in everything:
        if isinstance(record, Appointment):
            await put(storage, record)
            continue
        with pytest.raises(Overtaken):
            await put(storage, record)
    with pytest.raises(Overtaken):
        await add(storage, conversation(LEAD, session="new"))
    assert rows(database_url) == before


async def test_what_a_drop_does_not_find_is_no_harm(storage: Storage) -> None:
    everything = await make_team(storage)
    await apply(storage, Drop(action(9)), Drop(Invitation(TEAM + 1, "", 0.0, 0)), Drop(said(MATE, 1)))
    assert len(await storage.run(lambda unit: unit.stored(LEAD).records)) == 8
    assert await storage.run(lambda unit: unit.find(PlanAction)) == [
        record for record in everything if isinstance(record, PlanAction)
    ]


async def test_changes_are_made_in_their_order_and_all_or_none(storage: Storage) -> None:
    await make_team(storage)
    heir = replace(member(MATE), role=Role.LEAD)
    with pytest.raises(Unstorable):
        await apply(storage, Drop(action(2)), Edit(member(MATE), heir), Drop(of_person(LEAD)[0]))
    assert len(await storage.run(lambda unit: unit.find(PlanAction))) == 2
    await apply(storage, Drop(of_person(LEAD)[0]), Edit(member(MATE), heir))
    assert await storage.run(lambda unit: unit.find(Member)) == [heir]


async def test_teams_of_somebody_are_theirs_as_they_joined(storage: Storage) -> None:
    await add(storage, conversation(LEAD), conversation(MATE))
    for number, joined_at in ((1, 30.0), (2, 10.0), (3, 20.0)):
        one = replace(team(), id=number)
        await put(storage, one, replace(member(LEAD), team_id=number, joined_at=joined_at))
    await put(storage, replace(member(MATE), team_id=3))
    teams = await storage.run(lambda unit: unit.teams_of(LEAD))
    assert [one.id for one in teams] == [2, 3, 1]
    assert [one.id for one in await storage.run(lambda unit: unit.teams_of(MATE))] == [3]


async def test_weeks_and_check_ins_come_newest_first_and_no_more_than_asked(storage: Storage) -> None:
    await add(storage, conversation(LEAD), conversation(MATE))
    checkins = [said(LEAD, 5, period=period) for period in PERIODS]
    weeks = [Week(TEAM, period, 0) for period in PERIODS]
    await put(storage, team(), member(LEAD), member(MATE), said(MATE, 1), *checkins, *weeks)
    assert await storage.run(lambda unit: unit.weeks_of(TEAM, 3)) == weeks[:-4:-1]
    assert await storage.run(lambda unit: unit.checkins_of(TEAM, LEAD, 3)) == checkins[:-4:-1]
    assert await storage.run(lambda unit: unit.checkins_of(TEAM, MATE, 3)) == [said(MATE, 1)]


async def test_a_team_that_one_process_locks_another_waits_for(
    storage: Storage, other_storage: Storage
) -> None:
    await put(storage, team())
    locked, go_on = Event(), Event()

    def rename(unit: Unit) -> None:
        mine = unit.lock_team(TEAM)
        assert mine
        locked.set()
        go_on.wait()
        unit.apply((Edit(mine, replace(mine, name="renamed")),))

    renaming = asyncio.create_task(storage.run(rename))
    await asyncio.to_thread(locked.wait)
    elsewhere = asyncio.create_task(other_storage.run(lambda unit: unit.lock_team(TEAM)))
    await asyncio.wait([elsewhere], timeout=0.2)
    waited = not elsewhere.done()
    go_on.set()
    await renaming
    assert waited
    assert await elsewhere == replace(team(), name="renamed")


async def test_a_team_that_is_not_there_is_none(storage: Storage) -> None:
    assert await storage.run(lambda unit: unit.lock_team(TEAM)) is None
    assert await storage.run(lambda unit: unit.teams_of(LEAD)) == []


async def test_teams_are_counted(storage: Storage) -> None:
    assert await storage.run(lambda unit: unit.counts(NOON)) == Counts()
    await make_team(storage)
    late = Appointment("week", TEAM, 0, PERIODS[1], NOON + 1)
    await put(storage, late)
    counts = await storage.run(lambda unit: unit.counts(NOON))
    assert (counts.teams, counts.members, counts.appointments_due) == (1, 2, 2)


async def test_who_was_not_here_for_long_is_found_by_when_they_came(storage: Storage) -> None:
    away = [conversation(n, created_at=NOON - 90 + n, active_at=NOON - 50) for n in (3, 1, 2)]
    back = conversation(4, created_at=NOON - 90, active_at=NOON)
    new = conversation(5, created_at=NOON - 10, active_at=NOON - 10)
    await add(storage, *away, back, new)
    found, further = await storage.run(lambda unit: unit.inactive(NOON - 20, 0.0, 2))
    assert (found, further) == ([1, 2], NOON - 88)
    assert await storage.run(lambda unit: unit.inactive(NOON - 20, further, 2)) == ([3], 0.0)


async def test_looking_for_who_is_away_reads_a_part_of_those_who_are_not(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.conversations.LOOKED_AT_ONCE", 2)
    here = [conversation(n, created_at=NOON - 90 + n, active_at=NOON) for n in range(1, 6)]
    await add(storage, *here, conversation(6, created_at=NOON - 80, active_at=NOON - 50))
    looks, after = [], 0.0
    for _ in range(3):
        found, after = await storage.run(methodcaller("inactive", NOON - 20, after, 9))
        looks.append((found, after))
    assert looks == [([], NOON - 87), ([6], NOON - 80), ([], 0.0)]


@pytest.mark.fault(16)
async def test_who_blocked_us_is_sent_nothing_until_they_return(storage: Storage) -> None:
    await add(storage, conversation(LEAD))
    await storage.run(lambda unit: unit.mark_unreachable(LEAD))
    assert await storage.run(lambda unit: unit.load(LEAD)) == conversation(LEAD, reachable=False)
