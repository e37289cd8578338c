"""Whatever people and teams are called, every screen is sound: Telegram parses it, nothing of it runs."""

import re
from collections.abc import AsyncIterator

import pytest

from bot.assembly import Rooms
from flows.teams.records import Team
from tests.bot.hall import Hall, open_hall
from tests.bot.hall_teams import team_called
from tests.bot.house import Clock
from tests.bot.teams import MONDAY_9

TEMPLATES = [
    "{{7*191}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}1337{% endfor %}",
    "{{ cycler.__init__.__globals__.os.popen('echo 1337').read() }}",
    "${7*191} #{7*191} <%= 7*191 %> {{=7*191}}",
    "{{ self.__init__.__globals__ }} 1337",
    "{{ t('interface', 'language') }}",
    "%(name)s {0.__class__} %s {name!r}",
    "{{'%c'|format(65)}}{# gone #}",
]
NAMES = [
    "<3",
    "a < b && c > d",
    "</b><a href='https://evil.example'>x</a>",
    "<tg-spoiler>x",
    "&lt;b&gt; &amp;amp; &#0; &nope;",
    "\u202egnp.exe",
    "\u2066\u2067ab\u2069\u2069",
    "Z" + "\u0351\u0300\u0489" * 40 + "algo",
    "👩‍👩‍👧‍👦🏳️‍🌈🇳🇱",
    "😀" * 60,
    "\u200b\u2060\ufeff",
    "\x00\x01\x1b[31m\x7f",
    "\ud7ff\ufffe\U0010ffff",
    "@everyone /vergeet https://evil.example t.me/x +31 6 12345678",
    "A" * 65_536,
    "'; DROP TABLE members; --",
    "=cmd|' /C calc'!A0",
    '$E=mc^2$ #let x = 1; #read("/etc/passwd")',
    "*_`[x](tg://user?id=1)`_*",
]
LOOKS = ("/team", "/plan", "/uitnodigen", "/instellingen", "/mijngegevens", "/memo", "/bronnen", "/privacy")
RAN = re.compile(r"1337|<class|Nederlands\b.*Nederlands")


@pytest.fixture
async def hall(url: str, rooms: Rooms, clock: Clock) -> AsyncIterator[Hall]:
    async with open_hall(url, rooms, clock) as hall:
        yield hall


@pytest.mark.threat("S7", "S8")
@pytest.mark.fault(14)
@pytest.mark.parametrize("first", range(0, len(NAMES) + len(TEMPLATES), 5))
async def test_whatever_people_are_called_every_screen_is_sound(hall: Hall, first: int) -> None:
    """Each message is parsed as Telegram does when it is shown, and is not too long."""
    names = [*NAMES, *TEMPLATES][first : first + 5]
    people = await team_called(hall, names, names[0])
    assert await hall.storage.run(lambda unit: len(unit.find(Team))) == 1
    await hall.at(MONDAY_9 + 60)
    for guest in people:
        for look in LOOKS:
            await guest.types(look)
        await hall.sees_the_facts(guest)
    await people[-1].types(names[-1])
    written = "\n".join(shown.text for guest in people for shown in guest.chat)
    assert not RAN.search(written)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]", written)
    counts = await hall.storage.run(lambda unit: unit.counts(hall.clock()))
    assert counts.parked == 0
