"""What a lead does with a team is told to everybody in it, and what concerns the lead to the lead."""

from dataclasses import replace

from flows.teams.appointments import review_of
from flows.teams.changes import Put
from flows.teams.model import Team
from tests.bot.answers import FULL
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.teams import MONDAY_9, at, join, lead_of, records, team_of


async def test_everybody_hears_that_the_plan_is_agreed(invite: Invite, house: House) -> None:
    lead = await lead_of(invite)
    await lead.tap("invite")
    ben = await join(invite, lead, "Ben", "en")
    await lead.send("/plan")
    await lead.tap("agree")
    seen = len(lead.chat)
    await house.later(20)
    assert "agreed" in ben.newest.text
    assert len(lead.chat) == seen


async def test_everybody_hears_of_a_diagnosis_and_of_its_outcome(invite: Invite, house: House) -> None:
    anna, ben, cor = await team_of(invite, 3)
    await house.later(20)
    for person in (anna, ben, cor):
        if person is not anna:
            await person.send("/diagnose")
            await person.answer(*FULL)
        await person.send("/team")
        await person.tap("round")
        await person.tap("contribute")
    await house.later(20)
    assert "klaar" in ben.newest.text


async def test_the_lead_is_told_on_the_day_of_the_review_without_a_group_too(
    invite: Invite, house: House
) -> None:
    (anna,) = await team_of(invite, 1)
    (team,) = await records(house, Team)
    due = replace(team, review_on="2026-09-29")
    await house.storage.run(lambda unit: unit.apply((Put(due), Put(review_of(due)))))
    await at(house, MONDAY_9 + 86_400 + 60)
    assert anna.sees("vandaag is de evaluatie")
