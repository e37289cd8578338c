"""The weekly check-in and its reminders."""

import pytest

from flows.teams.records import CheckIn, Light, Share, Week
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.teams import DAY, HOUR, MONDAY_9, WEEK, at, check_in, lead_of, records, team_of


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
    assert lead.sees("vertrouwen 7 op 10")
    assert lead.sees("maandag 5 oktober om 09:00")
    assert len(lead.chat) == chat + 1


@pytest.mark.parametrize(("language", "this_week"), [("nl", "deze week"), ("en", "this week")])
async def test_on_a_monday_morning_the_week_that_ended_is_asked_about(
    invite: Invite, house: House, language: str, this_week: str
) -> None:
    lead = await lead_of(invite, language)
    await lead.tap("agree")
    await at(house, MONDAY_9 + 60)
    said = [lead.newest.text]
    await lead.tap("three_or_more")
    for option in ("7", "means", "note", "checkin", "Team"):
        said.append(lead.screen.text)
        await lead.tap(option)
    said.append(lead.screen.text)
    assert not [text for text in said if this_week in text.lower()]


async def test_a_week_of_five_becomes_a_picture_that_all_may_see(invite: Invite, house: House) -> None:
    people = await team_of(invite, 5)
    await at(house, MONDAY_9 + 60)
    barriers = ("means", "means", "skills", "none", "none")
    for person, confidence, barrier in zip(people, (8, 6, 7, 9, 5), barriers, strict=True):
        await check_in(person, confidence, barrier)
    assert not await records(house, Week)
    await at(house, MONDAY_9 + WEEK + 60)
    (week,) = await records(house, Week)
    assert (week.confidence, week.barrier, week.share) == (Light.AMBER, "mixed", Share.MOST)
    await people[1].send("/team")
    await people[1].tap("picture")
    assert "oranje" in people[1].pictures[-1].text


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
    assert anna.question == "sector"
    await at(house, MONDAY_9 + 60)
    assert anna.can("Nu inchecken")
    assert not any("check:" in data for _, data in anna.newest.buttons)
    await anna.tap("Nu inchecken")
    assert anna.question == "routine"
    await anna.answer("none", "5", "none")
    await anna.tap("resume")
    assert anna.question == "sector"


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


@pytest.mark.fault(33)
@pytest.mark.promise("G6")
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
    assert (said.confidence, said.barrier, said.done) == (3, "means", "none")


async def test_who_is_stuck_gets_a_remedy_at_once_and_can_tell_the_lead(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await ben.send("/plan")
    await ben.tap("plan_action:1")
    await ben.tap("Ik neem deze")
    await at(house, MONDAY_9 + 60)
    await ben.tap(":stuck")
    await ben.answer("4", "skills")
    assert ben.sees("Zoek één collega die het kan")
    await check_in(anna, 7, "none")
    for _ in range(2):
        await ben.tap("ask_help")
        await house.later(1_200)
    assert sum("zit vast" in one.text for one in anna.chat) == 1
    assert "Member 2 zit vast" in anna.newest.text
    assert "skills" not in anna.newest.text
    await anna.tap("Naar de actie")
    assert anna.can("state:1:done")


async def test_the_lead_hears_that_somebody_left_within_what_a_week_allows(
    invite: Invite, house: House
) -> None:
    """The reminder of the check-in would come still; once that was answered there is room."""
    anna, ben = await team_of(invite, 2)
    await at(house, MONDAY_9 + 60)
    await ben.send("/team")
    for button in ("team_members", "team_leave", "leave"):
        await ben.tap(button)
    await house.later(1_200)
    assert not any("Iemand verliet" in one.text for one in anna.chat)
    await check_in(anna, 7, "none")
    await at(house, MONDAY_9 + DAY + 60)
    assert sum("Iemand verliet" in one.text for one in anna.chat) == 1


async def test_the_check_in_says_what_was_said_the_last_time(invite: Invite, house: House) -> None:
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    await check_in(anna, 7, "skills")
    await at(house, MONDAY_9 + WEEK + 60)
    assert anna.newest.text.startswith("Hoe vaak")
    assert "Vorige keer: Drie keer of vaker" in anna.newest.text
    await anna.tap("Drie keer of vaker")
    assert anna.sees("Vorige keer: 7")


async def test_a_picture_that_is_there_already_is_not_sent_again(invite: Invite) -> None:
    (anna,) = await team_of(invite, 1)
    await anna.send("/team")
    await anna.tap("picture")
    seen = len(anna.pictures)
    await anna.tap("picture")
    assert len(anna.pictures) == seen
    assert "hierboven" in (anna.toast or "")
    await anna.send("/plan")
    await anna.tap("plan_action:1")
    await anna.tap("state:1:done")
    await anna.send("/team")
    await anna.tap("picture")
    assert len(anna.pictures) == seen + 1
