"""When people of a team hear of their actions and their review."""

from dataclasses import replace

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import plan_member
from flows.teams.records import Reminding, State
from tests.flows.teams.world import LEAD, at, confident, make_world

ANNA = 2
TWO = ("Europe/Amsterdam", "Europe/Amsterdam")
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"


def test_the_owner_hears_three_days_before_an_action_is_due(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, hour=19, review_on="2027-03-26")
    world.give(1, ANNA, "2027-03-20")
    world.run("2027-03-15 20:00")
    world.answer(ANNA)
    world.give(2, ANNA, "2027-03-24")  # Three days before it is a Sunday, in a week with room for more
    world.run("2027-03-23 12:00")
    told = [line for line in world.said(ANNA) if "n_action_due" in line]
    assert told == [
        "2027-03-17 19:00 n_action_due 1:2027-03-20",
        "2027-03-22 08:00 n_action_due 2:2027-03-24",
    ]


def test_what_is_due_within_days_of_a_check_in_is_said_by_it(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, ANNA, "2027-03-18")
    world.run("2027-03-15 12:00")
    assert world.happened["n_action_due:7:2:1:2027-03-18"].decision.why == "enough"


@pytest.mark.parametrize(
    ("number", "owner", "target_on", "state", "why"),
    [
        (1, ANNA, "2027-03-18", State.DONE, "done"),
        (1, LEAD, "2027-03-18", State.TODO, "owner"),
        (1, ANNA, "2027-04-18", State.TODO, "moved"),
        (1, ANNA, "2027-03-18", State.STUCK, "enough"),
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
    assert "n_action_due:7:2:1:2027-03-18" in world.happened


def test_who_is_stuck_with_an_action_two_weeks_running_is_helped_two_days_later(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO)
    world.give(1, ANNA, "2027-05-18")
    world.run("2027-03-08 12:00")
    world.answer(ANNA, state=State.STUCK)
    world.run("2027-03-15 22:00")
    world.answer(ANNA, state=State.STUCK)
    world.run("2027-03-18 12:00")
    assert world.said(ANNA)[-1] == "2027-03-18 08:00 n_stuck 2027-03-15"


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
    assert told == ["2027-04-13 09:00 review 2027-04-13"]
    assert world.happened["n_review:7:1:2027-04-13"].now == at("2027-04-09 09:00")


def test_the_group_hears_of_a_review_also_where_its_lead_wants_silence(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", TWO, review_on="2027-03-16")
    world.change(group_id=-100)
    world.set_member(LEAD, reminding=Reminding.OFF)
    world.run("2027-03-16 12:00")
    assert world.happened["review:7:0:2027-03-16"].decision.why == "silent"
    assert world.said(0)[-1] == "2027-03-16 09:00 group_review 2027-03-16"


def test_a_lead_far_away_hears_of_the_review_by_day(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-03-05 12:00", ("America/Los_Angeles",), review_on="2027-03-16")
    world.run("2027-03-16 20:00")
    assert world.said(0)[-1] == "2027-03-16 08:00 review 2027-03-16"
