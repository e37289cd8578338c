"""What is drawn is drawn once, few at a time, and kept within bounds."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from bot.pictures.teams import TeamPictures
from bot.services.drawing import AT_ONCE, Studio
from flows.teams.overview import Overview
from tests.bot.conftest import Invite
from tests.bot.teams import team_of


class Brush:
    """Draws, and counts; it can be held up."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.hands: set[int] = set()
        self.go_on = threading.Event()
        self.go_on.set()

    def drawing(self, what: str, size: int = 1) -> Callable[[], bytes]:
        def draw() -> bytes:
            self.drawn.append(what)
            self.hands.add(threading.get_ident())
            self.go_on.wait(5)
            return what.encode() * size

        return draw


async def test_who_ask_for_the_same_at_once_share_one_drawing() -> None:
    studio, brush = Studio(), Brush()
    brush.go_on.clear()
    asking = [asyncio.ensure_future(studio.draw(("a",), brush.drawing("a"))) for _ in range(50)]
    await asyncio.sleep(0)
    asking[0].cancel()
    brush.go_on.set()
    assert set(await asyncio.gather(*asking[1:])) == {b"a"}
    assert brush.drawn == ["a"]


@pytest.mark.threat("S13")
@pytest.mark.promise("G11")
async def test_no_more_are_drawn_at_once_than_there_are_hands() -> None:
    studio, brush = Studio(), Brush()
    brush.go_on.clear()
    asking = [asyncio.ensure_future(studio.draw((n,), brush.drawing(str(n)))) for n in range(20)]
    await asyncio.sleep(0)
    brush.go_on.set()
    await asyncio.gather(*asking)
    assert len(brush.drawn) == 20
    assert len(brush.hands) <= AT_ONCE


@pytest.mark.threat("S13")
async def test_what_is_kept_is_bounded_and_the_oldest_goes() -> None:
    studio, brush = Studio(most_bytes=30), Brush()
    for what in "abcd":
        await studio.draw((what,), brush.drawing(what, 10))
    await studio.draw(("d",), brush.drawing("d", 10))
    assert brush.drawn == list("abcd")
    await studio.draw(("a",), brush.drawing("a", 10))
    assert brush.drawn == list("abcda")


async def test_what_is_larger_than_all_there_is_room_for_is_not_kept() -> None:
    studio, brush = Studio(most_bytes=5), Brush()
    for _ in range(2):
        assert len(await studio.draw(("a",), brush.drawing("a", 10))) == 10
    assert brush.drawn == ["a", "a"]


async def test_nothing_is_kept_for_long() -> None:
    studio, brush = Studio(seconds=-1), Brush()
    for _ in range(2):
        await studio.draw(("a",), brush.drawing("a"))
    assert brush.drawn == ["a", "a"]


async def test_a_drawing_that_fails_fails_for_who_asked_and_is_tried_again() -> None:
    studio, brush = Studio(), Brush()

    def fail() -> bytes:
        raise ValueError("no ink")

    for _ in range(2):
        with pytest.raises(ValueError, match="no ink"):
            await studio.draw(("a",), fail)
    assert await studio.draw(("a",), brush.drawing("a")) == b"a"


async def test_a_team_that_looks_at_its_picture_costs_one_drawing(
    invite: Invite, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await team_of(invite, 4)
    drawn: list[Overview] = []
    draw = TeamPictures.team

    def count(pictures: TeamPictures, language: str, seen: Overview) -> bytes:
        drawn.append(seen)
        return draw(pictures, language, seen)

    monkeypatch.setattr(TeamPictures, "team", count)
    for _ in range(3):
        for person in people:
            await person.send("/team")
            await person.tap("picture")
    assert len(drawn) == 1
    assert all(person.pictures for person in people)
