"""When people of a team are asked how it goes once the hour, the day or where they live has changed."""

from dataclasses import replace

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import plan_member
from flows.teams.changes import Cancel
from tests.flows.teams.world import LEAD, make_world

ANNA = 2
TWO = ("Europe/Amsterdam", "Europe/Amsterdam")
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"


def test_an_hour_changed_after_the_opening_does_not_ask_twice_and_loses_no_week(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    world.run("2027-03-08 10:00")
    world.change(hour=14)
    world.run("2027-03-15 15:00")
    assert world.said(LEAD) == [
        "2027-03-08 09:00 checkin 2027-03-08",
        "2027-03-09 14:00 n_checkin 2027-03-08:2027-03-09",
        "2027-03-15 14:00 checkin 2027-03-15",
    ]


def test_who_moves_west_after_the_opening_is_not_asked_twice_on_a_date_and_loses_no_week(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", ("Europe/Amsterdam", TOKYO))
    world.run("2027-03-08 02:00")
    world.set_member(ANNA, zone="America/Los_Angeles")
    world.apply(plan_member(world.team, world.members[ANNA], world.now))
    world.run("2027-03-16 23:00")
    assert world.said(ANNA) == [
        "2027-03-08 09:00 checkin 2027-03-08",
        "2027-03-09 09:00 n_checkin 2027-03-08:2027-03-09",
        "2027-03-15 09:00 checkin 2027-03-15",
        "2027-03-16 09:00 n_checkin 2027-03-15:2027-03-16",
    ]


def test_what_was_planned_for_the_day_before_is_skipped_and_planned_anew(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    world.team = replace(world.team, weekday=3)
    world.run("2027-03-10 10:00")
    assert world.happened["checkin:7:1:2027-03-08"].decision.why == "moved"
    assert world.said(LEAD) == ["2027-03-10 09:00 checkin 2027-03-10"]


def test_another_day_chosen_after_a_holiday_asks_nobody_twice_on_that_date(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-26 12:00", hour=14)
    world.run("2027-03-30 10:00")
    world.choose(2)
    world.run("2027-03-30 20:00")
    assert world.said(LEAD) == ["2027-03-30 08:00 checkin 2027-03-29"]
    assert "2027-04-06 14:00 2027-04-06" in world.due("checkin", LEAD)


def test_what_is_said_before_another_day_is_chosen_is_published_all_the_same(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", ("Europe/Amsterdam",) * 5)
    world.run("2027-03-09 12:00")
    for person in world.members:
        world.answer(person)
    world.choose(3)
    world.run("2027-03-10 10:00")
    assert not world.weeks
    world.run("2027-03-17 10:00")
    assert world.weeks["2027-03-08"].told
    world.run("2027-03-24 10:00")
    assert set(world.weeks) == {"2027-03-08", "2027-03-17"}


def test_another_day_chosen_after_the_opening_begins_in_the_next_week(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", ("Europe/Amsterdam", NEW_YORK))
    world.run("2027-03-08 10:00")  # Not yet nine in New York
    world.choose(4)
    world.run("2027-03-18 18:00")
    asked = ["2027-03-08 09:00 checkin 2027-03-08", "2027-03-09 09:00 n_checkin 2027-03-08:2027-03-09"]
    assert world.said(LEAD) == world.said(ANNA) == [*asked, "2027-03-18 09:00 checkin 2027-03-18"]


def test_another_day_chosen_before_any_hour_of_opening_holds_in_the_same_week(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-08 07:55")
    world.choose(4)
    world.choose(3)
    world.run("2027-03-10 10:00")
    assert world.said(LEAD) == ["2027-03-10 09:00 checkin 2027-03-10"]


def test_what_was_open_stays_open_until_the_first_check_in_on_the_other_day(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-09 12:00")
    world.choose(3)
    world.run("2027-03-17 08:00")
    world.answer(ANNA)
    assert (ANNA, "2027-03-08") in world.checkins


def test_missed_check_ins_are_counted_over_a_change_of_day(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-15 12:00")
    world.choose(4)
    world.run("2027-04-01 12:00")
    assert world.said(ANNA)[-1] == "2027-04-01 09:00 n_pause 2027-04-01"


def test_who_moves_west_after_the_team_chose_another_day_is_still_asked(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-16 12:00", TWO, weekday=2)
    world.run("2027-04-22 06:30")
    world.choose(1)
    world.run("2027-04-26 09:30")
    world.set_member(ANNA, zone="America/Los_Angeles")
    world.apply((Cancel(7, "checkin", ANNA), *plan_member(world.team, world.members[ANNA], world.now)))
    assert world.due("checkin", ANNA) == ["2027-05-03 18:00 2027-05-03"]
