"""What cannot be undone is noted without content, for ninety days, and loses whoever is forgotten."""

import pytest

from bot.services.ports import Unit
from bot.services.ports.audit import AuditLine, By, Deed
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import team_of

DAY = 86_400.0


async def deeds(house: House) -> list[AuditLine]:
    """Oldest first."""
    return (await house.storage.run(lambda unit: unit.deeds(99)))[::-1]


async def walk(person: Person, *taps: str) -> None:
    await person.send("/team")
    for tap in taps:
        await person.tap(tap)


async def test_who_removed_handed_over_and_deleted_is_noted(house: House, invite: Invite) -> None:
    anna, bob, carl = await team_of(invite, 3)
    await walk(anna, "team_members", f"team_member:{carl.id}", f"sure:remove:{carl.id}", f"remove:{carl.id}")
    noted = await deeds(house)
    assert [(one.deed, one.person, one.about) for one in noted] == [(Deed.MEMBER_REMOVED, anna.id, carl.id)]
    assert bob.id not in (noted[0].person, noted[0].about)


@pytest.mark.promise("G13")
async def test_a_line_loses_whoever_is_forgotten(house: House, invite: Invite) -> None:
    anna, bob = await team_of(invite, 2)

    def note(unit: Unit) -> None:
        unit.note_deed(AuditLine(house.clock(), By.PERSON, Deed.MEMBER_REMOVED, anna.id, bob.id, 1))

    await house.storage.run(note)
    for person in (bob, anna):
        await person.send("/vergeet")
        await person.tap("forget_all")
    noted = await deeds(house)
    assert Deed.MEMBER_REMOVED in {one.deed for one in noted}
    assert [one.deed for one in noted].count(Deed.FORGOTTEN) == 2
    assert {(one.person, one.about) for one in noted} == {(None, None)}


async def test_a_line_is_gone_after_ninety_days(house: House) -> None:
    now = house.clock()

    def note(unit: Unit) -> None:
        for days in (89, 91):
            unit.note_deed(AuditLine(now - days * DAY, By.BOT, Deed.FORGOTTEN))
        unit.prune(now - 3 * DAY, now - 30 * DAY)

    await house.storage.run(note)
    assert [one.at for one in await deeds(house)] == [now - 89 * DAY]
