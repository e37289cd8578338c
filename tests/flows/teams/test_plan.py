"""What a plan is made of."""

from collections import Counter

from bot.check.proof.outcomes import spread_answers
from flows.adviser.steps import find_step
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.content import UNDECIDED
from flows.questionnaire.progress import Path
from flows.teams.plan import (
    LEAST_ACTIONS,
    MOST_ACTIONS,
    MOST_NEXT_PILOTS,
    more_actions,
    planned,
    start_plan,
)
from flows.teams.records import PlanAction
from tests.flows.teams.sample import PERIODS, TEAM


def test_a_plan_has_three_to_five_actions_and_one_for_a_question(catalogue: Catalogue) -> None:
    for answers in spread_answers(catalogue, Path.FULL, 300):
        plan = start_plan(catalogue, TEAM, answers, PERIODS[0])
        assert LEAST_ACTIONS <= len(plan) <= MOST_ACTIONS
        about = Counter(action.dimension for action in plan if action.dimension is not None)
        assert max(about.values(), default=1) == 1


def test_a_new_plan_begins_with_what_was_not_done_yet(catalogue: Catalogue) -> None:
    for answers in spread_answers(catalogue, Path.FULL, 300):
        done = [action.action for action in start_plan(catalogue, TEAM, answers, PERIODS[0])]
        plan = start_plan(catalogue, TEAM, answers, PERIODS[0], done)
        assert LEAST_ACTIONS <= len({action.action for action in plan}) == len(plan)
        new = [action.action not in done for action in plan]
        assert new == sorted(new, reverse=True)


def test_every_pilot_is_offered_to_some_team_once_those_before_it_are_planned(catalogue: Catalogue) -> None:
    offered = set[str]()
    for answers in spread_answers(catalogue, Path.FULL, 600):
        plan: list[PlanAction] = list(start_plan(catalogue, TEAM, answers, PERIODS[0]))
        while pilots := [one for one in more_actions(catalogue, answers, plan) if one.pilot is not None]:
            assert len({one.pilot for one in pilots}) == len(pilots) <= MOST_NEXT_PILOTS + 1
            assert not {one.pilot for one in pilots} & {action.pilot for action in plan}
            sector = answers["sector"]
            assert all(sector not in catalogue.pilots[str(one.pilot)].not_for for one in pilots)
            offered |= {str(one.pilot) for one in pilots}
            plan.append(planned(TEAM, len(plan) + 1, pilots[0], catalogue, PERIODS[0]))

    assert offered == catalogue.pilots.keys()


def test_no_other_pilot_is_offered_before_its_time(catalogue: Catalogue) -> None:
    for answers in spread_answers(catalogue, Path.FULL, 300):
        step, lane = find_step(catalogue, answers), find_strategy(catalogue, answers).lane
        if step.number == 1 or lane == UNDECIDED or answers["management"] == "against":
            pilots = {one.pilot for one in more_actions(catalogue, answers, ())} - {None}
            assert len(pilots) <= 1
