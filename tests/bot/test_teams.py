"""A team forms around an advice, agrees on a plan, and checks in."""

from typing import Any

import orjson
import pytest

from bot.services.ports import Letter
from bot.services.team_letters import TeamLetterWriter
from flows.teams.changes import Drop
from flows.teams.model import CheckIn, Invitation, Member, Role, Team, Week
from tests.bot.answers import FULL
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person

HOUR, DAY, WEEK = 3_600, 86_400, 7 * 86_400
MONDAY_9 = 1_790_578_800
"""The first Monday morning after a test begins, 09:00 in Amsterdam: 28 September 2026."""


async def at(house: House, moment: float) -> None:
    """It is this late now, and all that is due is done."""
    house.clock.now = moment
    while await house.services.housekeeping.tick():
        house.clock.now += 1
    await house.at_rest()


async def lead_of(invite: Invite, language: str = "nl") -> Person:
    """Somebody with a full advice and a team of one."""
    lead = invite(language, "Anna")
    await lead.send("/diagnose")
    await lead.answer(*FULL)
    await lead.send("/team")
    await lead.tap("team_new")
    await lead.send("Webcare <Zwolle>")
    await lead.tap("team_make:NL")
    return lead


def link_in(lead: Person) -> str:
    """The token in the newest invitation."""
    text = next(message.text for message in reversed(lead.chat) if "start=t_" in message.text)
    return text.partition("start=")[2].split()[0]


async def join(invite: Invite, lead: Person, name: str, language: str = "nl") -> Person:
    member = invite(language, name)
    await member.send(f"/start {link_in(lead)}")
    await member.tap("join")
    return member


async def test_a_team_forms_agrees_and_checks_in(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    assert lead.can("agree")
    await lead.tap("agree")
    await lead.tap("invite")
    ben = await join(invite, lead, "Ben", "en")
    await house.later(20)
    assert "Ben" in lead.newest.text
    await ben.send("I get my coffee")
    await ben.send("I answer one question")
    assert ben.sees("when I get my coffee, then I answer one question")
    house.clock.now += WEEK
    await ben.send("/checkin")
    await ben.answer("once_or_twice", "8", "old_habits")
    assert ben.sees("confidence 8 of 10")


async def test_the_check_in_opens_on_monday_and_takes_three_taps(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("agree")
    await at(house, MONDAY_9 - 60)
    chat = len(lead.chat)
    await at(house, MONDAY_9 + 60)
    assert len(lead.chat) == chat + 1
    await lead.tap("Drie keer of vaker")
    await lead.tap(":7")
    await lead.tap(":means")
    assert lead.sees("vertrouwen 7 van 10")
    assert lead.sees("maandag 5 oktober om 09:00")
    assert len(lead.chat) == chat + 1


async def team_of(invite: Invite, size: int) -> list[Person]:
    """A team with an agreed plan."""
    lead = await lead_of(invite)
    await lead.tap("invite")
    people = [lead, *[await join(invite, lead, f"Member {number}") for number in range(2, size + 1)]]
    await lead.send("/plan")
    await lead.tap("agree")
    return people


async def check_in(person: Person, confidence: int, hindrance: str) -> None:
    await person.tap("Drie keer of vaker")
    await person.answer(str(confidence), hindrance)


async def records(house: House, kind: type) -> list[object]:
    return list(await house.storage.run(lambda unit: unit.find(kind)))


async def test_a_week_of_five_becomes_a_picture_that_all_may_see(invite: Invite, house: House) -> None:
    people = await team_of(invite, 5)
    await at(house, MONDAY_9 + 60)
    barriers = ("means", "means", "skills", "none", "none")
    for person, confidence, barrier in zip(people, (8, 6, 7, 9, 5), barriers, strict=True):
        await check_in(person, confidence, barrier)
    (week,) = await records(house, Week)
    assert isinstance(week, Week)
    assert (week.median, week.answered, week.members) == (7, 5, 5)
    await people[1].send("/team")
    await people[1].tap("picture")
    assert "vertrouwen 7 van 10" in people[1].pictures[-1].text


async def test_who_answered_is_not_reminded_and_who_did_not_is_once(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await at(house, MONDAY_9 + 60)
    await check_in(anna, 7, "none")
    seen = (len(anna.chat), len(ben.chat))
    await at(house, MONDAY_9 + DAY + 60)
    assert (len(anna.chat), len(ben.chat)) == (seen[0], seen[1] + 1)
    await at(house, MONDAY_9 + 2 * DAY + 60)
    assert len(ben.chat) == seen[1] + 1


async def test_a_question_that_is_open_stays_while_a_check_in_opens(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await anna.send("/opnieuw")
    await anna.tap("new:full")
    assert anna.question == "strategy"
    await at(house, MONDAY_9 + 60)
    assert anna.can("Nu inchecken")
    assert not any("check:" in data for _, data in anna.newest.buttons)
    await anna.tap("Nu inchecken")
    assert anna.question == "routine"
    await anna.answer("none", "5", "none")
    await anna.tap("resume")
    assert anna.question == "strategy"


async def test_not_now_asks_again_on_the_next_working_day(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    await anna.tap("Niet nu")
    seen = len(anna.chat)
    await at(house, MONDAY_9 + DAY - 60)
    assert len(anna.chat) == seen
    await at(house, MONDAY_9 + DAY + 60)
    assert len(anna.chat) == seen + 1


async def test_stop_is_stop(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    await anna.tap("Stop herinneringen")
    seen = len(anna.chat)
    for week in (1, 2):
        await at(house, MONDAY_9 + week * WEEK + 60)
    assert len(anna.chat) == seen


async def test_a_reminder_that_is_hours_late_is_skipped_and_the_next_one_comes(
    invite: Invite, house: House
) -> None:
    (anna,) = await team_of(invite, 1)
    seen = len(anna.chat)
    await at(house, MONDAY_9 + 3 * HOUR)
    assert len(anna.chat) == seen
    await at(house, MONDAY_9 + WEEK + 60)
    assert len(anna.chat) == seen + 1


async def test_a_check_in_can_be_corrected_until_the_next_opens(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    await check_in(anna, 7, "none")
    await anna.tap("Verbeteren")
    await anna.answer("none", "3", "means")
    (said,) = await records(house, CheckIn)
    assert isinstance(said, CheckIn)
    assert (said.confidence, said.barrier, said.done) == (3, "means", "none")


async def test_forgetting_leaves_nothing_and_hands_the_lead_over(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await at(house, MONDAY_9 + 60)
    await check_in(anna, 7, "none")
    await anna.send("/vergeet")
    await anna.tap("forget_all")
    (left,) = await records(house, Member)
    assert isinstance(left, Member)
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


async def test_an_invitation_is_stored_as_a_hash_and_ends(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    token = link_in(lead)
    (kept,) = await records(house, Invitation)
    assert isinstance(kept, Invitation)
    assert token.removeprefix("t_") not in kept.token_hash
    house.clock.now += 73 * HOUR
    late = invite("nl", "Late")
    await late.send(f"/start {token}")
    assert late.sees("verlopen")
    assert not late.can("join")


async def test_a_revoked_or_guessed_invitation_lets_nobody_in(invite: Invite) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    token = link_in(lead)
    await lead.tap("revoke")
    assert not lead.can("revoke")
    guesser = invite("nl", "Guess")
    await guesser.send(f"/start {token}")
    assert guesser.sees("ken ik niet")
    for number in range(20):
        await guesser.send(f"/start t_{number:022}")
    assert guesser.sees("te veel uitnodigingen")


async def test_an_invitation_that_is_revoked_before_it_is_written_is_not_sent(
    invite: Invite, house: House
) -> None:
    lead = await lead_of(invite)
    writer = TeamLetterWriter.write

    async def revoked_meanwhile(self: TeamLetterWriter, letter: Letter, payload: dict[str, Any]) -> object:
        (standing,) = await house.storage.run(lambda unit: unit.find(Invitation))
        await house.storage.run(lambda unit: unit.apply((Drop(standing),)))
        return await writer(self, letter, payload)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TeamLetterWriter, "write", revoked_meanwhile)
        await lead.send("/uitnodigen")
    assert not any("start=t_" in message.text for message in lead.chat)
    assert await records(house, Invitation) == []


async def test_nobody_looks_into_or_changes_a_team_that_is_not_theirs(invite: Invite, house: House) -> None:
    await team_of(invite, 1)
    (team,) = await records(house, Team)
    assert isinstance(team, Team)
    stranger = await lead_of(invite)
    for forged in (
        f"team:{team.id}",
        f"remind_of:{team.id}:off",
        f"act:{team.id}:1:done",
        f"checkin_now:{team.id}",
    ):
        await stranger.post(stranger.raw_callback(f"0:{forged.format(team.id)}", stranger.screen.id))
        assert not stranger.sees("Plan: ")
    (same,) = [found for found in await records(house, Team) if getattr(found, "id", None) == team.id]
    assert same == team


@pytest.mark.parametrize("forged", ["delete_team", "leave", "give:1:700000001", "move_up", "forget_all"])
async def test_below_a_reminder_only_harmless_things_can_be_done(
    invite: Invite, house: House, forged: str
) -> None:
    (anna,) = await team_of(invite, 1)
    before = await records(house, Team)
    await anna.post(anna.raw_callback(f"0:{forged}", anna.screen.id))
    assert await records(house, Team) == before


async def test_only_the_lead_changes_the_plan(invite: Invite) -> None:
    anna, ben = await team_of(invite, 2)
    await ben.send("/plan")
    await ben.tap("plan_action:1")
    assert not ben.can("drop:1")
    await ben.tap("Ik neem deze")
    await ben.tap("state:1:done")
    await anna.send("/plan")
    assert anna.sees("Member 2")
    assert anna.sees("Klaar")


async def test_a_group_is_linked_by_the_lead_alone_and_gets_the_picture(invite: Invite, house: House) -> None:
    people = await team_of(invite, 3)
    (team,) = await records(house, Team)
    assert isinstance(team, Team)
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
    assert "3 van 3" in picture["caption"]


async def test_a_group_that_nobody_links_is_left(invite: Invite, house: House) -> None:
    anna = invite("nl", "Anna")
    change = {
        "chat": {"id": GROUP, "type": "group"},
        "from": anna._user,
        "new_chat_member": {"status": "member"},
    }
    await anna.post({"update_id": house.wire.new_update_id(), "my_chat_member": change})
    await house.later(300)
    assert house.wire.calls_of("leaveChat") == []
    await house.later(400)
    assert [call["chat_id"] for call in house.wire.calls_of("leaveChat")] == [GROUP]


GROUP = -4_000_001


def in_group(person: Person, **content: object) -> dict[str, object]:
    update = person.raw_message(**content)
    update["message"]["chat"] = {"id": GROUP, "type": "group", "title": "Team"}
    return update
