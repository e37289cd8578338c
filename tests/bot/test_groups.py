"""A team's group on Telegram."""

import pytest

from flows.teams.model import Team
from tests.bot.conftest import Invite
from tests.bot.faults import Fault, refusal
from tests.bot.house import House
from tests.bot.teams import GROUP, MONDAY_9, WEEK, at, check_in, in_group, records, team_of


async def test_a_group_is_linked_by_the_lead_alone_and_gets_the_picture(invite: Invite, house: House) -> None:
    people = await team_of(invite, 5)
    (team,) = await records(house, Team)
    for person in (people[1], people[0]):
        await person.post(in_group(person, text=f"/start@vierstap_bot g_{team.id}"))
    said = [call["text"] for call in house.wire.calls_of("sendMessage") if call["chat_id"] == GROUP]
    assert "Alleen de trekker" in said[0]
    assert "nooit iemands antwoorden" in said[1]
    await at(house, MONDAY_9 + 60)
    for person in people:
        await check_in(person, 8, "none")
    await at(house, MONDAY_9 + WEEK + 60)
    (picture,) = [call for call in house.wire.calls_of("sendPhoto") if int(call["chat_id"]) == GROUP]
    assert "groen" in picture["caption"]


async def test_a_group_that_nobody_links_is_left(invite: Invite, house: House) -> None:
    anna = invite("nl", "Anna")
    await anna.post(anna.raw_added(GROUP))
    await house.later(300)
    assert house.wire.calls_of("leaveChat") == []
    await house.later(400)
    assert [call["chat_id"] for call in house.wire.calls_of("leaveChat")] == [GROUP]


@pytest.mark.parametrize(
    "fault",
    [
        refusal(403, "Forbidden: bot was kicked from the group chat"),
        refusal(400, "Bad Request: not enough rights to send photos to the chat"),
    ],
)
async def test_a_group_in_which_we_may_not_write_is_given_up_and_the_lead_told(
    invite: Invite, house: House, fault: Fault
) -> None:
    people = await team_of(invite, 3)
    (team,) = await records(house, Team)
    await people[0].post(in_group(people[0], text=f"/start@vierstap_bot g_{team.id}"))
    await at(house, MONDAY_9 + 60)
    for person in people:
        await check_in(person, 8, "none")
    house.wire.fail("sendPhoto", fault)
    await at(house, MONDAY_9 + WEEK + 60)
    await house.later(20)
    assert any("kan ik niets meer plaatsen" in message.text for message in people[0].chat)
    (left,) = await records(house, Team)
    assert left.group_id is None
    assert people[1].sees("1 van 3")
