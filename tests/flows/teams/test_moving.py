"""A team moves up when everything is there and its lead says so; never down by itself."""

from flows.catalogue import Catalogue
from flows.teams.model import Light, Review, Round, State, Week
from flows.teams.moving import criteria, judge
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, TEAM, Crew, action, team

DONE = [action(number, State.DONE) for number in (1, 2, 3)]


def closed(number: int, step: int) -> Round:
    return Round(TEAM, number, PERIODS[0], PERIODS[1], 5, READY, "customer_intimacy", step)


def week(period: str, light: Light) -> Week:
    return Week(TEAM, period, 5, 5, 80, 7, light)


def test_up_takes_the_diagnosis_the_plan_and_no_red_light() -> None:
    weeks = [week(PERIODS[1], Light.AMBER), week(PERIODS[0], Light.GREEN)]
    assert judge(Crew(actions=DONE, rounds=[closed(1, 3)], weeks=weeks)).direction == "up"


def test_what_is_missing_for_up_is_named() -> None:
    weeks = [week(PERIODS[0], Light.RED)]
    crew = Crew(actions=[action(1), *DONE[1:]], rounds=[closed(1, 2)], weeks=weeks)
    assert judge(crew).reasons == ("exit", "progress", "light")


def test_two_lower_diagnoses_in_a_row_are_needed_for_down() -> None:
    crew = Crew(team=team(step=3), actions=DONE, rounds=[closed(2, 2), closed(1, 3)])
    assert judge(crew).direction == "stay"
    crew.rounds = [closed(3, 2), closed(2, 2), closed(1, 3)]
    assert judge(crew).direction == "down"


def test_after_the_last_step_there_is_no_next_one(catalogue: Catalogue) -> None:
    verdict = judge(Crew(team=team(step=4), actions=DONE, rounds=[closed(1, 4)]))
    assert (verdict.direction, verdict.reasons) == ("stay", ())
    assert criteria(catalogue, 4, READY) == ()


def test_what_held_three_reviews_is_named() -> None:
    reviews = [Review(TEAM, period, 2, ("knowledge", "habits"), moved=False) for period in PERIODS[:3]]
    assert judge(Crew(reviews=reviews)).blocked == ("knowledge", "habits")
    moved = [*reviews[:2], Review(TEAM, PERIODS[2], 2, ("knowledge",), moved=True)]
    assert judge(Crew(reviews=moved)).blocked == ()
