"""When the answers of a week are told."""

from dataclasses import replace

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import decide
from flows.screens.also import also_blocks
from flows.teams.checkins import open_period
from flows.teams.records import Appointment, Light, Reminding, Week
from tests.flows.teams.world import LEAD, at, confident, make_world

ANNA = 2
TWO = ("Europe/Amsterdam", "Europe/Amsterdam")
FIVE = ("Europe/Amsterdam",) * 5
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"


def test_a_week_is_published_when_the_next_one_opens_however_soon_all_answered(catalogue: Catalogue) -> None:
    """Told early, it would tell that whoever was silent just answered."""
    world = make_world(catalogue, "2027-03-05 12:00", FIVE)
    confident(world, "2027-03-08", 7)
    assert not world.weeks
    world.run("2027-03-15 09:00")
    assert world.weeks["2027-03-08"].confidence is Light.AMBER
    for person in world.members:
        world.checkins[person, "2027-03-08"] = replace(world.checkins[person, "2027-03-08"], confidence=1)
    world.run("2027-03-22 12:00")
    assert world.weeks["2027-03-08"].confidence is Light.AMBER


def test_a_week_is_published_when_the_next_one_opens_and_only_once_check_ins_began(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-15 08:59")
    assert not world.weeks
    world.run("2027-03-15 09:00")
    assert list(world.weeks) == ["2027-03-08"]
    assert world.due("week", 0) == ["2027-03-22 09:00 2027-03-15"]


def test_a_week_in_which_nobody_answers_is_published_also_after_another_hour_was_chosen(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-15 12:00")
    world.change(hour=10)
    world.run("2027-03-22 12:00")
    assert [week.told for week in world.weeks.values()] == [False, False]


@pytest.mark.parametrize("change", [{}, {"hour": 15}, {"group_id": -100}])
def test_the_first_week_closes_at_its_time_whoever_answered_and_however_the_plan_is_timed_anew(
    catalogue: Catalogue, change: dict[str, int]
) -> None:
    for answering in ((), (1,), range(1, 6)):
        world = make_world(catalogue, "2027-03-05 12:00", FIVE)
        world.run("2027-03-08 16:00")
        for person in answering:
            world.answer(person)
        world.change(**change)
        assert list(world.weeks) == []
        hour = change.get("hour", 9)
        assert world.due("week", 0) == [
            f"2027-03-15 {hour:02}:00 2027-03-08",
            f"2027-03-22 {hour:02}:00 2027-03-15",
        ]
        world.run("2027-03-15 16:00")
        assert [week.told for week in world.weeks.values()] == [len(answering) == 5]


def test_nobody_can_check_in_between_agreeing_and_the_first_opening(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.set_member(LEAD, joined_at=at("2027-02-20 12:00"))
    assert open_period(world.crew(LEAD), world.now) is None
    world.run("2027-03-08 09:01")
    assert open_period(world.crew(LEAD), world.now) == "2027-03-08"


def test_a_week_that_closes_is_for_the_group_and_published_however_late(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.change(group_id=-100)
    world.run("2027-03-15 10:00")
    assert world.said(0) == ["2027-03-15 09:00 group_week 2027-03-08"]
    world.now = at("2027-03-23 10:00")
    world.run("2027-03-23 10:00")
    assert len(world.said(0)) == 1
    assert "2027-03-15" in world.weeks
    assert world.due("week", 0) == ["2027-03-30 08:00 2027-03-22"]


def test_all_are_told_once_where_confidence_dropped(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00", ("Europe/Amsterdam",) * 6)
    world.set_member(6, reminding=Reminding.OFF)
    confident(world, "2027-04-05", 8)
    confident(world, "2027-04-12", 8)
    confident(world, "2027-04-19", 6)
    world.run("2027-04-27 12:00")
    dropped = [one for one in world.happened.values() if one.appointment.kind == "n_conf_drop"]
    assert sorted(one.appointment.user_id for one in dropped) == [1, 2, 3, 4, 5]
    for person in range(1, 6):  # The check-in that opens at that moment says it
        said = [block.template for block in also_blocks(catalogue, world.crew(person), "2027-04-26")]
        assert "also/dropped" in said
    assert not any(key.startswith("n_conf_drop:7:6:") for key in world.happened)


def test_nobody_is_told_of_a_drop_that_may_not_be_told(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00", ("Europe/Amsterdam",) * 4)
    confident(world, "2027-04-05", 8)
    confident(world, "2027-04-12", 8)
    confident(world, "2027-04-19", 6)
    world.run("2027-04-30 12:00")
    assert not any("n_conf_drop" in key for key in world.happened)


def test_a_drop_that_another_week_followed_is_not_told_any_more(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00")
    green, amber = Light.GREEN, Light.AMBER
    lights = {"2027-04-05": green, "2027-04-12": green, "2027-04-19": amber, "2027-04-26": amber}
    for period, light in lights.items():
        world.weeks[period] = Week(7, period, 0, told=True, confidence=light, light=light)
    drop = Appointment("n_conf_drop", 7, LEAD, "2027-04-19", at("2027-04-26 10:00"))
    assert decide(catalogue, drop, world.crew(LEAD), drop.due_at).why == "over"
    del world.weeks["2027-04-26"]
    assert decide(catalogue, drop, world.crew(LEAD), drop.due_at).why == "enough"  # The check-in says it
    for period in ("2027-04-05", "2027-04-12"):
        world.weeks[period] = Week(7, period, 0)
    assert decide(catalogue, drop, world.crew(LEAD), drop.due_at).why == "over"
