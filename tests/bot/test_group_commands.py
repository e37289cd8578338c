"""What people type in a group, where advice has no place."""

import pytest

from flows.teams.records import Group, Team
from tests.bot.chats import Json
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import GROUP, in_group, lead_of, records

ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def said(house: House) -> list[str]:
    return [call["text"] for call in house.wire.calls_of("sendMessage") if call["chat_id"] == GROUP]


def membership(person: Person, status: str, **more: object) -> Json:
    update = person.raw_membership(status)
    update["my_chat_member"]["chat"] = {"id": GROUP, "type": "supergroup"}
    update["my_chat_member"]["new_chat_member"] |= more
    return update


@pytest.mark.threat("S11", "S12")
async def test_commands_in_a_group_are_answered_once_a_minute(invite: Invite, house: House) -> None:
    for person in (invite(), invite()):
        await person.post(
            *(in_group(person, text=text) for text in ("/help", "/help@vierstap_bot", "/start"))
        )
    assert len(said(house)) == 1
    await house.later(70)
    await person.post(in_group(person, text="/HELP@Vierstap_Bot now"))
    assert len(said(house)) == 2


async def test_a_command_that_comes_again_is_not_answered_again(anna: Person, house: House) -> None:
    command = in_group(anna, text="/help")
    await anna.post(command)
    await house.later(70)
    await house.desk.take_in(command)
    await house.at_rest()
    assert len(said(house)) == 1


async def test_what_is_for_another_bot_is_not_for_us(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    (team,) = await records(house, Team)
    for text in (f"/start@other_bot g_{team.id}", "/help@other_bot", "/weather", "/", "hello /help"):
        await lead.post(in_group(lead, text=text))
    assert said(house) == []
    (still,) = await records(house, Team)
    assert still.group_id is None


async def test_other_bots_are_not_answered(anna: Person, house: House) -> None:
    update = in_group(anna, text="/help@vierstap_bot")
    update["message"]["from"] = {"id": 5, "is_bot": True, "first_name": "Bot"}
    await anna.post(update)
    assert said(house) == []


@pytest.mark.threat("S12")
async def test_a_lead_who_links_in_the_name_of_the_group_is_told_why_not(
    invite: Invite, house: House
) -> None:
    lead = await lead_of(invite)
    (team,) = await records(house, Team)
    update = in_group(lead, text=f"/start@vierstap_bot g_{team.id}", sender_chat={"id": GROUP})
    update["message"]["from"] = ANONYMOUS
    await lead.post(update)
    assert len(said(house)) == 1
    assert "group_anonymous" not in said(house)[0]
    await lead.post(in_group(lead, text=f"/start@vierstap_bot g_{team.id}"))
    (linked,) = await records(house, Team)
    assert linked.group_id == GROUP
    assert len(said(house)) == 2


async def test_a_language_that_is_none_stops_nothing(anna: Person, house: House) -> None:
    odd: object
    for odd in (7, ["nl"], {}, True):
        await house.later(70)
        update = in_group(anna, text="/help")
        update["message"]["from"] = {**update["message"]["from"], "language_code": odd}
        await anna.post(update)
    assert len(said(house)) == 4


async def test_who_is_restricted_but_may_write_is_there(anna: Person, house: House) -> None:
    await anna.post(membership(anna, "restricted", is_member=True, can_send_messages=True))
    assert [group.chat_id for group in await records(house, Group)] == [GROUP]
    await anna.post(membership(anna, "a status of later"))
    assert len(await records(house, Group)) == 1
    await anna.post(membership(anna, "restricted", is_member=True, can_send_messages=False))
    assert await records(house, Group) == []


async def test_whatever_is_no_text_is_answered_and_what_telegram_says_is_not(
    anna: Person, house: House
) -> None:
    await anna.send("/start")
    for kind in ("photo", "paid_media", "checklist", "game", "live_photo", "giveaway", "a_kind_of_later"):
        before = len(house.wire.calls_of("sendMessage"))
        await anna.post(anna.raw_message(**{kind: {}}))
        assert len(house.wire.calls_of("sendMessage")) == before + 1
    for kind in ("pinned_message", "message_auto_delete_timer_changed", "gift"):
        before = len(house.wire.calls)
        await anna.post(anna.raw_message(**{kind: {}}))
        assert not [name for name, _ in house.wire.calls[before:] if name != "getUpdates"]
