"""What a plan is made of."""

from collections import Counter

from bot.check.proof.outcomes import spread_answers
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Path
from flows.teams.plan import LEAST_ACTIONS, MOST_ACTIONS, start_plan
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
