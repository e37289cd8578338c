"""What is typed in teams: below a reminder it belongs to it, and no button's name is stored as text."""

import pytest

from flows.teams.records import CheckIn, Member, Reminding, Team
from tests.bot.answers import FULL
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import DAY, MONDAY_9, at, lead_of, records, team_of


async def asked_at_nine(invite: Invite, house: House, last: str) -> Person:
    """The lead of a team of one who did something last, before the check-in opened below it."""
    (anna,) = await team_of(invite, 1)
    await anna.send(last)
    await at(house, MONDAY_9 + 60)
    return anna


@pytest.mark.parametrize("typed", ["1", "a", "ja", "de eerste", "ja, wis alles van mij", "yes"])
async def test_nothing_typed_below_a_reminder_erases_anybody(
    invite: Invite, house: House, typed: str
) -> None:
    anna = await asked_at_nine(invite, house, "/vergeet")
    await anna.send(typed)
    assert (await house.counts()).conversations == 1


@pytest.mark.parametrize("screen", ["team_leave", "team_delete"])
async def test_a_number_below_a_reminder_leaves_and_deletes_no_team(
    invite: Invite, house: House, screen: str
) -> None:
    (anna,) = await team_of(invite, 1)
    await anna.send("/team")
    await anna.tap("team_members")
    await anna.tap(screen)
    await at(house, MONDAY_9 + 60)
    for typed in ("1", "ja", "de eerste"):
        await anna.send(typed)
    assert len(await records(house, Team)) == 1


@pytest.mark.parametrize(
    ("typed", "confirmed"), [("3", "Drie keer of vaker"), ("één keer", "Eén of twee keer")]
)
async def test_a_quantity_typed_below_a_reminder_answers_it(
    invite: Invite, house: House, typed: str, confirmed: str
) -> None:
    anna = await asked_at_nine(invite, house, "/advies")
    await anna.send(typed)
    assert anna.question == "confidence"
    assert anna.sees(confirmed)
    await anna.send("zeven")
    await anna.send("niets")
    (said,) = await records(house, CheckIn)
    assert (said.confidence, said.barrier) == (7, "none")


async def test_a_letter_below_a_reminder_is_no_answer_to_the_question_above_it(
    invite: Invite, house: House
) -> None:
    (anna,) = await team_of(invite, 1)
    await anna.send("/opnieuw")
    await anna.tap("new:full")
    await at(house, MONDAY_9 + 60)
    await anna.send("B")
    await anna.send("2")
    assert anna.can("resume") or anna.can("none_of_these")
    await anna.tap("none_of_these")
    assert anna.question == "sector"


@pytest.mark.parametrize("typed", ["stop", "Stop", "stop herinneringen"])
async def test_stop_below_a_reminder_stops_reminders(invite: Invite, house: House, typed: str) -> None:
    anna = await asked_at_nine(invite, house, "/advies")
    await anna.send(typed)
    (me,) = await records(house, Member)
    assert me.reminding is Reminding.OFF


async def test_not_now_below_a_reminder_is_said_in_a_line(invite: Invite, house: House) -> None:
    anna = await asked_at_nine(invite, house, "/advies")
    advice = next(message.text for message in reversed(anna.chat) if "show:week" in str(message.buttons))
    await anna.send("niet nu")
    assert len(anna.screen.text) < len(advice) / 3
    assert anna.can("Ongedaan maken")
    seen = len(anna.chat)
    await at(house, MONDAY_9 + DAY + 60)
    assert len(anna.chat) == seen + 1


async def test_what_is_typed_after_the_reminder_was_answered_belongs_to_the_screen(
    invite: Invite, house: House
) -> None:
    anna = await asked_at_nine(invite, house, "/vergeet")
    await anna.send("niet nu")
    await anna.send("/vergeet")
    await anna.send("ja, wis alles van mij")
    assert (await house.counts()).conversations == 0


@pytest.mark.parametrize(
    "typed",
    [
        "annuleer",
        "Cancel",
        "terug",
        "overslaan",
        "skip",
        "stop",
        "help",
        "Geen van deze",
        "annuleren",
    ],
)
async def test_the_name_of_a_button_is_never_the_name_of_a_team(invite: Invite, typed: str) -> None:
    anna = invite("nl")
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    await anna.send("/team")
    await anna.tap("team_new")
    await anna.send(typed)
    assert not anna.can("team_make:NL")


@pytest.mark.parametrize("typed", ["overslaan", "skip", "annuleer", "terug", "Waarom?", "dan annuleer"])
async def test_the_name_of_a_button_is_never_half_of_a_plan(invite: Invite, house: House, typed: str) -> None:
    anna = await lead_of(invite)
    await anna.send("/team")
    await anna.tap("routine")
    await anna.send(typed)
    await anna.send("/team")
    await anna.tap("routine")
    await anna.send("ik koffie haal")
    await anna.send(typed)
    (me,) = await records(house, Member)
    assert (me.cue, me.routine) == (None, None)


@pytest.mark.parametrize(
    ("cue", "routine"),
    [
        ("Als ik koffie haal", "dan beantwoord ik één vraag."),
        ("wanneer ik koffie haal,", "Dan: beantwoord ik één vraag"),
        ("Als ik koffie haal, dan beantwoord ik één vraag", ""),
    ],
)
async def test_a_plan_is_stored_without_the_words_around_it(
    invite: Invite, house: House, cue: str, routine: str
) -> None:
    anna = await lead_of(invite)
    await anna.send("/team")
    await anna.tap("routine")
    await anna.send(cue)
    if routine:
        await anna.send(routine)
    (me,) = await records(house, Member)
    assert (me.cue, me.routine) == ("ik koffie haal", "beantwoord ik één vraag")


async def test_a_long_note_is_kept_whole(invite: Invite, house: House) -> None:
    anna = await asked_at_nine(invite, house, "/checkin")
    await anna.send("niet nu")
    await anna.send("/checkin")
    await anna.answer("none", "5", "none")
    await anna.tap("note")
    await anna.send("x" * 290)
    (said,) = await records(house, CheckIn)
    assert said.note == "x" * 290


async def in_zone(anna: Person, house: House, typed: str) -> str:
    await anna.send("/team")
    await anna.tap("team_settings")
    await anna.tap("team_zone")
    await anna.send(typed)
    (me,) = await records(house, Member)
    return me.zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Curaçao", "America/Curacao"),
        ("curacao", "America/Curacao"),
        ("SÃO PAULO", "America/Sao_Paulo"),
        ("Zürich", "Europe/Zurich"),
        ("zurich", "Europe/Zurich"),
        ("Londen", "Europe/London"),
        ("Rotterdam", "Europe/Amsterdam"),
        ("Suriname", "America/Paramaribo"),
    ],
)
async def test_one_place_is_stored_and_said_with_its_country_and_time(
    invite: Invite, house: House, typed: str, zone: str
) -> None:
    anna = await lead_of(invite)
    assert await in_zone(anna, house, typed) == zone
    assert anna.sees("daar is het nu")


@pytest.mark.parametrize(
    "typed", ["GMT+2", "UTC-5", "+2", "Samoa", "San Juan", "Spanje", "West", "Etc/GMT+2", "x" * 300]
)
async def test_what_could_be_several_places_or_none_is_asked_back(
    invite: Invite, house: House, typed: str
) -> None:
    anna = await lead_of(invite)
    assert await in_zone(anna, house, typed) == "Europe/Amsterdam"
    assert any(":zone:" in data for _, data in anna.screen.buttons)


async def test_plus_two_is_ahead_of_utc_and_stored_once_it_is_tapped(invite: Invite, house: House) -> None:
    anna = await lead_of(invite)
    await in_zone(anna, house, "UTC-5")
    await anna.tap("zone:America:Chicago")
    (me,) = await records(house, Member)
    assert me.zone == "America/Chicago"
    assert anna.sees("Chicago, Verenigde Staten")
