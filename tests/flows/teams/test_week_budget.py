"""A member hears from a team at most twice a week without asking, four times in a week of review."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.reminders.appointments import soon
from flows.reminders.names import ReminderKind
from flows.reminders.room import AT_ONCE, IN_A_WEEK, IN_A_WEEK_OF_REVIEW
from flows.screens.also import also_blocks, calls_for_help, kudos_row
from flows.teams.changes import Put
from flows.teams.records import Reminding, State
from tests.flows.teams.world import AMSTERDAM, World, at, local, make_world

SIX = (AMSTERDAM,) * 5 + ("America/New_York",)
MONDAY = date(2027, 2, 8)
NEWS = (ReminderKind.AGREED, ReminderKind.ROUND, ReminderKind.OUTCOME, ReminderKind.MOVED, ReminderKind.GROUP)


def day(week: int, weekday: int) -> str:
    return (MONDAY + timedelta(weeks=week, days=weekday)).isoformat()


def tell(world: World, kind: ReminderKind) -> None:
    """The lead does something that is news for everybody."""
    today = local(world.now)[:10]
    world.apply(Put(soon(kind, world.team, member, today, world.now)) for member in world.members.values())


def live(world: World, week: int, answering: int) -> None:
    """A week in which some check in late or not at all, much is due, and the lead makes news each day."""
    for weekday in range(5):
        world.run(f"{day(week, weekday)} 10:00")
        tell(world, NEWS[(week + weekday) % len(NEWS)])
        if weekday == 2:
            for person in list(world.members)[:answering]:
                world.answer(person, confidence=9 - 3 * (week % 3), state=State.STUCK)
        world.run(f"{day(week, weekday)} 19:00")
    if week % 4 == 3:
        world.change(review_on=day(week + 4, 2))


AWAY = 5
"""Who is away for three weeks."""


@pytest.mark.parametrize("every", [1, 2])
@pytest.mark.parametrize("weekday", [1, 5])
@pytest.mark.parametrize("answering", [0, 3])
def test_nine_weeks_stay_within_two_a_week_and_four_at_a_review(
    catalogue: Catalogue, answering: int, weekday: int, every: int
) -> None:
    """Of everybody, the lead too; none for who is away."""
    world = make_world(catalogue, "2027-02-05 12:00", SIX, weekday=weekday, review_on=day(3, 2))
    world.change(every=every)
    away = {"paused_from": day(2, 0), "paused_until": day(4, 6)}
    world.set_member(AWAY, reminding=Reminding.PAUSED, **away)
    for number, person in zip(world.actions, world.members, strict=False):
        world.give(number, person, day(2 * number, 3))
    reviews = {day(3, 0), day(7, 0)}
    for week in range(9):
        live(world, week, answering)
    told = Counter(
        (one.appointment.user_id or 1, monday(local(one.now, one.zone)))
        for one in world.happened.values()
        if one.decision.say and one.appointment.kind not in AT_ONCE
    )
    assert told
    assert not any((AWAY, day(week, 0)) in told for week in range(2, 5))
    assert any((AWAY, day(week, 0)) in told for week in range(5, 9))
    for (person, begun), times in told.items():
        assert times <= (IN_A_WEEK_OF_REVIEW if begun in reviews else IN_A_WEEK), (person, begun)


def test_the_check_in_and_its_reminder_come_whatever_else_there_is(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX, weekday=4)
    for week in range(3):
        live(world, week, 0)
    said = [line.split()[2] for line in world.said(2)]
    assert said.count("checkin") == 3
    assert said.count("n_checkin") >= 2


def test_what_found_no_room_is_said_by_the_next_check_in(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.give(1, 2, day(0, 4))
    due = [block.template for block in also_blocks(catalogue, world.crew(2), day(0, 0))]
    assert due == ["also/due", "also/agreed"]


def test_what_was_done_is_told_to_all_and_can_be_praised_by_all_others(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.give(1, 2, day(1, 0))
    world.actions[1] = replace(world.actions[1], state=State.DONE, done_on=day(0, 1))
    for person in (1, 2, 3):
        crew = world.crew(person)
        assert also_blocks(catalogue, crew, day(1, 0))[0].template == "also/done"
        assert bool(kudos_row(crew, day(1, 0))) == (person != 2)
    assert also_blocks(catalogue, world.crew(3), day(2, 0)) == ()


def test_where_something_is_stuck_the_lead_and_nobody_else_hears_what_to_do(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.actions[1] = replace(world.actions[1], state=State.STUCK)
    assert [block.template for block in also_blocks(catalogue, world.crew(1), day(1, 0))] == ["also/lead"]
    assert also_blocks(catalogue, world.crew(2), day(1, 0)) == ()


@pytest.mark.threat("S6")
def test_who_joined_is_told_to_the_lead_and_nobody_else_by_the_next_check_in(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-01-05 12:00", SIX)
    world.set_member(3, joined_at=at(f"{day(0, 2)} 12:00"))
    assert [block.template for block in also_blocks(catalogue, world.crew(1), day(1, 0))] == ["also/joined"]
    assert also_blocks(catalogue, world.crew(2), day(1, 0)) == ()
    assert also_blocks(catalogue, world.crew(1), day(2, 0)) == ()


@pytest.mark.parametrize("kind", sorted(AT_ONCE))
def test_what_no_check_in_tells_is_told_at_once(catalogue: Catalogue, kind: ReminderKind) -> None:
    """The check-in of Thursday and its reminder leave no room in this week."""
    world = make_world(catalogue, "2027-02-08 09:00", SIX, weekday=4)
    tell(world, kind)
    world.run("2027-02-08 19:00")
    assert [line.split()[2] for line in world.said(2)] == [kind]


def test_whoever_is_stuck_twice_with_the_same_action_hears_what_helps(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.give(1, 2, day(9, 0))
    for week in range(2):
        world.run(f"{day(week, 0)} 10:00")
        world.answer(2, confidence=5, state=State.STUCK)
    assert [block.template for block in also_blocks(catalogue, world.crew(2), day(2, 0))] == ["also/stuck"]
    assert "also/stuck" not in [block.template for block in also_blocks(catalogue, world.crew(3), day(2, 0))]


def test_what_was_finished_in_a_check_in_is_told_by_the_next(catalogue: Catalogue) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.give(1, 2, day(3, 0))
    world.actions[1] = replace(world.actions[1], state=State.DONE, done_on=day(0, 0))
    told = [bool(kudos_row(world.crew(3), day(week, 0))) for week in range(3)]
    assert told == [False, True, False]


LATER = (ReminderKind.TAKEN, ReminderKind.LEFT)


def tell_later(world: World, kind: ReminderKind, number: int = 1) -> None:
    day_of = local(world.now)[:10]
    subject = day_of if kind == ReminderKind.LEFT else f"{number}:{day_of}"
    world.apply((Put(soon(kind, world.team, world.members[1], subject, world.now)),))


@pytest.mark.parametrize("kind", LATER)
@pytest.mark.parametrize("answers", [True, False])
def test_what_no_check_in_says_waits_for_a_week_with_room(
    catalogue: Catalogue, kind: ReminderKind, answers: bool
) -> None:
    """Who answers a check-in spares its reminder; who does not hears nothing else."""
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.give(1, 2, day(9, 0))
    world.run(f"{day(0, 0)} 10:00")
    tell_later(world, kind)
    world.run(f"{day(0, 4)} 19:00")
    assert [line.split()[2] for line in world.said(1)] == ["checkin", "n_checkin"]
    world.run(f"{day(1, 0)} 10:00")
    if answers:
        world.answer(1)
    world.run(f"{day(1, 4)} 19:00")
    assert (str(kind) in [line.split()[2] for line in world.said(1)]) == answers


@pytest.mark.parametrize("kind", LATER)
def test_who_is_away_hears_it_once_they_are_back(catalogue: Catalogue, kind: ReminderKind) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX, weekday=4)
    world.give(1, 2, day(9, 0))
    world.set_member(1, reminding=Reminding.PAUSED, paused_from=day(0, 0), paused_until=day(1, 6))
    world.run(f"{day(0, 0)} 10:00")
    tell_later(world, kind)
    world.run(f"{day(1, 6)} 19:00")
    assert world.said(1) == []
    world.change(weekday=1)
    world.run(f"{day(2, 0)} 10:00")
    world.answer(1)
    world.run(f"{day(2, 3)} 19:00")
    assert str(kind) in [line.split()[2] for line in world.said(1)]


@pytest.mark.parametrize("answered", [True, False])
def test_a_call_for_help_comes_at_once_or_with_the_reminder_of_the_check_in(
    catalogue: Catalogue, answered: bool
) -> None:
    world = make_world(catalogue, "2027-02-05 12:00", SIX)
    world.give(1, 2, day(9, 0))
    world.actions[1] = replace(world.actions[1], state=State.STUCK)
    world.run(f"{day(0, 0)} 10:00")
    if answered:
        world.answer(1)
    call = soon(ReminderKind.HELP, world.team, world.members[1], f"1:{day(0, 0)}", world.now)
    world.apply((Put(call),))
    world.run(f"{day(0, 4)} 19:00")
    said = [line.split()[2] for line in world.said(1)]
    assert said == ["checkin", "n_help" if answered else "n_checkin"]
    told = [block.template for block in calls_for_help(catalogue, world.crew(1))]
    assert told == ["also/help"]
    assert calls_for_help(catalogue, world.crew(3)) == ()


def monday(moment: str) -> str:
    found = date.fromisoformat(moment[:10])
    return (found - timedelta(days=found.weekday())).isoformat()


@pytest.mark.parametrize(("kept", "times"), [(True, 1), (False, 0)])
def test_who_is_given_an_action_hears_it_once_and_only_while_it_is_theirs(
    catalogue: Catalogue, kept: bool, times: int
) -> None:
    """Wednesday's check-in was answered, so there is room on Thursday."""
    world = make_world(catalogue, "2027-02-08 09:00", SIX, weekday=3)
    world.run(f"{day(0, 2)} 10:00")
    world.answer(2, confidence=7)
    world.run(f"{day(0, 3)} 09:30")
    world.give(1, 2, day(9, 0))
    given = soon(ReminderKind.GIVEN, world.team, world.members[2], f"1:{day(0, 3)}", world.now)
    world.apply((Put(given), Put(given)))
    if not kept:
        world.give(1, 3, day(9, 0))
    world.run(f"{day(0, 4)} 19:00")
    assert [line.split()[2] for line in world.said(2)].count(ReminderKind.GIVEN) == times
