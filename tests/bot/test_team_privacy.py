"""What is of one person in a team: nobody else sees or changes it, and forgetting takes it along."""

import orjson
import pytest

from flows.teams.records import CheckIn, Member, Role, Team
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.teams import MONDAY_9, at, check_in, lead_of, records, team_of


@pytest.mark.promise("G13")
async def test_forgetting_leaves_nothing_and_hands_the_lead_over(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await at(house, MONDAY_9 + 60)
    await check_in(anna, 7, "none")
    await anna.send("/vergeet")
    await anna.tap("forget_all")
    (left,) = await records(house, Member)
    assert (left.user_id, left.role) == (ben.id, Role.LEAD)
    assert await records(house, CheckIn) == []
    await house.later(20)
    assert "trekker" in ben.newest.text


async def test_who_inherits_the_lead_does_not_see_what_the_last_one_answered(invite: Invite) -> None:
    anna, ben = await team_of(invite, 2)
    await anna.send("/team")
    await anna.tap("review")
    assert anna.sees("✅")
    await anna.send("/vergeet")
    await anna.tap("forget_all")
    await ben.send("/team")
    await ben.tap("review")
    assert ben.sees("Evaluatie")
    assert not ben.sees("✅")
    assert not ben.sees("▫️")


async def test_the_export_holds_what_was_said_in_teams(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    await check_in(anna, 7, "means")
    await anna.send("/export")
    document = orjson.loads(next(m.file for m in anna.chat if m.file[:1] == b"{"))
    assert {record["what"] for record in document["teams"]} >= {"Member", "CheckIn", "Contribution"}
    assert next(r for r in document["teams"] if r["what"] == "CheckIn")["barrier"] == "means"


async def test_the_last_one_out_deletes_the_team(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await anna.send("/vergeet")
    await anna.tap("forget_all")
    assert await records(house, Team) == []


@pytest.mark.threat("S5")
async def test_nobody_looks_into_or_changes_a_team_that_is_not_theirs(invite: Invite, house: House) -> None:
    await team_of(invite, 1)
    (team,) = await records(house, Team)
    stranger = await lead_of(invite)
    for forged in (
        f"team:{team.id}",
        f"remind_of:{team.id}:off",
        f"act:{team.id}:1:done",
        f"checkin_now:{team.id}",
    ):
        await stranger.post(stranger.raw_callback(f"0:{forged.format(team.id)}", stranger.screen.id))
        assert not stranger.sees("Plan: ")
    (same,) = [found for found in await records(house, Team) if found.id == team.id]
    assert same == team


@pytest.mark.threat("S3", "S5")
@pytest.mark.parametrize("forged", ["delete_team", "leave", "give:1:700000001", "move_up", "forget_all"])
async def test_below_a_reminder_only_harmless_things_can_be_done(
    invite: Invite, house: House, forged: str
) -> None:
    (anna,) = await team_of(invite, 1)
    before = await records(house, Team)
    await anna.post(anna.raw_callback(f"0:{forged}", anna.screen.id))
    assert await records(house, Team) == before
