"""A tap is answered in the message that was tapped; what counts no more loses its buttons by itself."""

import hashlib
from dataclasses import replace

from bot.assembly import Rooms
from bot.check.proof.outcomes import spread_answers
from bot.check.screens.crews import sample_crews
from bot.check.screens.teams import views_of
from flows.questionnaire.progress import Path
from flows.reminders.kinds import KINDS
from flows.screens.reminders import nudge_screen
from flows.state.irreversible import ASKED_FIRST
from flows.state.screen import buttons_of
from flows.teams.changes import Edit, Put
from flows.teams.records import Appointment, Member, Ownership, PlanAction, Reminding, State, Team
from messages.written import as_written
from tests.bot.chats import Message
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import DAY, MONDAY_9, WEEK, at, check_in, records, team_of


def message(person: Person, number: int) -> Message:
    return next(one for one in person.chat if one.id == number)


async def the_reminder(invite: Invite, house: House) -> tuple[Person, int]:
    """A team of one whose check-in opened, and the message of that."""
    (anna,) = await team_of(invite, 1)
    await at(house, MONDAY_9 + 60)
    return anna, anna.newest.id


async def test_what_is_put_off_says_until_when_and_is_undone_in_its_own_place(
    invite: Invite, house: House
) -> None:
    anna, reminder = await the_reminder(invite, house)
    asked, chat = message(anna, reminder), len(anna.chat)
    await anna.tap("Niet nu")
    put_off = message(anna, reminder)
    assert "dinsdag 29 september om 09:00" in as_written(put_off.text)
    assert [label for label, _ in put_off.buttons] == ["Ongedaan maken"]
    await anna.tap("Ongedaan maken")
    assert message(anna, reminder).text == asked.text
    assert message(anna, reminder).buttons == asked.buttons
    assert len(anna.chat) == chat
    kept = [one.key for one in await records(house, Appointment) if one.kind == "n_checkin"]
    assert len(kept) == 1


async def test_reminders_that_were_stopped_are_resumed_where_they_were_stopped(
    invite: Invite, house: House
) -> None:
    anna, reminder = await the_reminder(invite, house)
    await anna.tap("Stop herinneringen")
    assert [label for label, _ in message(anna, reminder).buttons] == ["Ongedaan maken"]
    house.clock.now += DAY / 2
    await anna.tap("Ongedaan maken")
    (me,) = await records(house, Member)
    assert me.reminding is Reminding.ON
    assert any(one.kind == "n_checkin" for one in await records(house, Appointment))
    assert "aan" in message(anna, reminder).text


async def test_who_is_reminded_again_hears_of_the_check_in_that_is_planned(
    invite: Invite, house: House
) -> None:
    anna, reminder = await the_reminder(invite, house)
    await anna.tap("Stop herinneringen")
    (me,) = await records(house, Member)
    paused = replace(me, reminding=Reminding.PAUSED, paused_until="2026-11-30")
    await house.storage.run(lambda unit: unit.apply((Edit(me, paused),)))
    await anna.tap("Ongedaan maken")
    assert "maandag 5 oktober" in message(anna, reminder).text


async def test_kudos_come_once_from_each_and_say_of_nobody_from_whom(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    (action, *_) = sorted(await records(house, PlanAction), key=lambda one: one.number)
    done = replace(action, state=State.DONE, done_on="2026-09-25")
    owned = Ownership(action.team_id, action.number, anna.id)
    await house.storage.run(lambda unit: unit.apply((Put(owned), Edit(action, done))))
    await at(house, MONDAY_9 + 60)
    opening, thumb = ben.newest, f"kudos:{action.team_id}:{action.number}"
    for _ in range(2):
        await ben.post(ben.raw_tap(thumb, opening))
    assert message(ben, opening.id).buttons == opening.buttons
    (kudos,) = [one for one in await records(house, Appointment) if one.kind == "kudos"]
    again = replace(done, done_on="2026-09-26")
    await house.storage.run(lambda unit: unit.apply((Edit(done, again),)))
    await ben.post(ben.raw_tap(thumb, opening))
    given = [one for one in await records(house, Appointment) if one.kind == "kudos"]
    assert len(given) == 2
    for known in (f"{action.team_id}:{ben.id}", f"{ben.id}"):
        assert hashlib.sha256(known.encode()).hexdigest()[:8] not in kudos.subject
    assert {one.user_id for one in given} == {anna.id}


async def test_a_state_that_was_tapped_below_a_reminder_is_taken_back_there(
    invite: Invite, house: House
) -> None:
    (anna,) = await team_of(invite, 1)
    await anna.send("/plan")
    await anna.tap("plan_action:1")
    await anna.tap("Ik neem deze")
    (team,) = await records(house, Team)
    action = next(one for one in await records(house, PlanAction) if one.number == 1)
    subject = f"1:{action.target_on}:2026-09-28"
    due = Appointment("n_action_again", team.id, anna.id, subject, MONDAY_9)
    await house.storage.run(lambda unit: unit.apply((Put(due),)))
    await at(house, MONDAY_9 + 60)
    reminder = next(one for one in anna.chat if any("act:" in data for _, data in one.buttons)).id
    await anna.tap(":1:done")
    assert "Klaar" in message(anna, reminder).text
    await anna.tap("Ongedaan maken")
    assert "Nog niet begonnen" in message(anna, reminder).text


async def test_old_check_ins_and_reminders_retire_by_themselves(invite: Invite, house: House) -> None:
    anna, opened = await the_reminder(invite, house)
    await at(house, MONDAY_9 + DAY + 60)
    reminded = anna.newest.id
    await house.later(20)
    assert message(anna, opened).buttons == []
    assert "hieronder" in message(anna, opened).text
    await at(house, MONDAY_9 + WEEK + 60)
    await house.later(20)
    assert message(anna, reminded).buttons == []
    assert "voorbij" in message(anna, reminded).text
    await check_in(anna, 7, "none")
    assert anna.sees("vertrouwen 7 op 10")


async def test_a_check_in_elsewhere_retires_the_reminder(invite: Invite, house: House) -> None:
    anna, opened = await the_reminder(invite, house)
    await anna.send("/checkin")
    await anna.answer("three_or_more", "7", "none")
    await house.later(20)
    assert message(anna, opened).buttons == []
    assert "ingecheckt" in message(anna, opened).text


async def test_what_a_notice_speaks_of_is_one_tap_away(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await anna.send("/plan")
    await anna.tap("plan_action:2")
    await anna.tap("Geef aan")
    await anna.tap(f":{ben.id}")
    await house.later(20)
    notice = next(one for one in ben.chat if "Naar de actie" in str(one.buttons))
    await ben.tap("Naar de actie")
    assert ben.screen.id == notice.id
    assert ben.can("state:2:done")


async def test_what_cannot_be_undone_is_asked_first_and_no_leads_back(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await anna.send("/team")
    await anna.tap("team_members")
    await anna.tap(f"team_member:{ben.id}")
    await anna.tap("Maak trekker")
    assert not any(one.user_id == ben.id and one.role == "lead" for one in await records(house, Member))
    await anna.tap("Nee, laat zo")
    assert anna.can("Maak trekker")


def test_no_button_does_at_once_what_cannot_be_undone(rooms: Rooms) -> None:
    """Whatever team it is, and whoever looks."""
    conversation, catalogue = rooms.conversation, rooms.presenter.catalogue
    for answers in spread_answers(catalogue, Path.FULL, 3):
        for crew in sample_crews(catalogue, answers):
            for screen in views_of(conversation, crew, answers):
                at_once = {button.action.name for button in buttons_of(screen)} & ASKED_FIRST
                assert not at_once or screen.name == "team_sure", (screen.name, at_once)


def test_stop_never_stands_beside_not_now(rooms: Rooms) -> None:
    catalogue = rooms.presenter.catalogue
    answers = next(iter(spread_answers(catalogue, Path.FULL, 1)))
    crew = next(iter(sample_crews(catalogue, answers)))
    for kind in (kind for kind, rule in KINDS.items() if rule.screen is not None):
        reminder = Appointment(kind, crew.team.id, 1, "2028-09-25", 0.0)
        for row in nudge_screen(catalogue, reminder, crew, asks=False, today="2028-09-25").rows:
            assert not {"not_now", "stop"} <= {button.says for button in row}, kind
