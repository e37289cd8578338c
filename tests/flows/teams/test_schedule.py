"""When people of a team are asked how it goes: in plain weeks and around holidays."""

from dataclasses import replace

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import decide, plan_member, upcoming
from flows.teams.records import Appointment, Member, Reminding, Role
from tests.flows.teams.world import LEAD, at, local, make_world

ANNA = 2
TWO = ("Europe/Amsterdam", "Europe/Amsterdam")
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"


def test_after_easter_and_kings_day_a_check_in_comes_on_the_next_morning(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-19 12:00")
    world.run("2027-03-29 23:00")
    world.answer(LEAD)
    world.run("2027-04-06 12:00")
    assert world.said(LEAD) == [
        "2027-03-22 09:00 checkin 2027-03-22",
        "2027-03-23 09:00 n_checkin 2027-03-22:2027-03-23",
        "2027-03-30 08:00 checkin 2027-03-29",
        "2027-03-31 08:00 n_checkin 2027-03-29:2027-03-31",
        "2027-04-05 09:00 checkin 2027-04-05",
        "2027-04-06 09:00 n_checkin 2027-04-05:2027-04-06",
    ]
    on_tuesdays = make_world(catalogue, "2027-04-21 12:00", weekday=2)
    on_tuesdays.run("2027-05-05 12:00")
    assert on_tuesdays.said(LEAD) == [
        "2027-04-28 08:00 checkin 2027-04-27",
        "2027-04-29 08:00 n_checkin 2027-04-27:2027-04-29",
        "2027-05-04 09:00 checkin 2027-05-04",
        "2027-05-05 09:00 n_checkin 2027-05-04:2027-05-05",
    ]


def test_each_member_is_told_at_the_teams_hour_where_they_live(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", ("Europe/Amsterdam", TOKYO, NEW_YORK))
    world.run("2027-03-08 18:00")
    assert [world.said(person) for person in (1, 2, 3)] == [["2027-03-08 09:00 checkin 2027-03-08"]] * 3


@pytest.mark.parametrize(
    ("zone", "thursday", "friday"),
    [("Africa/Cairo", "2027-04-29", "2027-04-30"), ("Africa/Cairo", "2027-10-28", "2027-10-29")],
)
def test_a_reminder_keeps_its_local_time_where_the_clocks_change_in_between(
    catalogue: Catalogue, zone: str, thursday: str, friday: str
) -> None:
    world = make_world(catalogue, f"{thursday} 01:00", (zone,), weekday=4)
    world.run(f"{friday} 12:00")
    assert world.said(LEAD) == [
        f"{thursday} 09:00 checkin {thursday}",
        f"{friday} 09:00 n_checkin {thursday}:{friday}",
    ]


def test_who_has_answered_is_not_reminded(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-08 10:00")
    world.answer(LEAD)
    assert not world.due("n_checkin", LEAD)
    world.run("2027-03-09 12:00")
    assert len(world.said(LEAD)) == 1
    assert len(world.said(ANNA)) == 2


def test_a_reminder_that_met_an_answer_on_its_way_is_not_sent(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-08 10:00")
    row = next(row for row in world.ahead.values() if row.kind == "n_checkin" and row.user_id == LEAD)
    world.answer(LEAD)
    world.ahead[row.key] = row
    assert world.decide(row).why == "answered"


@pytest.mark.fault(33)
@pytest.mark.promise("G6")
@pytest.mark.parametrize(("up_again", "said"), [("2027-03-08 11:00", True), ("2027-03-08 11:01", False)])
def test_what_is_more_than_two_hours_late_is_skipped_and_the_weeks_go_on(
    catalogue: Catalogue, up_again: str, *, said: bool
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.now = at(up_again)
    world.run(up_again)
    assert bool(world.said(LEAD)) is said
    assert world.happened["checkin:7:1:2027-03-08"].decision.why == (None if said else "late")
    assert world.due("n_checkin", LEAD) == ["2027-03-09 09:00 2027-03-08:2027-03-09"]
    assert "2027-03-15 09:00 2027-03-15" in world.due("checkin", LEAD)


@pytest.mark.fault(33)
@pytest.mark.promise("G6")
def test_after_weeks_of_standing_still_one_opening_is_ahead_and_nothing_old_is_said(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.now = at("2027-04-01 12:00")
    happened = world.run("2027-04-01 12:00")
    assert not world.said(LEAD)
    assert sum(" checkin " in line for line in happened) == 4  # Two weeks were planned ahead, for two people
    assert world.due("checkin", LEAD) == ["2027-04-05 09:00 2027-04-05"]


def test_an_opening_that_is_still_in_time_after_a_long_stand_still_is_said(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    world.now = at("2027-04-05 10:30")
    world.run("2027-04-05 10:30")
    assert world.said(LEAD) == ["2027-04-05 10:30 checkin 2027-04-05"]


@pytest.mark.fault(33)
@pytest.mark.promise("G7")
def test_what_would_go_out_in_the_evening_after_a_short_stand_still_is_skipped(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", hour=19)
    world.now = at("2027-03-08 20:10")
    assert world.run("2027-03-08 20:10")[0] == "2027-03-08 20:10 checkin 2027-03-08 late"


@pytest.mark.fault(31)
@pytest.mark.promise("G6")
def test_a_clock_that_is_set_back_waits_and_repeats_nothing(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    world.run("2027-03-08 10:00")
    opening = world.happened["checkin:7:1:2027-03-08"].appointment
    back = at("2027-03-07 10:00")
    assert decide(catalogue, opening, world.crew(LEAD), back).until == at("2027-03-08 09:00")
    world.now = back
    world.plan()
    assert world.due("checkin", LEAD) == ["2027-03-15 09:00 2027-03-15"]
    world.run("2027-03-08 10:00")
    assert len(world.said(LEAD)) == 1


def test_who_joins_after_a_holiday_waits_no_week(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-26 12:00", weekday=2, hour=14)
    world.run("2027-03-30 10:00")
    newcomer = Member(7, ANNA, "Anna", Role.MEMBER, "Europe/Amsterdam", world.now)
    world.members[ANNA] = newcomer
    world.apply(plan_member(world.team, newcomer, world.now))
    world.run("2027-03-30 20:00")
    assert world.said(ANNA) == ["2027-03-30 14:00 checkin 2027-03-30"]


@pytest.mark.parametrize("reminding", [Reminding.OFF, Reminding.ASKED])
def test_who_wants_no_reminders_gets_none(catalogue: Catalogue, reminding: Reminding) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, review_on="2027-04-01")
    world.give(1, ANNA, "2027-03-18")
    world.set_member(ANNA, reminding=reminding)
    world.run("2027-04-15 12:00")
    assert world.said(ANNA) == []
    assert bool(world.due("checkin", ANNA)) is (reminding is Reminding.ASKED)


def test_a_pause_lasts_until_its_date_is_over_and_ends_by_itself(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-08 10:00")
    world.set_member(ANNA, reminding=Reminding.PAUSED, paused_until="2027-03-22")
    assert local(upcoming(world.team, world.crew(ANNA).me, world.now)[0].due_at) == "2027-03-30 08:00"
    world.run("2027-03-29 12:00")
    assert world.said(ANNA) == ["2027-03-08 09:00 checkin 2027-03-08"]
    assert world.happened["checkin:7:2:2027-03-22"].decision.why == "paused"
    world.run("2027-03-30 12:00")
    assert world.said(ANNA)[1:] == ["2027-03-30 08:00 checkin 2027-03-29"]
    assert world.members[ANNA].reminding is Reminding.ON


def test_after_three_missed_check_ins_one_question_comes_and_then_silence(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00", TWO)
    for monday in ("2027-04-05", "2027-04-12", "2027-04-19", "2027-04-26", "2027-05-03"):
        world.run(f"{monday} 12:00")
        world.answer(LEAD)
    openings = [line for line in world.said(ANNA) if " checkin" in line]
    assert openings == [f"2027-04-{day} 09:00 checkin 2027-04-{day}" for day in ("05", "12", "19")]
    assert world.said(ANNA)[-1] == "2027-04-26 09:00 n_pause 2027-04-26"
    assert world.members[ANNA].reminding is Reminding.ASKED
    world.set_member(ANNA, reminding=Reminding.ON, paused_until="2027-05-03")
    world.run("2027-05-10 12:00")
    assert world.said(ANNA)[-1] == "2027-05-10 09:00 checkin 2027-05-10"


def test_who_checks_in_after_that_question_has_answered_it(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00")
    world.run("2027-04-26 12:00")
    assert world.members[LEAD].reminding is Reminding.ASKED
    world.answer(LEAD)
    world.run("2027-05-24 12:00")
    assert [line for line in world.said(LEAD) if " checkin" in line][3:] == [
        "2027-05-03 09:00 checkin 2027-05-03",
        "2027-05-10 09:00 checkin 2027-05-10",
        "2027-05-18 08:00 checkin 2027-05-17",
    ]


def test_what_passed_in_a_pause_or_before_joining_was_not_missed(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00", TWO)
    world.run("2027-04-05 12:00")
    world.set_member(ANNA, reminding=Reminding.PAUSED, paused_until="2027-05-03")
    newcomer = Member(7, 3, "Bo", Role.MEMBER, "Europe/Amsterdam", at("2027-05-04 12:00"))
    world.run("2027-05-04 12:00")
    world.members[3] = newcomer
    world.apply(plan_member(world.team, newcomer, world.now))
    world.run("2027-05-24 12:00")
    for person in (ANNA, 3):
        openings = [line for line in world.said(person) if " checkin" in line and line > "2027-05"]
        assert openings[-1] == "2027-05-24 09:00 checkin 2027-05-24"
    assert not any("n_pause" in line for person in (ANNA, 3) for line in world.said(person))


def test_a_question_that_came_too_late_is_asked_at_the_next_opening(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00")
    world.run("2027-04-26 08:00")
    world.decide(world.ahead["checkin:7:1:2027-04-26"])
    world.now = at("2027-04-26 12:00")
    world.run("2027-05-03 12:00")
    assert world.happened["n_pause:7:1:2027-04-26"].decision.why == "late"
    assert world.said(LEAD)[-1] == "2027-05-03 09:00 n_pause 2027-05-03"


def test_who_left_and_a_plan_that_is_not_agreed_get_nothing(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    opening = Appointment("checkin", 7, ANNA, "2027-03-08", at("2027-03-08 09:00"))
    assert decide(catalogue, opening, world.crew(LEAD), opening.due_at).why == "left"
    world.team = replace(world.team, agreed=False)
    decision = decide(catalogue, opening, world.crew(ANNA), opening.due_at)
    assert (decision.why, decision.changes) == ("not_agreed", ())


@pytest.mark.fault(37)
def test_what_an_older_version_does_not_know_is_skipped(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    assert decide(catalogue, Appointment("new", 7, 1, "x", 0), world.crew(LEAD), 0).why == "unknown"


def test_what_comes_next_says_which_holiday_moved_it(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-25 12:00")
    ahead, because = upcoming(world.team, world.crew(LEAD).me, world.now)
    assert (local(ahead.due_at), because) == ("2027-03-30 08:00", "2027-03-29")
    assert upcoming(world.team, world.crew(LEAD).me, at("2027-03-30 12:00"))[1] is None
