"""Invitations and taps that are forged: nobody gets in, looks in, or does what is not theirs to do."""

from dataclasses import replace

import pytest

from flows.teams.changes import Drop, Edit
from flows.teams.records import Appointment, CheckIn, Invitation, Member, PlanAction, Role, Team
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import GROUP, MONDAY_9, at, join, lead_of, link_in, records, team_of

HOUR = 3_600
HUGE = "9" * 40
KINDS = (Team, Member, PlanAction, CheckIn, Invitation)


async def facts(house: House) -> list[object]:
    """Everything that a forged tap could want to change."""
    return [record for kind in KINDS for record in await records(house, kind)]


async def team_in(house: House) -> Team:
    (team,) = await house.storage.run(lambda unit: unit.find(Team))
    return team


async def member_in(house: House, person: Person) -> Member:
    (member,) = await house.storage.run(lambda unit: unit.find(Member, user_id=person.id))
    return member


async def forge(person: Person, data: str) -> None:
    await person.post(person.raw_callback(data, person.screen.id))


def version_of(person: Person) -> str:
    """Of the screen that is current, as every button on it carries."""
    return person.screen.buttons[0][1].partition(":")[0]


@pytest.mark.threat("S6")
@pytest.mark.parametrize("token", ["", "x", "a" * 4_000, "%27 OR 1=1", "\x00", "é😀", "../../etc"])
async def test_a_malformed_invitation_is_unknown(invite: Invite, token: str) -> None:
    await lead_of(invite)
    guest = invite("nl", "Guest")
    await guest.send(f"/start t_{token}")
    assert guest.sees("ken ik niet")
    assert not guest.can("join")


@pytest.mark.threat("S6")
async def test_a_used_up_invitation_lets_nobody_in(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    (invitation,) = await house.storage.run(lambda unit: unit.find(Invitation))
    await house.storage.run(lambda unit: unit.apply((Edit(invitation, replace(invitation, uses_left=1)),)))
    early, late = invite("nl", "Early"), invite("nl", "Late")
    for guest in (early, late):
        await guest.send(f"/start {link_in(lead)}")
    await early.tap("join")
    await late.tap("join")
    assert "verlopen" in (late.toast or "")
    assert len(await records(house, Member)) == 2


@pytest.mark.threat("S6")
async def test_an_invitation_revoked_after_it_was_opened_lets_nobody_in(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    guest = invite("nl", "Guest")
    await guest.send(f"/start {link_in(lead)}")
    await lead.send("/team")
    await lead.tap("team_members")
    await lead.tap("revoke")
    await lead.tap("revoke")
    await guest.tap("join")
    assert len(await records(house, Member)) == 1


async def test_joining_twice_is_joining_once(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    guest = await join(invite, lead, "Guest")
    (before,) = await records(house, Invitation)
    await guest.send(f"/start {link_in(lead)}")
    assert guest.sees("Webcare")
    assert not guest.can("join")
    assert await records(house, Invitation) == [before]


@pytest.mark.threat("S6")
@pytest.mark.promise("G11")
async def test_who_guesses_waits_an_hour_and_nobody_else_does(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.send("/uitnodigen")
    guesser, guest = invite("nl", "Guesser"), invite("nl", "Guest")
    for number in range(20):
        await guesser.send(f"/start t_{number:022}")
    await guesser.send(f"/start {link_in(lead)}")
    assert not guesser.can("join")
    await guest.send(f"/start {link_in(lead)}")
    assert guest.can("join")
    house.clock.now += HOUR
    await guesser.send(f"/start {link_in(lead)}")
    assert guesser.can("join")


FORGED = (
    "team:{team}",
    "act:{team}:1:done",
    "checkin_now:{team}",
    "check:{team}:2026-09-28:three_or_more",
    "later:{team}:checkin:2026-09-28",
    "remind_of:{team}:off",
)


@pytest.mark.parametrize("forged", FORGED)
async def test_below_a_reminder_who_is_no_member_reaches_nothing(
    invite: Invite, house: House, forged: str
) -> None:
    await team_of(invite, 2)
    await at(house, MONDAY_9 + 60)
    stranger = invite("nl", "Stranger")
    await stranger.send("/start")
    before = await facts(house)
    await forge(stranger, f"0:{forged.format(team=(await team_in(house)).id)}")
    assert await facts(house) == before
    assert not stranger.sees("Webcare")


@pytest.mark.threat("S3", "S5")
@pytest.mark.parametrize("forged", FORGED)
async def test_below_an_old_reminder_who_left_reaches_nothing(
    invite: Invite, house: House, forged: str
) -> None:
    _, ben = await team_of(invite, 2)
    await at(house, MONDAY_9 + 60)
    gone = await member_in(house, ben)
    await house.storage.run(lambda unit: unit.apply((Drop(gone),)))
    await ben.send("/start")
    before = await facts(house)
    await forge(ben, f"0:{forged.format(team=(await team_in(house)).id)}")
    assert await facts(house) == before
    assert not ben.sees("Webcare")


@pytest.mark.threat("S3", "S5")
@pytest.mark.parametrize("button", ["plan", "team_members", "team_more", "round"])
async def test_on_the_screen_they_still_have_who_was_removed_reaches_nothing(
    invite: Invite, house: House, button: str
) -> None:
    _, ben = await team_of(invite, 2)
    await ben.send("/team")
    gone = await member_in(house, ben)
    await house.storage.run(lambda unit: unit.apply((Drop(gone),)))
    before = await facts(house)
    await ben.tap(button)
    assert await facts(house) == before
    assert not ben.sees("Webcare")


LEADS_ONLY = ("agree", "invite", "revoke", "delete_team", "remove:700000001", "hand_over:700000002", "review")


@pytest.mark.threat("S3")
@pytest.mark.promise("G4")
@pytest.mark.parametrize("forged", [*LEADS_ONLY, "drop:1", "give:1:700000002", "move_up", "print_brief"])
async def test_a_button_that_was_not_offered_does_nothing(invite: Invite, house: House, forged: str) -> None:
    _, ben = await team_of(invite, 2)
    await ben.send("/team")
    before = await facts(house)
    await forge(ben, f"{version_of(ben)}:{forged}")
    assert await facts(house) == before


@pytest.mark.threat("S3", "S5")
async def test_who_leads_no_more_can_no_longer_use_what_was_offered(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await anna.send("/team")
    await anna.tap("team_members")
    await anna.tap(f"team_member:{ben.id}")
    await anna.tap(f"remove:{ben.id}")
    lead, member = await member_in(house, anna), await member_in(house, ben)
    handed_over = (Edit(lead, replace(lead, role=Role.MEMBER)), Edit(member, replace(member, role=Role.LEAD)))
    await house.storage.run(lambda unit: unit.apply(handed_over))
    before = await facts(house)
    await anna.tap(f"remove:{ben.id}")
    assert await facts(house) == before
    assert "trekker" in (anna.toast or "")


@pytest.mark.threat("S4")
@pytest.mark.parametrize("data", ["0:team:{team}", "0:act:{team}:1:done", "0:remind_of:{team}:off"])
async def test_a_tap_in_a_group_does_nothing_whoever_it_is(invite: Invite, house: House, data: str) -> None:
    anna, _ = await team_of(invite, 2)
    before, calls = await facts(house), len(house.wire.calls_of("sendMessage", "editMessageText"))
    tap = anna.raw_callback(data.format(team=(await team_in(house)).id), anna.screen.id)
    tap["callback_query"]["message"]["chat"] = {"id": GROUP, "type": "group"}
    await anna.post(tap)
    assert await facts(house) == before
    assert len(house.wire.calls_of("sendMessage", "editMessageText")) == calls


@pytest.mark.threat("S3")
@pytest.mark.parametrize(
    "data",
    [f"team:{HUGE}", f"act:{HUGE}:1:done", "team:-1", "team:", "act", "check:x:y:z", "later:1:2:3:4:5"],
)
async def test_below_a_reminder_nonsense_is_no_error(invite: Invite, house: House, data: str) -> None:
    (anna,) = await team_of(invite, 1)
    before = await facts(house)
    await forge(anna, f"0:{data}")
    assert await facts(house) == before
    assert (await house.counts()).parked == 0


async def test_a_group_is_not_linked_to_a_team_that_cannot_be(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    update = anna.raw_message(text=f"/start@vierstap_bot g_{HUGE}")
    update["message"]["chat"] = {"id": GROUP, "type": "group"}
    await anna.post(update)
    assert (await team_in(house)).group_id is None
    assert (await house.counts()).parked == 0


@pytest.mark.parametrize("kind", ["checkin", "n_checkin", "n_stuck", "n_conf_drop", "n_action_due"])
async def test_putting_off_what_was_never_sent_makes_no_appointment(
    invite: Invite, house: House, kind: str
) -> None:
    anna, ben = await team_of(invite, 2)
    team = (await team_in(house)).id
    before = await records(house, Appointment)
    for week in range(1, 5):
        await forge(ben, f"0:later:{team}:{kind}:2026-{week + 8:02}-07")
        await forge(anna, f"0:later:{team}:{kind}:{week}:2026-{week + 8:02}-07")
    assert await records(house, Appointment) == before
    assert "ouder bericht" in (anna.toast or "")


@pytest.mark.threat("S3")
@pytest.mark.parametrize(
    "forged",
    ["act:{team}:1:done", "check:{team}:2026-10-05:three_or_more", "remind_of:{team}:pause:4", "team:{team}"],
)
async def test_a_member_cannot_tap_what_no_reminder_offered(
    invite: Invite, house: House, forged: str
) -> None:
    anna, _ = await team_of(invite, 2)
    await anna.send("/plan")
    await anna.tap("plan_action:1")
    await anna.tap("Ik neem deze")
    before, screen = await facts(house), anna.screen.text
    await forge(anna, f"0:{forged.format(team=(await team_in(house)).id)}")
    assert await facts(house) == before
    assert anna.screen.text == screen
    assert "ouder bericht" in (anna.toast or "")


async def test_a_reminder_put_off_again_and_again_comes_once(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    data = next(data for message in anna.chat for _, data in message.buttons if data.startswith("0:later"))
    await anna.tap("Niet nu")
    before = await records(house, Appointment)
    for _ in range(5):
        await forge(anna, data)
    assert await records(house, Appointment) == before


async def test_a_forged_reminder_never_becomes_the_live_message(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await anna.send("/diagnose")
    if anna.can("new:full"):
        await anna.tap("new:full")
    await anna.send("kosten of zoiets misschien wel")
    live = anna.screen.id
    await anna.post(anna.raw_callback(f"0:team:{(await team_in(house)).id}", 987_654))
    assert anna.screen.id >= live
    assert house.wire.refused == []
