"""A team moves up when everything is there and its lead says so; never down by itself."""

from flows.catalogue.catalogue import Catalogue
from flows.teams.records import Light, Review, Round, State, Week
from flows.teams.step_review import criteria, judge
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, TEAM, Crew, action, team

DONE = [action(number, State.DONE) for number in (1, 2, 3)]


def closed(number: int, step: int) -> Round:
    return Round(TEAM, number, PERIODS[0], PERIODS[1], 5, READY, "customer_intimacy", step)


def week(period: str, light: Light) -> Week:
    return Week(TEAM, period, 80, told=True, confidence=light, light=light)


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


def test_only_what_the_next_step_needs_is_a_criterion(catalogue: Catalogue) -> None:
    needed = {
        step: {one.question: one.needed for one in criteria(catalogue, step, READY)} for step in (1, 2, 3)
    }
    assert needed[1] == {"knowledge": "basics", "habits": "believers"}
    assert "integration" not in needed[2]
    assert needed[3]["integration"] == "both"


def test_what_a_team_was_not_asked_counts_as_neither(catalogue: Catalogue) -> None:
    asked_less = {question: answer for question, answer in READY.items() if question != "integration"}
    (criterion,) = (one for one in criteria(catalogue, 3, asked_less) if one.question == "integration")
    assert (criterion.now, criterion.met) == ("neither", False)


def test_without_a_diagnosis_no_criterion_is_told(catalogue: Catalogue) -> None:
    assert criteria(catalogue, 2, {}) == ()


def test_what_held_three_reviews_is_named() -> None:
    reviews = [Review(TEAM, period, 2, ("knowledge", "habits"), moved=False) for period in PERIODS[:3]]
    assert judge(Crew(reviews=reviews)).blocked == ("knowledge", "habits")
    moved = [*reviews[:2], Review(TEAM, PERIODS[2], 2, ("knowledge",), moved=True)]
    assert judge(Crew(reviews=moved)).blocked == ()
