"""Every week or every two: what opens when, and that nothing between is missed."""

from datetime import date, timedelta

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.reminders.names import ReminderKind
from flows.reminders.week_closing import weeks_to_close
from flows.screens.also import _in_a_row
from flows.teams.calendar import (
    current_period,
    first_day,
    in_rhythm,
    next_period,
    on_weekday,
    period_after,
    period_before,
)
from flows.teams.records import Reminding
from flows.teams.statistics import own_weeks
from tests.flows.teams.sample import team
from tests.flows.teams.world import AMSTERDAM, World, at, make_world

SIX = (AMSTERDAM,) * 6


def fortnightly(catalogue: Catalogue, agreed: str = "2027-02-05 12:00") -> World:
    """Agreed on a Friday: the first check-in is on Monday 8 February, then on the 22nd."""
    world = make_world(catalogue, agreed, SIX)
    world.change(every=2)
    return world


def opened(world: World, person: int = 2) -> list[str]:
    return [line.split()[3] for line in world.said(person) if line.split()[2] == ReminderKind.CHECKIN]


def test_a_check_in_opens_every_two_weeks(catalogue: Catalogue) -> None:
    world = fortnightly(catalogue)
    for monday in ("2027-02-08", "2027-02-22", "2027-03-08", "2027-03-22"):
        world.run(f"{monday} 12:00")
        world.answer(2)
    world.run("2027-03-31 12:00")
    assert opened(world) == ["2027-02-08", "2027-02-22", "2027-03-08", "2027-03-22"]


@pytest.mark.parametrize(("agreed", "first"), [("08:00", "2027-02-08"), ("10:00", "2027-02-15")])
def test_whoever_agrees_after_this_weeks_moment_waits_one_week(
    catalogue: Catalogue, agreed: str, first: str
) -> None:
    world = fortnightly(catalogue, f"2027-02-08 {agreed}")
    world.run("2027-03-03 12:00")
    assert opened(world)[0] == first


def test_the_week_closes_when_the_next_check_in_opens(catalogue: Catalogue) -> None:
    world = fortnightly(catalogue)
    world.run("2027-02-21 12:00")
    assert list(world.weeks) == []
    world.run("2027-02-22 12:00")
    assert list(world.weeks) == ["2027-02-08"]


def test_nobody_is_asked_about_weeks_without_a_check_in(catalogue: Catalogue) -> None:
    """Three missed are three that were: six weeks, not three."""
    world = fortnightly(catalogue)
    world.run("2027-03-20 12:00")
    assert {member.reminding for member in world.members.values()} == {Reminding.ON}
    world.run("2027-03-23 12:00")
    assert {member.reminding for member in world.members.values()} == {Reminding.ASKED}


def test_weeks_in_a_row_are_counted_in_weeks(catalogue: Catalogue) -> None:
    world = fortnightly(catalogue)
    for monday in ("2027-02-08", "2027-02-22"):
        world.run(f"{monday} 12:00")
        world.answer(2)
    crew = world.crew(2)
    assert _in_a_row(crew) == 4
    assert [week.period for week in own_weeks(crew.team, crew.me, crew.my_checkins)] == [
        "2027-02-08",
        "2027-02-22",
    ]


@pytest.mark.parametrize("weekday", [1, 3, 5])
@pytest.mark.parametrize("changes", ["2", "21", "212", "2w1", "w2w1", "2ww"])
def test_periods_follow_each_other_whatever_was_chosen(changes: str, weekday: int) -> None:
    """After each other and before each other are inverses, never two in one week, and never lost."""
    changing = team(weekday=weekday, agreed_at=at("2027-02-05 12:00"))
    now = at("2027-02-10 12:00")
    for place, change in enumerate(changes):
        if change == "w":
            changing = on_weekday(changing, 1 + (changing.weekday + place) % 5, [AMSTERDAM], now)
        else:
            changing = in_rhythm(changing, int(change), [AMSTERDAM], now)
        opened_last = current_period(changing, AMSTERDAM, now)
        following = next_period(changing, AMSTERDAM, now)
        assert monday_of(following) - monday_of(opened_last) >= timedelta(weeks=changing.every)
        now += 9 * 86_400
    period = first_day(changing, "2027-02-01")
    for _ in range(30):
        following = period_after(changing, period)
        assert period_before(changing, following) == period
        assert monday_of(following) > monday_of(period)
        assert first_day(changing, following) == following
        period = following


def test_another_rhythm_closes_what_was_open_and_nothing_else(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.run("2027-02-16 12:00")
    world.team = in_rhythm(world.team, 2, [AMSTERDAM], world.now)
    world.plan()
    assert weeks_to_close(world.crew(1), world.now) == ["2027-02-15", "2027-03-01"]
    world.run("2027-03-16 12:00")
    assert list(world.weeks) == ["2027-02-08", "2027-02-15", "2027-03-01"]


def monday_of(day: str) -> date:
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())
