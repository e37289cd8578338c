"""A team's group on Telegram."""

import pytest

from flows.teams.calendar import moment_on
from flows.teams.records import Team
from tests.bot.chats import Json
from tests.bot.conftest import Invite
from tests.bot.faults import (
    BARE_PAUSE,
    BROKEN_SERVER,
    CUT_AFTER,
    CUT_BEFORE,
    GATEWAY,
    Fault,
    Refused,
    refusal,
    too_many,
)
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import GROUP, MONDAY_9, WEEK, at, check_in, in_group, link_in, records, team_of


@pytest.mark.threat("S12")
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


async def test_everybody_else_hears_once_that_there_is_a_group(invite: Invite, house: House) -> None:
    lead, *others = await team_of(invite, 3)
    (team,) = await records(house, Team)
    await at(house, MONDAY_9 + 60)
    for _ in range(2):
        await lead.post(in_group(lead, text=f"/start@vierstap_bot g_{team.id}"))
        await house.later(90)
    heard = [sum("heeft nu een groep" in message.text for message in one.chat) for one in (lead, *others)]
    assert heard == [0, 1, 1]


async def test_who_is_invited_is_told_of_the_group_before_they_join(invite: Invite, house: House) -> None:
    (lead,) = await team_of(invite, 1)
    token = link_in(lead)
    early, late = invite("nl", "Early"), invite("nl", "Late")
    await early.send(f"/start {token}")
    (team,) = await records(house, Team)
    await lead.post(in_group(lead, text=f"/start@vierstap_bot g_{team.id}"))
    await late.send(f"/start {token}")
    for guest in (early, late):
        assert "groep" in guest.screen.text
    assert early.screen.text != late.screen.text


@pytest.mark.threat("S12")
@pytest.mark.parametrize(
    ("kind", "status"),
    [("group", "member"), ("supergroup", "administrator"), ("channel", "administrator")],
)
async def test_a_group_that_nobody_links_is_left(
    invite: Invite, house: House, kind: str, status: str
) -> None:
    anna = invite("nl", "Anna")
    added = anna.raw_added(GROUP, status)
    added["my_chat_member"]["chat"]["type"] = kind
    await anna.post(added)
    await house.later(300)
    assert house.wire.calls_of("leaveChat") == []
    await house.later(400)
    assert [call["chat_id"] for call in house.wire.calls_of("leaveChat")] == [GROUP]


async def a_week_that_closed(invite: Invite, house: House, *faults: Fault) -> list[Person]:
    """A team of three with a group, whose first picture meets faults."""
    people = await team_of(invite, 3)
    (team,) = await records(house, Team)
    await people[0].post(in_group(people[0], text=f"/start@vierstap_bot g_{team.id}"))
    await at(house, MONDAY_9 + 60)
    for person in people:
        await check_in(person, 8, "none")
    house.wire.fail("sendPhoto", *faults)
    await at(house, MONDAY_9 + WEEK + 60)
    await house.later(20)
    return people


def to_the_group(house: House, method: str) -> list[Json]:
    return [call for call in house.wire.calls_of(method) if int(call["chat_id"]) == GROUP]


@pytest.mark.fault(16)
@pytest.mark.threat("S12")
@pytest.mark.parametrize(
    "fault",
    [
        refusal(403, "Forbidden: bot was kicked from the group chat"),
        refusal(403, "Forbidden: the group chat was deleted"),
        *(
            refusal(400, f"Bad Request: {said}")
            for said in (
                "not enough rights to send photos to the chat",
                "TOPIC_CLOSED",
                "CHAT_RESTRICTED",
                "CHAT_SEND_PHOTOS_FORBIDDEN",
                "group chat was deactivated",
                "A_REASON_OF_LATER",
            )
        ),
    ],
)
async def test_a_group_in_which_we_may_not_write_is_given_up_and_the_lead_told(
    invite: Invite, house: House, fault: Fault
) -> None:
    people = await a_week_that_closed(invite, house, fault)
    told = [message for message in people[0].chat if "kan ik niets meer plaatsen" in message.text]
    assert len(told) == 1
    (left,) = await records(house, Team)
    assert left.group_id is None
    assert len(to_the_group(house, "sendPhoto")) == 1
    assert (await house.counts()).unreachable == 0


@pytest.mark.parametrize("fault", [BROKEN_SERVER, too_many(30), BARE_PAUSE])
async def test_a_picture_that_certainly_did_not_reach_the_group_is_tried_again(
    invite: Invite, house: House, fault: Fault
) -> None:
    await a_week_that_closed(invite, house, fault, fault)
    await house.later(300)
    assert len(house.wire.chats.of(GROUP)) == 2  # that it is linked, and the picture
    assert len(to_the_group(house, "sendPhoto")) == 3


@pytest.mark.parametrize("fault", [CUT_AFTER, GATEWAY])
async def test_a_picture_that_may_have_reached_the_group_is_not_repeated(
    invite: Invite, house: House, fault: Fault
) -> None:
    await a_week_that_closed(invite, house, fault)
    await house.later(300)
    assert len(to_the_group(house, "sendPhoto")) == 1


async def test_a_group_that_became_a_supergroup_gets_its_picture_there(invite: Invite, house: House) -> None:
    moved = Refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=GROUP - 1)
    await a_week_that_closed(invite, house, Fault(moved))
    assert len(house.wire.chats.of(GROUP - 1)) == 1


@pytest.mark.parametrize("fault", [too_many(30), BROKEN_SERVER, BARE_PAUSE])
async def test_a_group_hears_of_a_review_once_however_often_its_lead_is_tried(
    invite: Invite, house: House, fault: Fault
) -> None:
    people = await team_of(invite, 3)
    (team,) = await records(house, Team)
    await people[0].post(in_group(people[0], text=f"/start@vierstap_bot g_{team.id}"))
    due = moment_on(team.review_on, team.hour, team.zone)
    await at(house, due - 60)
    seen = len(people[0].chat)
    house.wire.fail("sendMessage", fault, fault)
    await at(house, due + 10)
    await house.later(300)
    told = [message for message in house.wire.chats.of(GROUP) if "vandaag is de evaluatie" in message.text]
    assert len(told) == 1
    assert len(people[0].chat) > seen


async def test_a_group_that_could_not_be_left_is_left_later(anna: Person, house: House) -> None:
    await anna.post(anna.raw_added(GROUP))
    house.wire.fail("leaveChat", BROKEN_SERVER, CUT_BEFORE, refusal(403, "Forbidden: bot is not a member"))
    await house.later(1_000)
    assert len(house.wire.calls_of("leaveChat")) == 3
