"""What people of a team are told and when: in plain weeks, around holidays, and when facts change."""

from dataclasses import replace

import pytest

from flows.catalogue import Catalogue
from flows.teams.agenda import decide, plan_member, snooze, upcoming
from flows.teams.changes import Put
from flows.teams.model import Appointment, Member, Reminding, Role, State, Week
from tests.flows.teams.world import LEAD, World, at, local, make_world

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


def test_what_would_go_out_in_the_evening_after_a_short_stand_still_is_skipped(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", hour=19)
    world.now = at("2027-03-08 20:10")
    assert world.run("2027-03-08 20:10")[0] == "2027-03-08 20:10 checkin 2027-03-08 late"


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
    world.change(weekday=2)
    world.run("2027-03-30 20:00")
    assert world.said(LEAD) == ["2027-03-30 08:00 checkin 2027-03-29"]
    assert "2027-04-06 14:00 2027-04-06" in world.due("checkin", LEAD)


def test_what_is_said_before_another_day_is_chosen_is_published_all_the_same(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-09 12:00")
    world.answer(ANNA)
    world.change(weekday=3)
    world.run("2027-03-10 10:00")
    assert world.weeks["2027-03-08"].answered == 1
    world.run("2027-03-17 10:00")
    assert set(world.weeks) == {"2027-03-08", "2027-03-10"}


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
    assert local(upcoming(world.crew(ANNA), world.now)[0].due_at) == "2027-03-30 08:00"
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


def test_the_owner_hears_three_days_before_an_action_is_due(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, hour=19)
    world.give(1, ANNA, "2027-03-18")
    world.run("2027-03-14 12:00")
    world.give(2, ANNA, "2027-03-24")  # Three days before it is a Sunday
    world.run("2027-03-23 12:00")
    told = [line for line in world.said(ANNA) if "n_action_due" in line]
    assert told == [
        "2027-03-15 19:00 n_action_due 1:2027-03-18",
        "2027-03-22 08:00 n_action_due 2:2027-03-24",
    ]


@pytest.mark.parametrize(
    ("number", "owner", "target_on", "state", "why"),
    [
        (1, ANNA, "2027-03-18", State.DONE, "done"),
        (1, LEAD, "2027-03-18", State.TODO, "owner"),
        (1, ANNA, "2027-04-18", State.TODO, "moved"),
        (1, ANNA, "2027-03-18", State.STUCK, None),
    ],
)
def test_an_action_that_changed_since_is_not_reminded_of(
    catalogue: Catalogue, number: int, owner: int, target_on: str, state: State, why: str | None
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(number, ANNA, "2027-03-18")
    world.actions[number] = replace(world.actions[number], target_on=target_on, state=state)
    world.owners[number] = owner
    world.run("2027-03-15 12:00")
    assert world.happened["n_action_due:7:2:1:2027-03-18"].decision.why == why
    assert (world.due("n_action_due", ANNA) == ["2027-04-15 09:00 1:2027-04-18"]) is (why == "moved")


def test_an_action_is_reminded_of_only_in_time_to_who_wants_it_and_of_an_agreed_plan(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, LEAD, "2027-03-07")
    world.set_member(ANNA, reminding=Reminding.OFF)
    world.give(1, ANNA, "2027-03-18")
    world.team = replace(world.team, agreed=False)
    world.give(1, LEAD, "2027-03-18")
    assert not world.due("n_action_due", LEAD) + world.due("n_action_due", ANNA)


def test_another_hour_holds_for_actions_too(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, ANNA, "2027-03-18")
    world.change(hour=15)
    assert world.due("n_action_due", ANNA) == ["2027-03-15 15:00 1:2027-03-18"]


def test_an_action_whose_text_is_gone_is_not_reminded_of(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, ANNA, "2027-03-18")
    world.actions[1] = replace(world.actions[1], action="no_longer")
    world.run("2027-03-15 12:00")
    assert world.happened["n_action_due:7:2:1:2027-03-18"].decision.why == "gone"


def test_who_comes_back_is_reminded_of_the_own_actions_again(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, ANNA, "2027-03-18")
    world.ahead = {key: row for key, row in world.ahead.items() if row.user_id != ANNA}  # Stopped
    world.apply(plan_member(world.team, world.members[ANNA], world.now))
    world.run("2027-03-15 12:00")
    assert "2027-03-15 09:00 n_action_due 1:2027-03-18" in world.said(ANNA)


def test_who_is_stuck_with_an_action_two_weeks_running_is_helped_at_once(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, ANNA, "2027-05-18")
    world.run("2027-03-08 12:00")
    world.answer(ANNA, state=State.STUCK)
    world.run("2027-03-15 22:00")
    world.answer(ANNA, state=State.STUCK)
    world.run("2027-03-16 12:00")
    assert world.said(ANNA)[-1] == "2027-03-16 08:00 n_stuck 2027-03-15"


@pytest.mark.parametrize("change", ["corrected", "given away", "done", "another action", "a week between"])
def test_who_is_not_stuck_after_all_is_left_alone(catalogue: Catalogue, change: str) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, ANNA, "2027-05-18")
    world.run("2027-03-08 12:00")
    world.answer(ANNA, state=State.STUCK)
    if change == "another action":
        del world.owners[1]
        world.give(2, ANNA, "2027-05-18")
    world.run("2027-03-22 22:00" if change == "a week between" else "2027-03-15 22:00")
    world.answer(ANNA, state=State.STUCK)
    if change == "corrected":
        world.answer(ANNA, state=State.ON_TRACK)
    if change == "given away":
        world.owners[1] = LEAD
    if change == "done":
        world.actions[1] = replace(world.actions[1], state=State.DONE)
    world.run("2027-03-23 12:00" if change == "a week between" else "2027-03-16 12:00")
    assert not any("n_stuck" in line for line in world.said(ANNA))


def test_the_review_is_told_two_working_days_before_and_to_the_lead_on_its_day(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, review_on="2027-03-30")
    confident(world, "2027-03-22", 7)
    world.run("2027-03-30 12:00")
    assert "2027-03-24 09:00 n_review 2027-03-30" in world.said(LEAD)
    assert "2027-03-24 09:00 n_review 2027-03-30" in world.said(ANNA)
    assert world.said(0)[-1] == "2027-03-30 09:00 review 2027-03-30"


def test_a_review_that_moved_is_not_told_on_its_old_day(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, review_on="2027-03-30")
    world.team = replace(world.team, review_on="2027-04-13")
    confident(world, "2027-03-22", 7)
    world.run("2027-04-13 12:00")
    told = [line for person in (0, LEAD) for line in world.said(person) if "review" in line]
    assert told == ["2027-04-13 09:00 review 2027-04-13", "2027-04-09 09:00 n_review 2027-04-13"]


def test_the_group_hears_of_a_review_also_where_its_lead_wants_silence(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, review_on="2027-03-16")
    world.change(group_id=-100)
    world.set_member(LEAD, reminding=Reminding.OFF)
    world.run("2027-03-16 12:00")
    decision = world.happened["review:7:0:2027-03-16"].decision
    assert (decision.say, decision.why, decision.group) == (False, "silent", True)


def test_a_lead_far_away_hears_of_the_review_by_day(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", ("America/Los_Angeles",), review_on="2027-03-16")
    world.run("2027-03-16 20:00")
    assert world.said(0)[-1] == "2027-03-16 08:00 review 2027-03-16"


def test_a_week_is_published_when_all_who_are_reminded_have_answered(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", ("Europe/Amsterdam",) * 4)
    world.set_member(4, reminding=Reminding.OFF)
    world.run("2027-03-08 12:00")
    for person in (1, 2):
        world.answer(person)
        assert not world.weeks
    world.answer(3)
    assert world.weeks["2027-03-08"].answered == 3
    world.answer(2, confidence=1)
    world.answer(3, confidence=1)
    world.run("2027-03-15 12:00")
    assert world.weeks["2027-03-08"].median == 7


def test_a_week_is_published_when_the_next_one_opens_and_only_once_check_ins_began(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-15 08:59")
    assert not world.weeks
    world.run("2027-03-15 09:00")
    assert list(world.weeks) == ["2027-03-08"]
    assert world.due("week", 0) == ["2027-03-22 09:00 2027-03-15"]


def test_a_week_in_which_nobody_is_reminded_stays_open_for_all_who_answer(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    for person in (LEAD, ANNA):
        world.set_member(person, reminding=Reminding.OFF)
    world.run("2027-03-08 12:00")
    for person in (LEAD, ANNA):
        assert not world.weeks
        world.answer(person)
    world.run("2027-03-15 12:00")
    assert world.weeks["2027-03-08"].answered == 2


def test_a_week_does_not_wait_for_who_joined_in_it(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    world.run("2027-03-08 12:00")
    world.members[ANNA] = Member(7, ANNA, "Anna", Role.MEMBER, "Europe/Amsterdam", world.now)
    world.answer(LEAD)
    assert world.weeks["2027-03-08"].answered == 1


def test_a_week_in_which_nobody_answers_is_published_also_after_another_hour_was_chosen(
    catalogue: Catalogue,
) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.run("2027-03-15 12:00")
    world.change(hour=10)
    world.run("2027-03-22 12:00")
    assert [week.answered for week in world.weeks.values()] == [0, 0]


def test_what_is_said_between_agreeing_and_the_first_opening_is_published(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.answer(ANNA)
    world.run("2027-03-08 12:00")
    assert world.weeks["2027-03-01"].answered == 1


def test_a_week_that_closes_is_for_the_group_and_published_however_late(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.change(group_id=-100)
    world.run("2027-03-15 10:00")
    assert world.happened["week:7:0:2027-03-08"].decision.group
    world.now = at("2027-03-23 10:00")
    world.run("2027-03-23 10:00")
    assert not world.happened["week:7:0:2027-03-15"].decision.group
    assert not world.said(0)
    assert "2027-03-15" in world.weeks
    assert world.due("week", 0) == ["2027-03-30 08:00 2027-03-22"]


def confident(world: World, monday: str, confidence: int) -> None:
    world.run(f"{monday} 12:00")
    for person, member in world.members.items():
        if member.reminding is Reminding.ON:
            world.answer(person, confidence)


def test_all_are_told_once_where_confidence_dropped(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00", ("Europe/Amsterdam",) * 6)
    world.set_member(6, reminding=Reminding.OFF)
    confident(world, "2027-04-05", 8)
    confident(world, "2027-04-12", 8)
    confident(world, "2027-04-19", 6)
    world.run("2027-04-23 12:00")
    told = [[line for line in world.said(person) if "n_conf_drop" in line] for person in range(1, 6)]
    assert told == [["2027-04-19 12:00 n_conf_drop 2027-04-19"]] * 5
    assert not any(key.startswith("n_conf_drop:7:6:") for key in world.happened)


def test_nobody_is_told_of_a_drop_that_may_not_be_told(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00", ("Europe/Amsterdam",) * 4)
    confident(world, "2027-04-05", 8)
    confident(world, "2027-04-12", 8)
    confident(world, "2027-04-19", 6)
    world.run("2027-04-23 12:00")
    assert not any("n_conf_drop" in key for key in world.happened)


def test_a_drop_that_another_week_followed_is_not_told_any_more(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-04-02 12:00")
    for period, median in (("2027-04-05", 8), ("2027-04-12", 8), ("2027-04-19", 6), ("2027-04-26", 6)):
        world.weeks[period] = Week(7, period, 5, 5, 0, median)
    drop = Appointment("n_conf_drop", 7, LEAD, "2027-04-19", at("2027-04-26 10:00"))
    assert decide(catalogue, drop, world.crew(LEAD), drop.due_at).why == "over"
    del world.weeks["2027-04-26"]
    assert decide(catalogue, drop, world.crew(LEAD), drop.due_at).say
    world.weeks["2027-04-05"] = Week(7, "2027-04-05", 4, 5, 0, 8)
    assert decide(catalogue, drop, world.crew(LEAD), drop.due_at).why == "over"


def test_who_left_and_a_plan_that_is_not_agreed_get_nothing(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    opening = Appointment("checkin", 7, ANNA, "2027-03-08", at("2027-03-08 09:00"))
    assert decide(catalogue, opening, world.crew(LEAD), opening.due_at).why == "left"
    world.team = replace(world.team, agreed=False)
    decision = decide(catalogue, opening, world.crew(ANNA), opening.due_at)
    assert (decision.why, decision.changes) == ("not_agreed", ())


def test_what_an_older_version_does_not_know_is_skipped(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00")
    assert decide(catalogue, Appointment("new", 7, 1, "x", 0), world.crew(LEAD), 0).why == "unknown"


def test_what_comes_next_says_which_holiday_moved_it(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-25 12:00")
    ahead, because = upcoming(world.crew(LEAD), world.now)
    assert (local(ahead.due_at), because) == ("2027-03-30 08:00", "Tweede paasdag")
    assert upcoming(world.crew(LEAD), world.now, "en")[1] == "Easter Monday"
    assert upcoming(world.crew(LEAD), at("2027-03-30 12:00"))[1] is None
