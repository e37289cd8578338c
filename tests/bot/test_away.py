"""Being away, and a check-in every two weeks: said with taps or words, seen by nobody else."""

from datetime import date, datetime

import pytest

from bot.services.typed_dates import TypedDates
from flows.teams.records import Member, Reminding, Team
from messages.renderer import Renderer
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import DAY, MONDAY_9, WEEK, at, lead_of, records, team_of

NOW = datetime.fromisoformat("2027-03-09T12:00+00:00").timestamp()


async def mine(house: House, person: Person) -> Member:
    return next(one for one in await records(house, Member) if one.user_id == person.id)


async def test_two_weeks_away_are_three_taps_and_the_fourth_takes_them_back(
    invite: Invite, house: House
) -> None:
    _, ben = await team_of(invite, 2)
    await ben.send("/team")
    for button in ("team_settings", "team_away", "remind:pause:2"):
        await ben.tap(button)
    away = await mine(house, ben)
    assert (away.reminding, away.paused_until) == (Reminding.PAUSED, "2026-10-05")
    assert ben.sees("weg tot en met 5 oktober")
    heard = len(ben.chat)
    await at(house, MONDAY_9 + WEEK)
    assert len(ben.chat) == heard
    await ben.tap("remind:on")
    assert (await mine(house, ben)).reminding is Reminding.ON


@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("nl", "15 november", "2026-11-15"),
        ("nl", "t/m vrijdag 2 okt", "2026-10-02"),
        ("en", "January 4th", "2027-01-04"),
        ("en", "until 3-11", "2026-11-03"),
    ],
)
async def test_the_last_day_can_be_typed(
    invite: Invite, house: House, language: str, typed: str, day: str
) -> None:
    anna = await lead_of(invite, language)
    await anna.send("/team")
    for button in ("team_settings", "team_away"):
        await anna.tap(button)
    await anna.send(typed)
    assert (await mine(house, anna)).paused_until == day


@pytest.mark.parametrize(
    "typed", ["ooit", "2 weken", "31 februari", "1 oktober of 2 oktober", "15 november 2033"]
)
async def test_a_day_that_is_not_clear_is_asked_for_again(invite: Invite, house: House, typed: str) -> None:
    anna = await lead_of(invite)
    await anna.send("/team")
    for button in ("team_settings", "team_away"):
        await anna.tap(button)
    await anna.send(typed)
    assert (await mine(house, anna)).reminding is Reminding.ON
    assert anna.can("remind:pause:1")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2027-08-15", date(2027, 8, 15)),
        ("15-8-2027", date(2027, 8, 15)),
        ("15/8/27", date(2027, 8, 15)),
        ("15.8.", date(2027, 8, 15)),
        ("de 15de augustus", date(2027, 8, 15)),
        ("15 augustus 2027", date(2027, 8, 15)),
        ("Aug 15, 2027", date(2027, 8, 15)),
        ("the 15th of August", date(2027, 8, 15)),
        ("1 maart", date(2028, 3, 1)),
        ("9 maart", date(2027, 3, 9)),
        ("29 februari", date(2028, 2, 29)),
        ("augustus", None),
        ("15", None),
        ("1/2/3/4", None),
        ("x" * 500, None),
        ("99 augustus", None),
        ("٣ augustus", date(2027, 8, 3)),
    ],
)
def test_a_day_is_read_in_every_language(typed: str, day: date | None) -> None:
    assert TypedDates(Renderer()).read(typed, NOW) == day


async def test_a_lead_chooses_two_weeks_and_members_follow(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await anna.send("/team")
    for button in ("team_settings", "team_moment", "rhythm:2"):
        await anna.tap(button)
    (team,) = await records(house, Team)
    assert team.every == 2
    heard = []
    for week in range(4):
        await at(house, MONDAY_9 + week * WEEK + 60)
        heard.append(ben.newest.text)
        await at(house, MONDAY_9 + week * WEEK + 2 * DAY)
    assert [heard[week] == heard[week - 1] for week in range(1, 4)].count(True) >= 1
    await ben.send("/team")
    assert not ben.can("rhythm:1")
