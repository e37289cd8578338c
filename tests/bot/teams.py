"""What a test of teams begins with: people who form one, and what they do each week."""

from typing import TypeVar

from flows.teams.records import Record
from tests.bot.answers import FULL
from tests.bot.chats import Json
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person

R = TypeVar("R", bound=Record)

HOUR, DAY, WEEK = 3_600, 86_400, 7 * 86_400
GROUP = -4_000_001
MONDAY_9 = 1_790_578_800
"""The first Monday morning after a test begins, 09:00 in Amsterdam: 28 September 2026."""


async def at(house: House, moment: float) -> None:
    """It is this late now, and all that is due is done."""
    house.clock.now = moment
    while await house.services.housekeeping.tick():
        house.clock.now += 1
    await house.at_rest()


async def lead_of(invite: Invite, language: str = "nl", name: str = "Anna") -> Person:
    """Somebody with a full advice and a team of one."""
    lead = invite(language, name)
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


async def team_of(invite: Invite, size: int) -> list[Person]:
    """A team with an agreed plan."""
    lead = await lead_of(invite)
    await lead.tap("invite")
    people = [lead, *[await join(invite, lead, f"Member {number}") for number in range(2, size + 1)]]
    await lead.send("/plan")
    await lead.tap("agree")
    return people


async def check_in(person: Person, confidence: int, hindrance: str) -> None:
    await person.tap("Drie keer of vaker")
    await person.answer(str(confidence), hindrance)


async def records(house: House, kind: type[R]) -> list[R]:
    """Everything of a kind that is stored."""
    return await house.storage.run(lambda unit: unit.find(kind))


def in_group(person: Person, **content: object) -> Json:
    """A message to the group, without sending it."""
    update = person.raw_message(**content)
    update["message"]["chat"] = {"id": GROUP, "type": "group", "title": "Team"}
    return update
