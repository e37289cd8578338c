"""What a lead does with a team is told to everybody in it, and what concerns the lead to the lead."""

from dataclasses import replace

import pytest

from flows.reminders.appointments import review_of
from flows.teams.changes import Edit, Put
from flows.teams.records import Round, Team
from tests.bot.answers import BEGIN, FULL, QUICK, REST
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import HOUR, MONDAY_9, at, join, lead_of, records, team_of


async def answer_for_team(person: Person) -> None:
    """The own answers count for the team's diagnosis."""
    await person.send("/diagnose")
    if person.question is not None:
        await person.answer(*FULL)
    await person.send("/team")
    await person.tap("round")
    if person.can("contribute"):
        await person.tap("contribute")


async def test_everybody_hears_that_the_plan_is_agreed(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("invite")
    ben = await join(invite, lead, "Ben", "en")
    await lead.send("/plan")
    await house.later(20)
    await lead.tap("agree")
    seen = len(lead.chat)
    await house.later(20)
    assert "agreed" in ben.newest.text
    assert len(lead.chat) == seen


async def test_everybody_hears_of_a_diagnosis_and_of_its_outcome(invite: Invite, house: House) -> None:
    anna, ben, cor = await team_of(invite, 3)
    await house.later(20)
    for person in (anna, ben, cor):
        await answer_for_team(person)
    await anna.send("/team")
    await anna.tap("round")
    await anna.tap("close_round")
    await anna.tap("close_round")
    await house.later(20)
    assert "gesloten" in ben.newest.text


@pytest.mark.parametrize("size", [1, 2])
async def test_a_team_too_small_for_figures_closes_its_diagnosis_and_nothing_comes_out(
    invite: Invite, house: House, size: int
) -> None:
    people = await team_of(invite, size)
    for person in people:
        await answer_for_team(person)
    await people[0].tap("close_round")
    await people[0].tap("close_round")
    (closed,) = await records(house, Round)
    assert closed.closed_on
    assert (closed.step, closed.lane) == (None, None)
    assert await house.storage.run(lambda unit: unit.parked(1)) == []


async def test_the_lead_is_told_on_the_day_of_the_review_without_a_group_too(
    invite: Invite, house: House
) -> None:
    (anna,) = await team_of(invite, 1)
    (team,) = await records(house, Team)
    due = replace(team, review_on="2026-09-29")
    await house.storage.run(lambda unit: unit.apply((Edit(team, due), Put(review_of(due)))))
    await at(house, MONDAY_9 + 86_400 + 60)
    assert anna.sees("vandaag is de evaluatie")


async def test_nobody_is_told_at_night_what_a_colleague_did(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("invite")
    await at(house, MONDAY_9 - 5 * HOUR)
    seen = len(lead.chat)
    await join(invite, lead, "Ben", "en")
    await house.later(600)
    assert len(lead.chat) == seen
    await at(house, MONDAY_9)
    assert "Ben doet nu mee" in lead.newest.text


async def test_who_took_part_in_a_diagnosis_is_not_asked_to_once_more(invite: Invite) -> None:
    (anna, *_) = await team_of(invite, 2)
    await answer_for_team(anna)
    assert not anna.can("contribute")
    await anna.tap("diagnose_again")
    await anna.answer(*BEGIN, *QUICK[:-1], "none", *REST)
    await anna.send("/team")
    await anna.tap("round")
    await anna.tap("contribute")
    assert not anna.can("contribute")
