"""Canaries are planted in every field that a person can fill; once they are forgotten none sings."""

import functools
import gc
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from bot.logs import set_up_logging
from flows.handlers.questionnaire import HANDLERS
from flows.teams.records import Member, Round, Team, Week
from tests.bot.answers import FULL
from tests.bot.bugs import fail
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import MONDAY_9, WEEK, at, check_in, in_group, join, link_in, records, team_of
from tests.bot.test_inheriting import everything_in
from tests.bot.test_inline import raw_inline

ID = 4_611_686_018_427
"""As long as Telegram's may be: no other number contains it, also not in a file."""
WORDS: Mapping[str, str] = {
    "name": "Kwikstaart",
    "cue": "na het koolmeesuur",
    "routine": "de ijsvogel kijken",
    "note": "een roodborst zong",
    "typed": "sperwer in de tuin",
    "draft": "bij de wielewaal",
    "brief": "de boerenzwaluw vraagt vier uur",
}
TEAM_NAME = "Nachtegaal"
OF_THE_TEAM = "Bel drie zanglijsters"
"""An action in own words: the team's from then on, as the screen says that asks for it."""
THEIRS = 2
"""The confidence that they alone have."""


@pytest.fixture
def url(database_url: str) -> str:
    """A fresh database of each kind."""
    return database_url


@pytest.fixture
def canary(house: House) -> Person:
    return Person(house.wire, house.settle, ID, "nl-kanarie", WORDS["name"])


def singing(url: str, *more: str) -> dict[str, set[str]]:
    """Which canaries are where: in the rows, and in the files of a database that has files."""
    songs = {str(ID): str(ID).encode(), "id in a page": ID.to_bytes(6, "big")}
    songs |= {word: word.encode() for word in (*WORDS.values(), *more)}
    places = {"rows": everything_in(url).encode()}
    if url.startswith("sqlite"):
        database = Path(url.removeprefix("sqlite:///"))
        places |= {file.name: file.read_bytes() for file in database.parent.glob(f"{database.name}*")}
    return {
        place: heard
        for place, content in places.items()
        if (heard := {name for name, song in songs.items() if song in content})
    }


def kept_in_memory() -> str:
    """What every cache of this process holds: keys and results."""
    caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    held = (part for cache in caches for part in gc.get_referents(cache))
    return repr([part for part in held if not isinstance(part, dict | type)])


async def forget(person: Person) -> None:
    await person.send("/vergeet")
    await person.tap("forget_all")


async def fill_in(house: House, canary: Person) -> None:
    """Everything that a member can write, tap or cause."""
    await canary.send("/plan")
    await canary.tap("plan_action:1")
    await canary.tap("Ik neem deze")
    await look(canary, "/team", "team_settings", "routine")
    await canary.send(WORDS["cue"])
    await canary.send(WORDS["routine"])
    await at(house, MONDAY_9 + 60)
    await canary.answer("on_track", str(THEIRS), "means")
    await canary.tap("note")
    await canary.send(WORDS["note"])
    if canary.can("share_note"):  # never in a team so small that it would tell whose it is
        await canary.tap("share_note")
    await canary.send(WORDS["typed"])
    await look(canary, "/team", "team_settings", "routine")
    await canary.send(WORDS["draft"])


LOOKS: Mapping[str, tuple[str, ...]] = {
    "the shared note": ("/team",),
    "the members": ("/team", "team_members"),
    "the plan": ("/plan",),
    "the action": ("/plan", "plan_action:1"),
    "an overview of their own": ("/mijngegevens",),
}
OF_LEAD = ("/team", "team_members", f"team_member:{ID}")


async def look(person: Person, command: str, *taps: str) -> None:
    await person.send(command)
    for what in taps:
        await person.tap(what)


@pytest.mark.promise("G13")
async def test_a_member_who_filled_in_everything_is_nowhere(
    invite: Invite,
    house: House,
    canary: Person,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    set_up_logging("DEBUG", "text")
    lead, *_ = people = await team_of(invite, 1 + len(LOOKS))
    await canary.send(f"/start {link_in(lead)}")
    await canary.tap("join")
    await canary.send("/diagnose")
    await canary.answer(*FULL)
    await look(canary, "/team", "round", "contribute")
    await fill_in(house, canary)
    await look(lead, *OF_LEAD)
    for person, place in zip(people[1:], LOOKS, strict=True):
        await look(person, *LOOKS[place])
    with monkeypatch.context() as broken:
        broken.setitem(HANDLERS, "help", fail)
        await canary.send("/help")
    assert set(singing(url)["rows"]) >= {str(ID), WORDS["name"], WORDS["note"], WORDS["cue"], WORDS["draft"]}
    await forget(canary)
    assert singing(url) == {}
    await house.later(20)
    assert singing(url) == {}
    kept = kept_in_memory()
    assert "operational_excellence" in kept
    assert not [word for word in (str(ID), *WORDS.values()) if word in kept]
    captured = capfd.readouterr()
    heard = captured.err + captured.out
    assert not [word for word in (str(ID), *WORDS.values()) if word in heard]


@pytest.mark.promise("G13")
async def test_a_lead_who_filled_in_everything_is_nowhere_and_neither_is_their_team(
    invite: Invite, house: House, canary: Person, url: str
) -> None:
    """The last one in a team, at whose invitation others looked, and which some were in before."""
    await canary.send("/diagnose")
    await canary.answer(*FULL)
    await canary.send("/team")
    await canary.tap("team_new")
    await canary.send(TEAM_NAME)
    await canary.tap("team_make:NL")
    await canary.tap("invite")
    left, _ = await join(invite, canary, "Ben"), await join(invite, canary, "Cas")
    guest = invite("nl", "Dana")
    await guest.send(f"/start {link_in(canary)}")
    await canary.send("/plan")
    await canary.tap("agree")
    await look(canary, "/plan", "plan_action:2", "plan_owner:2", "Cas")
    await fill_in(house, canary)
    await look(left, "/team", "team_members", "team_leave", "leave")
    await look(canary, "/team", "team_members", "Cas", "Uit het team halen", "Ja, haal")
    (team,) = await records(house, Team)
    assert TEAM_NAME in singing(url, TEAM_NAME)["rows"]
    await canary.post(in_group(canary, text=f"/start@vierstap_bot g_{team.id}"))
    await forget(canary)
    assert singing(url, TEAM_NAME, str(team.id)) == {}
    await guest.tap("join")
    assert await records(house, Member) == []


@pytest.mark.promise("G13")
async def test_a_lead_whose_team_goes_on_leaves_it_the_plan_and_nothing_else(
    invite: Invite, house: House, canary: Person, url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Own words for the director, files, a call for help, being away, an invitation, what others saw."""
    set_up_logging("DEBUG", "text")
    lead, mate, *_ = await team_of(invite, 5)
    await canary.send(f"/start {link_in(lead)}")
    await canary.tap("join")
    await canary.send("/diagnose")
    await canary.answer(*FULL)
    await do_as_member(house, canary, mate)
    await look(lead, *OF_LEAD, f"hand_over:{ID}", "Ja, draag over")
    await do_as_lead(canary)
    await canary.post(raw_inline(canary, house))
    await look(mate, "/plan")
    assert set(singing(url, OF_THE_TEAM)["rows"]) >= {str(ID), *(WORDS[name] for name in KEPT), OF_THE_TEAM}
    await forget(canary)
    assert {name for names in singing(url, OF_THE_TEAM).values() for name in names} == {OF_THE_TEAM}
    await house.later(20)
    await at(house, MONDAY_9 + WEEK + 60)
    assert {name for names in singing(url, OF_THE_TEAM).values() for name in names} == {OF_THE_TEAM}
    captured = capfd.readouterr()
    assert not [
        word for word in (str(ID), OF_THE_TEAM, *WORDS.values()) if word in captured.err + captured.out
    ]


KEPT = ("name", "brief")
"""What is there of them until they are forgotten."""


async def do_as_member(house: House, canary: Person, mate: Person) -> None:
    await look(canary, "/plan", "plan_action:1", "Ik neem deze")
    await look(mate, "/plan", "plan_action:2", "Ik neem deze", "state:2:done")
    await at(house, MONDAY_9 + 60)
    await canary.answer("stuck", str(THEIRS), "means")
    await canary.tap("ask_help")
    await look(canary, "/team", "report", "print_report")
    await look(canary, "/team", "team_settings", "team_calendar")
    await look(canary, "/team", "team_settings", "team_away")
    await canary.send("15 oktober")


async def do_as_lead(canary: Person) -> None:
    await look(canary, "/plan", "plan_add", "own_action")
    await canary.send(OF_THE_TEAM)
    await look(canary, "/team", "invite")
    await look(canary, "/team", "brief", "1 anders zeggen")
    await canary.send(WORDS["brief"])
    await canary.tap("print_brief")
    await canary.send("/export")


async def test_a_lead_who_deleted_the_team_before_is_nowhere(
    invite: Invite, canary: Person, url: str
) -> None:
    await canary.send("/diagnose")
    await canary.answer(*FULL)
    await canary.send("/team")
    await canary.tap("team_new")
    await canary.send(TEAM_NAME)
    await canary.tap("team_make:NL")
    await canary.tap("invite")
    await join(invite, canary, "Ben")
    guest = invite("nl", "Dana")
    await guest.send(f"/start {link_in(canary)}")
    await look(canary, "/team", "team_members", "team_delete", "delete_team")
    await forget(canary)
    assert singing(url, TEAM_NAME) == {}


async def told_before(house: House) -> tuple[Week, Round]:
    (week, *_), (found, *_) = await records(house, Week), await records(house, Round)
    return week, found


async def _leaves(person: Person) -> None:
    await look(person, "/team", "team_members", "team_leave", "leave")


async def _stays(person: Person) -> None:
    await person.send("/team")


@pytest.mark.parametrize("before", [_stays, _leaves], ids=["still a member", "left before"])
async def test_what_was_published_with_what_they_said_tells_nothing_more(
    invite: Invite, house: House, canary: Person, before: Callable[[Person], Awaitable[None]]
) -> None:
    people = await team_of(invite, 5)
    await canary.send(f"/start {link_in(people[0])}")
    await canary.tap("join")
    for person in (*people[1:], canary):
        await person.send("/diagnose")
        await person.answer(*FULL)
        await look(person, "/team", "round", "contribute")
    if not (await records(house, Round))[0].closed_on:
        await look(people[0], "/team", "round", "close_round", "close_round")
    await at(house, MONDAY_9 + 60)
    for person in (*people, canary):
        await check_in(person, 7, "means" if person is canary else "none")
    await at(house, MONDAY_9 + WEEK + 60)
    week, found = await told_before(house)
    assert week.light
    assert found.answers
    await before(canary)
    assert (await told_before(house)) == (week, found)
    await forget(canary)
    week, found = await told_before(house)
    assert (week.confidence, week.light, week.barrier, week.share) == (None,) * 4
    assert (found.answers, found.step, found.lane, found.gaps) == ({}, None, None, ())
    for command in ("/team", "/plan"):
        await people[0].send(command)
        assert people[0].screen.text
