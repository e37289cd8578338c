"""A team of 500 works as a team of 5."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.assembly import Rooms
from bot.storage.records import Shape
from flows.teams.records import CheckIn, Light, Member, Role, Share, Week
from tests.bot.answers import FULL
from tests.bot.hall import Guest, Hall, Shown, open_hall
from tests.bot.house import Clock
from tests.bot.teams import MONDAY_9, WEEK

LARGE, SMALL = 500, 5
FIRST = 700_000_001
USES = 50
BARRIERS = ("means", "skills", "none")


@pytest.fixture
async def hall(url: str, rooms: Rooms, clock: Clock) -> AsyncIterator[Hall]:
    async with open_hall(url, rooms, clock) as hall:
        yield hall


async def lead_of(hall: Hall, number: int = FIRST) -> Guest:
    """Somebody with a full advice and a team of one."""
    lead = hall.guest(number)
    await lead.types("/diagnose")
    await lead.taps(*FULL)
    await lead.types("/team")
    await lead.taps("team_new")
    await lead.types("Webcare")
    await lead.taps("team_make:NL")
    return lead


async def team_of(hall: Hall, size: int, first: int = FIRST) -> list[Guest]:
    """A team with an agreed plan, the lead first; an invitation holds fifty people."""
    people = [await lead_of(hall, first)]
    link = ""
    for number in range(1, size):
        if number % USES == 1:
            await people[0].types("/uitnodigen")
            text = next(shown.text for shown in reversed(people[0].chat) if "start=t_" in shown.text)
            link = text.partition("start=")[2].split()[0]
        member = hall.guest(first + number, f"Member {number}")
        await member.types(f"/start {link}")
        await member.taps("join")
        people.append(member)
    await people[0].types("/plan")
    await people[0].taps("agree")
    return people


def asks_to_check_in(shown: Shown) -> bool:
    return any(action.startswith("check:") for _, action in shown.keyboard)


async def check_in(people: list[Guest]) -> None:
    for place, person in enumerate(people):
        await person.taps("three_or_more", str(5 + place % 4), BARRIERS[place % 3])


async def test_500_join_check_in_see_their_week_and_can_leave(hall: Hall) -> None:
    people = await team_of(hall, LARGE)
    members = people[1:]
    seen = [len(person.chat) for person in members]
    await hall.at(MONDAY_9 + 60)
    assert [len(person.chat) for person in members] == [count + 1 for count in seen]
    assert sum(asks_to_check_in(shown) for shown in people[0].chat) == 1, (
        "who hears of 499 others is asked as well"
    )

    await check_in(people)
    await hall.at(MONDAY_9 + WEEK + 60)
    (week,) = await hall.storage.run(lambda unit: unit.find(Week))
    assert (week.confidence, week.share) == (Light.AMBER, Share.MOST)
    await people[-1].types("/team")
    await people[-1].taps("picture")
    picture = next(shown for shown in reversed(people[-1].chat) if shown.file)
    assert "de meesten checkten in" in picture.text.lower()

    await people[0].types("/team")
    await people[0].taps("team_members", "team_members:1")
    assert "Member 12" in people[0].screen.text
    assert "Member 24" not in people[0].screen.text

    await people[0].types("/team")
    await people[0].taps("brief")
    await people[0].taps("print_brief")
    assert any(shown.file.startswith(b"%PDF") for shown in people[0].chat)

    await people[0].types("/vergeet")
    await people[0].taps("forget_all")
    lead = await hall.storage.run(lambda unit: unit.find(Member, role=Role.LEAD))
    assert [member.user_id for member in lead] == [people[1].id]
    assert await hall.storage.run(lambda unit: unit.count(CheckIn)) == LARGE - 1

    await hall.at(MONDAY_9 + 2 * WEEK + 60)
    assert await hall.storage.run(lambda unit: unit.count(Member)) == LARGE - 1


async def test_a_check_in_reads_no_more_in_a_large_team(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = await team_of(hall, SMALL), await team_of(hall, 10 * SMALL, FIRST + LARGE)
    await hall.at(MONDAY_9 + 60)
    read = Reading(monkeypatch)
    counted = []
    for team in (small, large):
        await check_in(team[1:3])
        read.records = 0
        await check_in(team[3:4])
        await team[3].types("/team")
        counted.append(read.records)
    assert counted[0] == counted[1]


class Reading:
    """Counts the records that are read of the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.records = 0
        read = Shape.record

        def count(shape: Shape[Any], row: Any) -> Any:  # noqa: ANN401 - any record
            self.records += 1
            return read(shape, row)

        monkeypatch.setattr(Shape, "record", count)


async def test_a_team_in_which_many_share_a_note_still_fits_on_a_screen(hall: Hall) -> None:
    people = await team_of(hall, 20)
    await hall.at(MONDAY_9 + 60)
    for place, person in enumerate(people):
        hall.clock.now += 1
        await check_in([person])
        await person.taps("note")
        await person.types(f"{place:02}" + "W" * 290)
        await person.taps("share_note")
    await people[0].types("/team")
    assert "• 19W" in people[0].screen.text
    assert "• 14W" not in people[0].screen.text
    assert "nog 15" in people[0].screen.text
