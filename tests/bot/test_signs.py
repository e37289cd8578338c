"""Sounds, effects, reactions and signs that something is coming: only where they help."""

from flows.teams.records import CheckIn, PlanAction
from tests.bot.conftest import Invite
from tests.bot.faults import Fault, Refused
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import MONDAY_9, at, check_in, lead_of, records, team_of

DONE = "state:1:done"


async def test_a_note_gets_a_reaction_and_no_reply(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("agree")
    await at(house, MONDAY_9 + 60)
    await check_in(lead, 7, "means")
    await lead.tap("note")
    newest = lead.newest.id
    written = lead.raw_message(text="Veel vragen over levertijd")
    await lead.post(written)
    (reaction,) = house.wire.calls_of("setMessageReaction")
    assert reaction["message_id"] == written["message"]["message_id"]
    assert lead.newest.id == newest
    assert lead.sees("Veel vragen over levertijd")
    (said,) = await records(house, CheckIn)
    assert said.note == "Veel vragen over levertijd"


async def test_an_action_that_is_done_is_celebrated_below_and_only_then(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("agree")
    await lead.send("/plan")
    await lead.tap("plan_action:1")
    await lead.tap("state:1:on_track")
    assert not [sent for sent in house.wire.calls_of("sendMessage") if "message_effect_id" in sent]
    before = lead.screen.id
    await lead.tap(DONE)
    assert "message_effect_id" in house.wire.calls_of("sendMessage")[-1]
    assert lead.screen.id > before
    assert all(message.id != before for message in lead.chat)
    await lead.tap("state:1:on_track")
    (action, *_) = sorted(await records(house, PlanAction), key=lambda one: one.number)
    assert action.state == "on_track"


async def test_an_effect_that_is_no_more_keeps_nothing_back(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("agree")
    await lead.send("/plan")
    await lead.tap("plan_action:1")
    house.wire.fail("sendMessage", Fault(refusal=Refused(400, "Bad Request: EFFECT_ID_INVALID")))
    await lead.tap(DONE)
    assert "message_effect_id" not in house.wire.calls_of("sendMessage")[-1]
    assert lead.sees("Klaar")


async def test_a_reminder_makes_a_sound_and_a_picture_none(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("agree")
    house.wire.calls.clear()
    await at(house, MONDAY_9 + 60)
    assert "disable_notification" not in house.wire.calls_of("sendMessage")[-1]
    await lead.send("/team")
    await lead.tap("picture")
    assert house.wire.calls_of("sendPhoto")[-1]["disable_notification"]
    assert house.wire.calls_of("sendChatAction")[-1]["action"] == "upload_photo"


async def test_no_sign_is_needed_for_what_is_coming(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    house.wire.fail("sendChatAction", Fault(refusal=Refused(400, "Bad Request: chat not found")))
    await lead.send("/team")
    await lead.tap("invite")
    assert len([message for message in lead.pictures if "t.me" in message.text]) == 1


def moments(person: Person) -> list[object]:
    return [one for one in person.screen.content["entities"] if "DateTime" in one["type"]["@type"]]


async def test_who_lives_in_another_zone_than_the_team_gets_moments_that_the_phone_tells(
    invite: Invite,
) -> None:
    lead, member = await team_of(invite, 2)
    await member.send("/team")
    assert not moments(member)
    assert member.sees("09:00")
    await member.send("/team")
    await member.tap("team_settings")
    await member.tap("team_zone")
    await member.tap("zone:Europe:London")
    await member.send("/team")
    assert moments(member)
    await lead.send("/team")
    assert not moments(lead), "it would tell that a colleague lives elsewhere"
