"""What an operator does for one person comes to the same as in the chat, also while the bot runs."""

from pathlib import Path

import orjson
import pytest

from bot.services.ports import ParkedUpdate, Unit
from bot.services.ports.audit import By, Deed
from bot.storage import read_stored
from tests.bot.conftest import Invite
from tests.bot.house import FORGET_KEY, House
from tests.bot.people import Person
from tests.bot.programs import Ended, run, settings_for
from tests.bot.teams import team_of
from tests.bot.test_inheriting import everything_in
from tests.bot.wire import Wire


async def operate(wire: Wire, url: str, *arguments: str) -> Ended:
    return await run(*arguments, **settings_for(wire, url, FORGET_KEY=FORGET_KEY.decode()))


def noted(url: str) -> list[tuple[By, Deed, int | None]]:
    return [(one.by, one.deed, one.about) for one in read_stored(url, lambda unit: unit.deeds(9))]


async def test_what_is_shown_and_given_out_is_what_they_see_and_is_noted(
    wire: Wire, url: str, anna: Person, tmp_path: Path
) -> None:
    await anna.send("/quick")
    await anna.answer("customer_intimacy")
    shown = await operate(wire, url, "person", "show", str(anna.id))
    assert "Persoonlijk en op maat" in shown.out
    file = tmp_path / "anna.json"
    assert (await operate(wire, url, "person", "export", str(anna.id), str(file))).code == 0
    assert orjson.loads(file.read_bytes())["conversation"]["user_id"] == anna.id
    assert file.stat().st_mode & 0o077 == 0
    assert noted(url) == [
        (By.OPERATOR, Deed.PERSON_EXPORTED, anna.id),
        (By.OPERATOR, Deed.PERSON_SHOWN, anna.id),
    ]
    await anna.send("/export")
    document = orjson.loads(next(message.file for message in anna.chat if message.file[:1] == b"{"))
    assert [line["what"] for line in document["audit_trail"]] == ["person_shown", "person_exported"]


@pytest.mark.promise("G13")
async def test_who_is_forgotten_leaves_nothing_and_colleagues_see_it_while_the_bot_runs(
    wire: Wire, url: str, house: House, invite: Invite
) -> None:
    anna, bob = await team_of(invite, 2)
    await anna.send("/team")
    await anna.tap("team_members")
    ended = await operate(wire, url, "person", "forget", str(bob.id), "--yes")
    assert ended.code == 0, ended.err
    assert "were told" in ended.out
    assert str(bob.id) not in everything_in(url)
    await house.outage(10)
    assert not anna.can(f"team_member:{bob.id}")
    assert not bob.chat[-1].buttons
    assert noted(url) == [(By.OPERATOR, Deed.FORGOTTEN, None)]


async def test_what_follows_from_forgetting_is_noted_as_the_operators(
    wire: Wire, url: str, invite: Invite
) -> None:
    lead, heir = await team_of(invite, 2)
    for person in (lead, heir):
        assert (await operate(wire, url, "person", "forget", str(person.id), "--yes")).code == 0
    assert sorted(noted(url)) == sorted(
        [
            (By.OPERATOR, Deed.LEAD_HANDED_OVER, None),
            (By.OPERATOR, Deed.FORGOTTEN, None),
            (By.OPERATOR, Deed.TEAM_DELETED, None),
            (By.OPERATOR, Deed.FORGOTTEN, None),
        ]
    )


async def test_who_is_not_known_is_one_line_and_nothing_is_noted(wire: Wire, url: str) -> None:
    for command in (("show",), ("export",), ("forget", "--yes")):
        ended = await operate(wire, url, "person", *command, "7")
        assert (ended.code, ended.err) == (1, "vierstap: nothing is stored of 7\n")
    assert noted(url) == []


async def test_nobody_is_forgotten_so_that_a_backup_would_bring_them_back(url: str) -> None:
    ended = await run("person", "forget", "7", "--yes", DATABASE_URL=url)
    assert ended.code == 1
    assert "FORGET_KEY" in ended.err


async def test_what_failed_is_listed_and_dropped(wire: Wire, url: str, house: House) -> None:
    def park(unit: Unit) -> None:
        for number in (7, 8):
            unit.park(
                ParkedUpdate(number, None, f'{{"update_id":{number},"kind":"tap","action":"go"}}', "E", 0)
            )

    await house.storage.run(park)
    assert "7 at 1970-01-01 00:00:00+00:00: tap go, E" in (await operate(wire, url, "parked", "list")).out
    gone = await operate(wire, url, "parked", "drop", "7", "9")
    assert (gone.code, gone.out) == (1, "1 dropped.\n")
    assert [one.update_id for one in read_stored(url, lambda unit: unit.parked(9))] == [8]
    assert "1 dropped" in (await operate(wire, url, "parked", "drop", "--all")).out
    assert "parked dropped" in (await operate(wire, url, "audit")).out
