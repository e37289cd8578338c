"""When what somebody put off comes back."""

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import snooze
from flows.teams.changes import Put
from flows.teams.records import Appointment
from tests.flows.teams.world import LEAD, local, make_world

ANNA = 2
TWO = ("Europe/Amsterdam", "Europe/Amsterdam")
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"


def test_not_now_comes_back_on_the_next_allowed_day_at_the_teams_hour(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-19 12:00")
    world.run("2027-03-25 10:00")
    notice = Appointment("n_review", 7, LEAD, "2099-01-05", world.now)
    later = snooze(notice, world.team, "Europe/Amsterdam", world.now)
    assert (local(later.due_at), later.subject) == ("2027-03-30 09:00", "2099-01-05:2027-03-30")
    again = snooze(later, world.team, "Europe/Amsterdam", later.due_at)
    assert (local(again.due_at), again.subject) == ("2027-03-31 09:00", "2099-01-05:2027-03-31")


def test_a_check_in_that_was_put_off_to_the_day_of_its_reminder_comes_once(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    world.run("2027-03-08 09:30")
    opening = world.happened["checkin:7:1:2027-03-08"].appointment
    for _ in range(2):  # Tapped twice
        world.apply((Put(snooze(opening, world.team, "Europe/Amsterdam", world.now)),))
    world.run("2027-03-09 23:00")
    assert world.said(LEAD)[1:] == ["2027-03-09 09:00 n_checkin 2027-03-08:2027-03-09"]
    reminder = Appointment("n_checkin", 7, LEAD, "2027-03-08:2027-03-09", world.now)
    world.apply((Put(snooze(reminder, world.team, "Europe/Amsterdam", world.now)),))
    world.run("2027-03-12 12:00")
    assert world.said(LEAD)[2:] == ["2027-03-10 09:00 n_checkin 2027-03-08:2027-03-10"]


def test_an_opening_that_is_put_off_after_its_reminder_comes_once_more(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    world.run("2027-03-09 12:00")
    opening = world.happened["checkin:7:1:2027-03-08"].appointment
    world.apply((Put(snooze(opening, world.team, "Europe/Amsterdam", world.now)),))
    world.run("2027-03-10 12:00")
    assert world.said(LEAD)[2:] == ["2027-03-10 09:00 n_checkin 2027-03-08:2027-03-10"]


@pytest.mark.parametrize("change", [{"hour": 15}, {"group_id": -100}])
def test_what_was_put_off_comes_also_where_the_plan_is_timed_anew(
    catalogue: Catalogue, change: dict[str, int]
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, review_on="2027-03-17")
    world.give(1, ANNA, "2027-03-18")
    world.run("2027-03-15 10:00")
    for key in ("n_action_due:7:2:1:2027-03-18", "n_review:7:2:2027-03-17"):
        told = world.happened[key]
        assert told.decision.say
        world.apply((Put(snooze(told.appointment, world.team, "Europe/Amsterdam", world.now)),))
    world.change(**change)
    world.run("2027-03-16 12:00")
    assert "2027-03-16 09:00 n_action_again 1:2027-03-18:2027-03-16" in world.said(ANNA)
    assert "2027-03-16 09:00 n_review_again 2027-03-17:2027-03-16" in world.said(ANNA)


def test_what_was_put_off_is_not_said_of_a_date_that_moved_meanwhile(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, review_on="2027-03-17")
    world.give(1, ANNA, "2027-03-18")
    world.run("2027-03-15 10:00")
    for key in ("n_action_due:7:2:1:2027-03-18", "n_review:7:2:2027-03-17"):
        told = world.happened[key].appointment
        world.apply((Put(snooze(told, world.team, "Europe/Amsterdam", world.now)),))
    world.give(1, ANNA, "2027-03-25")
    world.change(review_on="2027-04-14")
    world.run("2027-03-16 12:00")
    assert not [line for line in world.said(ANNA) if "again" in line]
    assert world.due("n_action_due", ANNA) == ["2027-03-22 09:00 1:2027-03-25"]
    assert world.due("n_review", ANNA) == ["2027-04-12 09:00 2027-04-14"]


def test_two_reminders_that_a_move_brings_to_one_date_are_one(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-01 12:00", ("Europe/Amsterdam", "America/Los_Angeles"), weekday=4)
    world.run("2027-03-05 06:00")
    opening = world.happened["checkin:7:2:2027-03-04"].appointment
    world.set_member(ANNA, zone=TOKYO)  # Where the reminder of Friday would come on Saturday
    world.apply((Put(snooze(opening, world.team, TOKYO, world.now)),))
    world.run("2027-03-09 12:00")
    assert world.said(ANNA)[1:] == ["2027-03-08 09:00 n_checkin 2027-03-04:2027-03-08"]


def test_a_reminder_that_was_put_off_beyond_its_week_is_dropped(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", weekday=5)
    world.run("2027-03-18 12:00")
    reminder = Appointment("n_checkin", 7, LEAD, "2027-03-12", 0)
    world.apply((Put(snooze(reminder, world.team, "Europe/Amsterdam", world.now)),))
    world.run("2027-03-19 12:00")
    assert world.happened["n_checkin:7:1:2027-03-12:2027-03-19"].decision.why == "over"
