"""What is told of a team's weeks: bands, each by its rule."""

from collections.abc import Sequence

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.teams.plan import may_own, overdue, progress
from flows.teams.records import CheckIn, Light, Share, State, Week
from flows.teams.statistics import dropped, light_of, overview, own_weeks, publish
from tests.flows.teams.sample import PERIODS, TEAM, Crew, action, member, said, team


def published(
    *weeks: Sequence[tuple[int, str]], members: int = 6, days: Sequence[str] = PERIODS
) -> list[Week]:
    """Weeks with these answers, published one after another; newest first."""
    found: list[Week] = []
    checkins: list[CheckIn] = []
    people = [member(number) for number in range(1, members + 1)]
    for period, answers in zip(days, weeks, strict=False):
        checkins += [said(number, *answer, period) for number, answer in enumerate(answers, start=1)]
        crew = Crew(members=people, weeks=found, said=checkins)
        found = [publish(crew, period, period), *found]
    return found


def test_an_action_that_is_stuck_counts_as_not_begun() -> None:
    states = (State.DONE, State.ON_TRACK, State.ON_TRACK, State.STUCK)
    assert progress([action(number, state) for number, state in enumerate(states, start=1)]) == 50


def test_of_six_the_lower_middle_counts() -> None:
    (week,) = published([(confidence, "none") for confidence in (8, 6, 7, 9, 5, 8)])
    assert (week.confidence, week.light, week.share) == (Light.AMBER, Light.AMBER, Share.MOST)


@pytest.mark.parametrize(
    ("confidence", "late", "light"),
    [
        (Light.GREEN, 0, Light.GREEN),
        (Light.AMBER, 0, Light.AMBER),
        (Light.RED, 0, Light.RED),
        (Light.GREEN, 1, Light.AMBER),
        (Light.RED, 1, Light.RED),
        (Light.GREEN, 2, Light.RED),
        (None, 2, None),
    ],
)
def test_the_light_follows_confidence_and_what_is_late(
    confidence: Light | None, late: int, light: Light | None
) -> None:
    assert light_of(confidence, late) is light


@pytest.mark.parametrize(("answers", "people", "told"), [(4, 6, False), (5, 6, True), (5, 4, False)])
def test_a_light_takes_five_answers_and_five_people(
    catalogue: Catalogue, answers: int, people: int, told: bool
) -> None:
    weeks = published([(8, "means")] * answers)
    seen = overview(catalogue, Crew(members=[member(1)] * people, weeks=weeks), PERIODS[0])
    assert (seen.light is not None, seen.barrier is not None, seen.share is not None) == (told,) * 3


@pytest.mark.parametrize(
    ("answered", "people", "share"),
    [(5, 5, Share.MOST), (5, 6, Share.MOST), (5, 10, Share.HALF), (5, 11, Share.FEW)],
)
def test_how_many_checked_in_is_told_roughly(answered: int, people: int, share: Share) -> None:
    assert published([(8, "means")] * answered, members=people)[0].share is share


def test_a_barrier_is_told_where_more_than_half_named_it() -> None:
    assert published([(8, "means")] * 3 + [(8, "none")] * 2)[0].barrier == "means"
    assert published([(8, "means")] * 3 + [(8, "none")] * 3)[0].barrier == "mixed"


def lights(*weeks: Sequence[int], days: Sequence[str] = PERIODS) -> list[Light | None]:
    """What is told of the confidence in weeks in which people said this, oldest first."""
    said_by = [[(confidence, "none") for confidence in week] for week in weeks]
    return [week.confidence for week in published(*said_by, days=days)][::-1]


def test_what_was_told_stands_until_two_of_the_same_people_say_something_else() -> None:
    green, amber = Light.GREEN, Light.AMBER
    first = (9, 9, 9, 5, 5, 5)  # The lower middle is a 5
    assert lights(first, (9, 9, 9, 9, 5, 5)) == [amber, amber]
    assert lights(first, (9, 9, 9, 9, 9, 5)) == [amber, green]
    assert lights(first, (9, 9, 9, 9, 5, 5), (9, 9, 9, 9, 9, 5)) == [amber, amber, green]
    assert lights(first, first[:5]) == [amber, amber]
    assert lights(first, first[:4], (9, 9, 9, 9, 9, 5)) == [amber, None, green]


def test_weeks_are_compared_also_after_the_team_chose_another_day() -> None:
    weeks = published([(9, "none")] * 5, [(5, "none")] * 5, days=("2027-01-04", "2027-01-21"))
    assert weeks[0].light is Light.AMBER
    assert dropped(weeks)
    assert not dropped(published([(9, "none")] * 5, [(5, "none")] * 5, days=("2027-01-04", "2027-01-25")))


@pytest.mark.parametrize(
    ("confidences", "told"),
    [
        ((Light.GREEN, Light.AMBER), True),
        ((Light.GREEN, Light.GREEN, Light.AMBER), True),
        ((Light.GREEN, Light.AMBER, Light.AMBER), False),
        ((Light.GREEN, Light.AMBER, Light.RED), True),
        ((Light.AMBER, Light.GREEN), False),
        ((Light.GREEN, None, Light.AMBER), True),
        ((Light.GREEN, None, None, Light.AMBER), False),
        ((Light.GREEN, Light.AMBER, None), False),
    ],
)
def test_a_drop_within_two_weeks_is_told_in_the_week_in_which_it_comes_about(
    confidences: tuple[Light | None, ...], told: bool
) -> None:
    weeks = [
        Week(TEAM, period, 0, told=light is not None, confidence=light, light=light)
        for period, light in zip(PERIODS, confidences, strict=False)
    ]
    assert dropped(weeks[::-1]) is told


def test_of_ones_own_weeks_none_is_lost_to_another_weekday() -> None:
    days = ("2027-01-04", "2027-01-11", "2027-01-15", "2027-01-29")
    said_then = [said(1, place, period=day) for place, day in enumerate(days, start=1)]
    weeks = own_weeks(team(weekday=5), member(1), said_then[::-1])
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
