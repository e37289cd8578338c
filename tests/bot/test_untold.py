"""Of a team of fewer than five nobody learns what another one said, or whether they said anything (G12).

The whole bot runs again and again, and only what one member says differs. Whoever else is there looks at
everything, does everything that hurts nobody, and is sent everything, as is the team's group. Each time it
must be the same.
"""

import re
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from bot.assembly import Rooms
from bot.services.ports import Unit
from flows.teams.changes import Edit, Put
from flows.teams.records import Group, Team
from tests.bot.answers import BEGIN, FULL, QUICK
from tests.bot.hall import Guest, Hall, Shown, open_hall
from tests.bot.house import Clock
from tests.bot.teams import DAY, GROUP, HOUR, MONDAY_9, WEEK

HIDING = "Zoë"
OTHERS = ("Anna", "Ben", "Cor")
COMMANDS = (
    *("/team", "/plan", "/checkin", "/settings", "/mydata", "/export", "/advice", "/why", "/memo", "/week"),
    *("/card", "/privacy", "/help", "/sources"),
)
ELSEWHERE = (
    "new",
    "forget",
    "delete",
    "leave",
    "remove",
    "hand_over",
    "restart",
    "language",
    "revoke",
    "full",
    "quick",
)
"""How buttons begin that would take somebody from the team, or away from what there is to see."""
REST = ("never", "hardly", "both", "intentions", "nobody", "nothing", "medium")


@asynccontextmanager
async def standing(rooms: Rooms, pattern: Path, folder: Path) -> AsyncIterator[Hall]:
    """A bot on a fresh database, where what is drawn by lot is the same each time."""
    url = f"sqlite:///{shutil.copy(pattern, folder)}"
    async with open_hall(url, rooms, Clock()) as hall:
        yield hall


def said(shown: Shown) -> tuple[object, ...]:
    """A message, whatever number it and the one in a file got: others' messages are counted along."""
    if shown.file.startswith(b"%PDF"):  # which has the time in it at which it was made
        return (shown.text, shown.keyboard, PdfReader(BytesIO(shown.file)).pages[0].extract_text())
    return (shown.text, shown.keyboard, re.sub(rb'"message(_id)?": \d+', b"", shown.file))


async def look_around(guest: Guest) -> None:
    """Every command, and every button below what it shows."""
    for command in COMMANDS:
        await guest.types(command)
        for _, action in guest.screen.keyboard:
            if not action.startswith(ELSEWHERE) and guest.can(action):
                await guest.taps(action)
                await guest.types(command)


def _link(unit: Unit) -> None:
    """The team has a group from now on."""
    (team,) = unit.find(Team)
    unit.apply((Put(Group(GROUP, 0.0, team.id)), Edit(team, replace(team, group_id=GROUP))))


async def arrange(lead: Guest) -> None:
    """What a lead may do, and what shows of it."""
    for command, *actions in (
        ("/team", "team_settings", "team_moment", "weekday:3"),
        ("/team", "team_settings", "team_moment", "hour:11"),
        ("/team", "review"),
        ("/team", "brief"),
        ("/team", "round"),
    ):
        await lead.types(command)
        for action in actions:
            if lead.can(action):
                await lead.taps(action)


async def lives(hall: Hall, size: int, secret: str | None) -> list[list[tuple[object, ...]]]:
    """Some weeks of a team; gives all that the others and its group were shown. `secret`: how the one who
    hides answers; None: not at all.
    """
    hiding, *others = [hall.guest(n, name) for n, name in enumerate((HIDING, *OTHERS[: size - 1]), start=1)]
    lead = others[0]
    await lead.types("/diagnose")
    await lead.taps(*FULL)
    await lead.types("/team")
    await lead.taps("team_new")
    await lead.types("Webcare")
    await lead.taps("team_make:NL")
    for guest in (*others[1:], hiding):
        await lead.types("/invite")
        text = next(shown.text for shown in reversed(lead.chat) if "start=t_" in shown.text)
        await guest.types(f"/start {text.partition('start=')[2].split()[0]}")
        await guest.taps("join")
    await lead.types("/plan")
    await lead.taps("agree")
    await hall.storage.run(_link)
    if secret is not None:
        await hiding.types("/diagnose")
        await hiding.taps(*(FULL if secret == "8" else (*BEGIN, *QUICK, *REST)))
        await hiding.types("/team")
        await hiding.taps("round", "contribute")
    for week in range(3):
        for day in range(-3, 4):
            for hour in (0, 2):
                await hall.at(MONDAY_9 + week * WEEK + day * DAY + hour * HOUR + 60)
        if secret is not None:
            await hiding.types("/checkin")
            await hiding.taps("none", secret, "none" if secret == "8" else "means")
            await hiding.taps("note")
            await hiding.types(f"een roodborst zong {secret}")
        await arrange(lead)
        if week != 1:
            for guest in others:
                await look_around(guest)
    await lead.types("/team")
    await lead.taps("round", "close_round")
    for guest in others:
        await look_around(guest)
    chats = [hall.memory.chat(chat) for chat in (*(guest.id for guest in others), GROUP)]
    return [[said(shown) for shown in sorted(chat, key=lambda shown: shown.id)] for chat in chats]


@pytest.mark.promise("G12")
@pytest.mark.parametrize("size", [2, 4])
async def test_nothing_that_others_are_shown_depends_on_what_one_says(
    rooms: Rooms, empty_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    told = []
    for place, secret in enumerate((None, "8", "2")):
        monkeypatch.setattr(secrets, "randbits", lambda bits: 2**bits - 1)
        monkeypatch.setattr(secrets, "token_urlsafe", lambda size: "x" * size)
        async with standing(rooms, empty_database, tmp_path / f"{place}.sqlite3") as hall:
            told.append(await lives(hall, size, secret))
    assert all(told[0]), "somebody was told nothing"
    assert told[1:] == told[:1] * 2
