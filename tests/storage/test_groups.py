"""Groups of Telegram and the teams they belong to."""

from dataclasses import replace

import pytest

from bot.services.ports import Storage, Unstorable
from flows.teams.records import Group, Team
from tests.flows.teams.sample import TEAM, team
from tests.storage.people import NOON
from tests.storage.teams import GROUP, put


async def migrate(storage: Storage) -> None:
    await storage.run(lambda unit: unit.migrate_group(GROUP, GROUP - 1))


async def known(storage: Storage) -> list[Group]:
    return await storage.run(lambda unit: unit.find(Group))


async def groups_of_teams(storage: Storage) -> list[tuple[int, int | None]]:
    found_teams = await storage.run(lambda unit: unit.find(Team))
    return [(one.id, one.group_id) for one in found_teams]


async def test_a_group_that_becomes_a_supergroup_keeps_its_team(storage: Storage) -> None:
    await put(storage, team(group_id=GROUP), Group(GROUP, NOON, TEAM))
    for _ in range(2):
        await migrate(storage)
        assert await known(storage) == [Group(GROUP - 1, NOON, TEAM)]
        assert await groups_of_teams(storage) == [(TEAM, GROUP - 1)]


async def test_a_supergroup_that_was_known_before_its_history_is_one_group(storage: Storage) -> None:
    await put(storage, team(group_id=GROUP), Group(GROUP, NOON, TEAM), Group(GROUP - 1, NOON + 5))
    await migrate(storage)
    assert await known(storage) == [Group(GROUP - 1, NOON, TEAM)]
    assert await groups_of_teams(storage) == [(TEAM, GROUP - 1)]


async def test_a_supergroup_that_another_team_linked_meanwhile_stays_theirs(storage: Storage) -> None:
    theirs = replace(team(group_id=GROUP - 1), id=TEAM + 1)
    await put(storage, team(group_id=GROUP), theirs, Group(GROUP, NOON, TEAM))
    await put(storage, Group(GROUP - 1, NOON, theirs.id))
    await migrate(storage)
    assert await known(storage) == [Group(GROUP - 1, NOON, theirs.id)]
    assert await groups_of_teams(storage) == [(TEAM, None), (theirs.id, GROUP - 1)]


async def test_a_supergroup_whose_former_number_we_never_knew_stays_known(storage: Storage) -> None:
    await put(storage, Group(GROUP - 1, NOON))
    await migrate(storage)
    assert await known(storage) == [Group(GROUP - 1, NOON)]


async def test_groups_that_no_team_is_linked_to_are_left_when_their_time_came(storage: Storage) -> None:
    left_behind, new, unlinked = Group(GROUP - 1, NOON, TEAM), Group(GROUP - 2, NOON + 1), Group(-5, NOON)
    await put(storage, team(group_id=GROUP), Group(GROUP, NOON, TEAM), left_behind, new, unlinked)
    to_leave = await storage.run(lambda unit: unit.groups_to_leave(NOON + 1))
    assert to_leave == [left_behind, unlinked]


async def test_a_group_belongs_to_one_team_at_most(storage: Storage) -> None:
    await put(storage, team(group_id=GROUP))
    with pytest.raises(Unstorable):
        await put(storage, replace(team(group_id=GROUP), id=TEAM + 1))
