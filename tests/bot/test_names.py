"""Once somebody is forgotten their name stands nowhere: on no screen of others, in no letter to them."""

import pytest

from bot.services.retention import KEEP, NOTICE
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import join, lead_of, link_in
from tests.bot.test_inheriting import everything_in, go

NAME = "Zwaantje"
OF_A_MEMBER = {
    "the members": ("/team", "team_members"),
    "the plan": ("/plan",),
    "an action": ("/plan", "plan_action:1"),
}
OF_THE_LEAD = {
    "a member": ("/team", "team_members", NAME),
    "who inherits": ("/team", "team_members", "team_leave"),
    "who may own": ("/plan", "plan_action:1", "plan_owner:1"),
}


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


@pytest.mark.promise("G13")
@pytest.mark.parametrize("place", OF_A_MEMBER)
async def test_no_screen_of_a_member_names_a_forgotten_lead(invite: Invite, url: str, place: str) -> None:
    zwaantje, ben = await pair(invite, NAME, "Ben")
    await look(zwaantje, "/plan", "plan_action:1", "Ik neem deze")
    await look(ben, *OF_A_MEMBER[place])
    assert ben.sees(NAME)
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


@pytest.mark.parametrize("place", OF_THE_LEAD)
async def test_no_screen_of_the_lead_names_a_forgotten_member(invite: Invite, url: str, place: str) -> None:
    ben, zwaantje = await pair(invite, "Ben", NAME)
    await look(ben, *OF_THE_LEAD[place])
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


async def test_who_looks_sees_the_screen_drawn_anew_and_goes_on_from_there(
    invite: Invite, house: House
) -> None:
    zwaantje, ben = await pair(invite, NAME, "Ben")
    await look(ben, "/team", "team_members")
    messages = len(ben.chat)
    await go(zwaantje, "forget")
    await house.later(20)
    assert not ben.sees(NAME)
    assert len(ben.chat) == messages + 1  # the word that they lead now
    await ben.tap("invite")
    assert link_in(ben)


async def test_who_left_before_they_were_forgotten_is_named_nowhere_either(invite: Invite, url: str) -> None:
    ben, zwaantje = await pair(invite, "Ben", NAME)
    await look(ben, "/team", "team_members")
    await go(zwaantje, "leave")
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


async def test_who_was_removed_before_sees_nobody_of_the_team_any_more(invite: Invite, url: str) -> None:
    zwaantje, ben = await pair(invite, NAME, "Ben")
    await look(ben, "/team", "team_members")
    await look(zwaantje, "/team", "team_members", "Ben", "Uit het team halen", "Ja, haal")
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


async def test_a_team_that_was_deleted_before_leaves_no_name_on_a_screen(invite: Invite, url: str) -> None:
    zwaantje, ben = await pair(invite, NAME, "Ben")
    await look(ben, "/team", "team_members")
    await look(zwaantje, "/team", "team_members", "team_delete", "delete_team")
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


async def test_who_looks_at_an_invitation_is_told_no_name(invite: Invite, url: str) -> None:
    zwaantje = await lead_of(invite, name=NAME)
    await zwaantje.tap("invite")
    cato = invite("nl", "Cato")
    await cato.send(f"/start {link_in(zwaantje)}")
    await go(zwaantje, "forget")
    assert NAME not in everything_in(url)


@pytest.mark.promise("G13")
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


async def test_who_is_forgotten_after_a_year_away_is_named_nowhere_either(
    invite: Invite, house: House, url: str
) -> None:
    _, ben = await pair(invite, NAME, "Ben")
    for away in (KEEP, NOTICE):
        house.clock.now += away + 1
        await look(ben, "/team", "team_members")
        await house.later(20)
    assert NAME not in everything_in(url)


async def test_several_who_are_forgotten_at_the_same_moment_are_named_nowhere(
    invite: Invite, house: House, url: str
) -> None:
    people = [await lead_of(invite, name=f"{NAME}0")]
    await people[0].tap("invite")
    people += [await join(invite, people[0], f"{NAME}{number}") for number in range(1, 4)]
    ben = await join(invite, people[0], "Ben")
    for person in people:
        await person.send("/vergeet")
    await look(ben, "/team", "team_members")
    await house.wire.post(*(person.raw_tap("forget_all") for person in people), ben.raw_message(text="/plan"))
    await house.settle()
    assert NAME not in everything_in(url)
