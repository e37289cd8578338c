"""What cannot be undone is noted without content, for ninety days, and loses whoever is forgotten."""

import pytest

from bot.services.ports import Unit
from bot.services.ports.audit import AuditLine, By, Deed
from flows.teams.records import Team
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import in_group, records, team_of

DAY = 86_400.0


async def deeds(house: House) -> list[AuditLine]:
    """Oldest first."""
    return (await house.storage.run(lambda unit: unit.deeds(99)))[::-1]


async def walk(person: Person, *taps: str) -> None:
    await person.send("/team")
    for tap in taps:
        await person.tap(tap)


async def test_who_did_what_to_a_team_is_noted(house: House, invite: Invite) -> None:
    anna, bob, carl = await team_of(invite, 3)
    (team,) = await records(house, Team)
    await anna.post(in_group(anna, text=f"/start@vierstap_bot g_{team.id}"))
    await walk(anna, "team_members", "revoke", "revoke")
    await walk(anna, "team_members", f"team_member:{carl.id}", f"sure:remove:{carl.id}", f"remove:{carl.id}")
    await walk(
        anna, "team_members", f"team_member:{bob.id}", f"sure:hand_over:{bob.id}", f"hand_over:{bob.id}"
    )
    await walk(bob, "team_members", "team_delete", "delete_team")
    assert [(one.by, one.deed, one.person, one.about) for one in await deeds(house)] == [
        (By.PERSON, Deed.GROUP_LINKED, anna.id, None),
        (By.PERSON, Deed.INVITATION_REVOKED, anna.id, None),
        (By.PERSON, Deed.MEMBER_REMOVED, anna.id, carl.id),
        (By.PERSON, Deed.LEAD_HANDED_OVER, anna.id, bob.id),
        (By.PERSON, Deed.TEAM_DELETED, bob.id, None),
    ]
    assert {one.team_id for one in await deeds(house)} == {team.id}


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
