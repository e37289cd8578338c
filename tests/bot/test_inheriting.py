"""A lead goes: nothing of what they answered stays with the team."""

import pytest
from sqlalchemy import text

from bot.storage.engines import transaction
from bot.storage.schema import metadata
from tests.bot.answers import FULL
from tests.bot.conftest import Invite
from tests.bot.people import Person
from tests.bot.teams import join, lead_of, team_of

GOING = {"forget": ("/vergeet", "forget_all"), "leave": ("/team", "team_members", "team_leave", "leave")}


async def go(person: Person, how: str) -> None:
    command, *taps = GOING[how]
    await person.send(command)
    for what in taps:
        await person.tap(what)


def offers(person: Person, action: str) -> bool:
    """Whether a button on the screen does this, with any arguments."""
    return any(data.split(":")[1] == action for _, data in person.screen.buttons)


def everything_in(url: str) -> str:
    """All rows of all tables, as one text; a row by itself would leave out the middle of what is long."""
    with transaction(url) as connection:
        rows = (connection.execute(text(f"SELECT * FROM {table.name}")) for table in metadata.sorted_tables)  # noqa: S608 - our own tables
        return "\n".join(str(tuple(row)) for found in rows for row in found)


async def test_no_answer_of_a_lead_is_stored_once_they_are_forgotten(invite: Invite, url: str) -> None:
    lead = await lead_of(invite)
    assert '"guru"' in everything_in(url)
    await lead.tap("invite")
    await join(invite, lead, "Ben")
    await go(lead, "forget")
    assert '"guru"' not in everything_in(url)


@pytest.mark.parametrize("how", GOING)
@pytest.mark.parametrize(("view", "action"), [("brief", "brief_line"), ("plan_add", "add")])
async def test_an_heir_decides_by_the_own_diagnosis_and_needs_one(
    invite: Invite, how: str, view: str, action: str
) -> None:
    anna, ben = await team_of(invite, 2)
    await go(anna, how)
    await ben.send("/plan" if view == "plan_add" else "/team")
    await ben.tap(view)
    assert not offers(ben, action)
    await ben.send("/diagnose")
    await ben.answer(*FULL)
    await ben.send("/plan" if view == "plan_add" else "/team")
    await ben.tap(view)
    assert offers(ben, action)


async def test_the_plan_stays_as_it_was_when_its_maker_goes(invite: Invite) -> None:
    anna, ben = await team_of(invite, 2)
    await ben.send("/plan")
    before = ben.screen.text
    await go(anna, "forget")
    await ben.send("/plan")
    assert ben.screen.text == before
