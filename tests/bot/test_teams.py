"""A team forms around an advice, agrees on a plan, and checks in."""

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
