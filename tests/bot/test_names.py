"""Once somebody is forgotten their name stands nowhere: on no screen of others, in no letter to them."""

import pytest

from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import join, lead_of, link_in
from tests.bot.test_inheriting import everything_in, go

NAME = "Zwaantje"


@pytest.fixture
def url(database_url: str) -> str:
    """A fresh database of each kind."""
    return database_url


async def pair(invite: Invite, lead: str, member: str) -> tuple[Person, Person]:
    """Two people in a team."""
    leading = await lead_of(invite, name=lead)
    await leading.tap("invite")
    return leading, await join(invite, leading, member)


async def look(person: Person, command: str, *taps: str) -> None:
    await person.send(command)
    for what in taps:
        await person.tap(what)


async def test_who_looks_at_an_invitation_is_told_no_name(invite: Invite, url: str) -> None:
    zwaantje = await lead_of(invite, name=NAME)
    await zwaantje.tap("invite")
    cato = invite("nl", "Cato")
    await cato.send(f"/start {link_in(zwaantje)}")
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


@pytest.mark.parametrize("seconds", [0, 20], ids=["waiting", "sent"])
async def test_letters_that_name_them_go_too(invite: Invite, house: House, url: str, seconds: int) -> None:
    _, zwaantje = await pair(invite, "Ben", NAME)
    await house.later(seconds)
    await go(zwaantje, "leave")
    await house.later(seconds)
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


async def test_a_lead_who_gives_an_action_is_not_named_for_long(invite: Invite, url: str) -> None:
    zwaantje, ben = await pair(invite, NAME, "Ben")
    await look(zwaantje, "/plan", "plan_action:1", "plan_owner:1", "Ben")
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)
    assert ben.chat


@pytest.mark.parametrize("how", ["forget", "leave"])
async def test_the_heir_is_told_that_they_lead_and_in_nobodys_place(
    invite: Invite, house: House, how: str
) -> None:
    zwaantje, ben = await pair(invite, NAME, "Ben")
    await go(zwaantje, how)
    await house.later(20)
    assert "trekker" in ben.newest.text
    assert NAME not in ben.newest.text
