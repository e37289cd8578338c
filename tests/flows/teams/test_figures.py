"""What is told of a team's weeks: the worked example of the specification, and the limits of each figure."""

import pytest

from flows.catalogue import Catalogue
from flows.teams.figures import dropped, light_of, overview, own_weeks, publish
from flows.teams.model import Light, State, Week
from flows.teams.plan import may_own, overdue, progress
from tests.flows.teams.sample import PERIODS, TEAM, Crew, action, member, said

BEFORE = [["old_habits"] * 2 + ["none"] * 3] + [["old_habits", "none", "none", "means", "means"]] * 3
NOW = [["old_habits"] * 3 + ["none", "skills"]] + [
    ["old_habits", "old_habits", "none", "means", "skills"]
] * 3


def published(*weeks: list[tuple[int, str]], members: int = 6) -> list[Week]:
    """Weeks with these answers, published one after another; newest first."""
    found: list[Week] = []
    people = [member(number) for number in range(1, members + 1)]
    for period, answers in zip(PERIODS, weeks, strict=False):
        checkins = [said(number, *answer, period) for number, answer in enumerate(answers, start=1)]
        crew = Crew(members=people, weeks=found, said=checkins)
        found = [publish(crew, period, period), *found]
    return found


def test_the_worked_example_comes_out_exactly(catalogue: Catalogue) -> None:
    states = (State.DONE, State.ON_TRACK, State.ON_TRACK, State.STUCK)
    actions = [action(number, state) for number, state in enumerate(states, start=1)]
    assert progress(actions) == 56
    counted = [[(7, barrier) for barrier in week] for week in (*BEFORE, *NOW)]
    confidences = zip((8, 6, 7, 9, 5), (barrier for _, barrier in counted[-1]), strict=True)
    weeks = published(*counted[:-1], [*confidences])
    seen = overview(catalogue, Crew(members=[member(1)] * 6, actions=actions, weeks=weeks), PERIODS[-1])
    habits = next(trend for trend in seen.barriers if trend.barrier == "old_habits")
    assert (habits.now, habits.before, habits.direction) == (45, 25, "rising")


def test_of_six_the_lower_middle_counts(catalogue: Catalogue) -> None:
    barriers = ("none", "means", "none", "means", "skills", "skills")
    weeks = published([*zip((8, 6, 7, 9, 5, 7), barriers, strict=True)])
    seen = overview(catalogue, Crew(members=[member(1)] * 6, weeks=weeks), PERIODS[0])
    assert (seen.median, seen.light, seen.answered, seen.members) == (7, Light.AMBER, 6, 6)


@pytest.mark.parametrize(
    ("median", "before", "late", "light"),
    [
        (8, None, 0, Light.GREEN),
        (7, None, 0, Light.AMBER),
        (4, None, 0, Light.AMBER),
        (3, None, 0, Light.RED),
        (8, 10, 0, Light.AMBER),
        (8, 9, 0, Light.GREEN),
        (9, None, 1, Light.AMBER),
        (9, None, 2, Light.RED),
        (None, 9, 2, None),
    ],
)
def test_the_light_follows_confidence_and_what_is_late(
    median: int | None, before: int | None, late: int, light: Light | None
) -> None:
    assert light_of(median, before, late) is light


@pytest.mark.parametrize(("answers", "people", "told"), [(4, 6, False), (5, 6, True), (5, 4, False)])
def test_a_light_takes_five_answers_and_five_people(
    catalogue: Catalogue, answers: int, people: int, told: bool
) -> None:
    weeks = published([(8, "means")] * answers)
    seen = overview(catalogue, Crew(members=[member(1)] * people, weeks=weeks), PERIODS[0])
    assert (seen.light is not None, seen.median is not None, seen.answered > 0) == (told,) * 3
    assert (weeks[0].answered, weeks[0].median is not None) == ((5, True) if answers == 5 else (0, False))


def test_weeks_are_compared_also_after_the_team_chose_another_day() -> None:
    told = Week(TEAM, "2027-01-04", 5, 5, 0, 10)
    crew = Crew(weeks=[told], said=[said(number, 8, period="2027-01-21") for number in range(1, 6)])
    week = publish(crew, "2027-01-21", "2027-01-21")
    assert week.light is Light.AMBER
    assert dropped([week, told])


def test_what_everybody_named_is_told_nobody() -> None:
    assert published([(8, "means")] * 5)[0].barriers is None
    assert published([(8, "means")] * 4 + [(8, "none")])[0].barriers is None
    assert published([(8, "means")] * 3 + [(8, "none")] * 2)[0].barriers == {"means": 3, "none": 2}


def test_a_drop_is_told_only_of_numbers_that_may_be_told() -> None:
    five = [(9, "none")] * 3 + [(9, "means")] * 2
    assert dropped(published(five, five, [(7, barrier) for _, barrier in five]))
    assert not dropped(published(five, five, [(7, barrier) for _, barrier in five[:4]]))
    assert not dropped(published(five[:4], [(7, barrier) for _, barrier in five]))


@pytest.mark.parametrize(
    ("medians", "told"),
    [
        ((9, 7), True),
        ((9, 8, 7), True),
        ((9, 8, 8, 7), False),
        ((9, 7, 7), False),
        ((9, 7, 5), True),
        ((7, 9, 7), True),
        ((9, None, 7), True),
        ((9, 7, None), False),
    ],
)
def test_a_drop_of_two_within_two_weeks_is_told_in_the_week_in_which_it_comes_about(
    medians: tuple[int | None, ...], told: bool
) -> None:
    weeks = [
        Week(TEAM, period, 5 if median else 0, 5, 0, median)
        for period, median in zip(PERIODS, medians, strict=False)
    ]
    assert dropped(weeks[::-1]) is told


def test_of_ones_own_weeks_none_is_lost_to_another_weekday() -> None:
    days = ("2027-01-04", "2027-01-11", "2027-01-15", "2027-01-29")
    weeks = own_weeks([said(1, place, period=day) for place, day in enumerate(days, start=1)][::-1])
    assert [(week.period, week.confidence) for week in weeks] == [
        ("2027-01-04", 1),
        ("2027-01-15", 3),
        ("2027-01-22", None),
        ("2027-01-29", 4),
    ]


def test_an_action_is_late_once_its_day_is_over_and_it_is_not_done() -> None:
    late, done = action(1, target_on="2027-01-04"), action(2, State.DONE, "2027-01-04")
    assert overdue([late, done], "2027-01-04") == ()
    assert overdue([late, done], "2027-01-05") == (late,)


def test_nobody_owns_more_than_two() -> None:
    assert may_own({1: 5}, 5)
    assert not may_own({1: 5, 2: 5}, 5)
