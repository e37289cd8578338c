"""The plan of a team: what it is made of, who may own what, how far it is."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flows.adviser.actions import (
    RUN_PILOT,
    TO_SHARE,
    Chosen,
    action_element,
    allow,
    choose_barrier_action,
    choose_lane_action,
    choose_second_action,
    choose_step_action,
    choose_to_measure,
    limiting_actions,
)
from flows.adviser.barriers import rank_barriers, score_barrier
from flows.adviser.dates import look_back_on
from flows.adviser.elements import Element
from flows.adviser.projects import AGAINST, find_scale, rank_candidates
from flows.adviser.steps import find_step, step_causes
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import UNDECIDED
from flows.teams.answers import told_answers
from flows.teams.ports import Crew
from flows.teams.records import PlanAction, State

LEAST_ACTIONS, MOST_ACTIONS = 3, 5
MOST_OWNED = 2
OWN = "own"
"""What stands for the name of an action that somebody typed."""
MOST_NEXT_PILOTS = 2
"""Of the pilots that fit after the best one: with these in the plan, others follow."""
REVIEW_WEEKS = 4
WEEKS_AHEAD = (1, 2, 4)
"""How far ahead a date can be set with one tap."""
WORTH: Mapping[State, int] = {State.TODO: 0, State.STUCK: 0, State.ON_TRACK: 50, State.DONE: 100}
"""What a state counts for in the progress, in percent."""


def review_day(start: str, country: str) -> str:
    """When a team looks back: every four weeks, not every day (S1.9e), on a day when people are at work."""
    return look_back_on(start, REVIEW_WEEKS, country)


def start_plan(
    catalogue: Catalogue, team_id: int, answers: Facts, today: str, done: Collection[str] = ()
) -> tuple[PlanAction, ...]:
    """The three key actions, and up to two for questions that hold the step and have none of these. What is
    `done` already makes room for whatever else fits, as far as there is something else.
    """
    chosen = _key_actions(catalogue, answers)
    dealt_with = {one.dimension for one in chosen}
    others = [one for one in limiting_actions(catalogue, answers) if one.dimension not in dealt_with]
    proposed = (*chosen, *others)[:MOST_ACTIONS]
    fresh = [one for one in proposed if one.action not in done]
    instead = [one for one in _fitting(catalogue, answers) if one.action not in done and one not in fresh]
    again = [one for one in proposed if one.action in done]
    filling = (*instead, *again)[: max(0, LEAST_ACTIONS - len(fresh))]
    return tuple(
        planned(team_id, number, one, catalogue, today)
        for number, one in enumerate((*fresh, *filling), start=1)
    )


def in_state(action: PlanAction, state: State, today: str) -> PlanAction:
    """The action in a state; once it is done it is known since when."""
    done_on = (action.done_on or today) if state is State.DONE else None
    return replace(action, state=state, done_on=done_on)


def typed_action(team_id: int, number: int, title: str, today: str) -> PlanAction:
    """An action in the team's own words, due in as many weeks as there are between reviews."""
    return PlanAction(team_id, number, OWN, None, (), None, _days_after(today, 7 * REVIEW_WEEKS), title=title)


def planned(team_id: int, number: int, chosen: Chosen, catalogue: Catalogue, today: str) -> PlanAction:
    """An action as part of a plan; its date follows from the weeks it takes."""
    target = _days_after(today, 7 * catalogue.actions[chosen.action].weeks)
    return PlanAction(team_id, number, chosen.action, chosen.dimension, chosen.because, chosen.pilot, target)


def action_of(catalogue: Catalogue, crew: Crew, action: PlanAction) -> Element | None:
    """The text of a planned action; None where the content no longer has it."""
    if action.title is not None:
        return Element(OWN, "action", {}, ("own",), {"action": OWN, "own": action.title})
    if action.action not in catalogue.actions or (action.pilot or "") not in {"", *catalogue.pilots}:
        return None
    chosen, told = (
        Chosen(action.action, action.dimension, action.because, action.pilot),
        told_answers(catalogue, crew),
    )
    return action_element(catalogue, told, allow(catalogue, told, chosen), crew.team.lane)


def more_actions(catalogue: Catalogue, answers: Facts, actions: Sequence[PlanAction]) -> tuple[Chosen, ...]:
    """What could be added or take an action's place, by these answers: nothing that is in the plan, and
    nothing at all without answers.
    """
    if not answers:
        return ()
    planned_already = {name_of(action) for action in actions}
    fresh = [one for one in _fitting(catalogue, answers) if name_of(one) not in planned_already]
    fitting = {name_of(chosen): chosen for chosen in reversed(fresh)}
    known = {*planned_already, *fitting}
    pilots = [one for one in _other_pilots(catalogue, answers) if name_of(one) not in known]
    return (*reversed(fitting.values()), *pilots[:MOST_NEXT_PILOTS])


def name_of(action: Chosen | PlanAction) -> str:
    """An action by its name; one that runs a pilot with that pilot's."""
    return f"{action.action}.{action.pilot}" if action.pilot else action.action


def _other_pilots(catalogue: Catalogue, answers: Facts) -> tuple[Chosen, ...]:
    """Every pilot that can run now, best first; none where step 1, a choice or a yes comes first."""
    step, lane = find_step(catalogue, answers), find_strategy(catalogue, answers).lane
    if step.number == 1 or lane == UNDECIDED or answers["management"] == AGAINST:
        return ()
    because = ("lane", *step_causes(catalogue, step), "resources", "management")
    sector = catalogue.answer("sector", answers)
    fitting = rank_candidates(catalogue, lane, find_scale(catalogue, answers))
    return tuple(
        Chosen(RUN_PILOT, None, because, pilot.id) for pilot in fitting if sector not in pilot.not_for
    )


def _fitting(catalogue: Catalogue, answers: Facts) -> Iterator[Chosen]:
    """Everything that follows from the answers: limits first, then barriers, measuring, sharing, the lane."""
    yield from _key_actions(catalogue, answers)
    yield from limiting_actions(catalogue, answers)
    barriers = (score_barrier(catalogue, rule, answers) for rule in catalogue.content.barrier)
    for barrier in rank_barriers(barriers, find_step(catalogue, answers).limiting):
        if barrier.strength >= catalogue.content.barrier_scale.active_from:
            yield choose_barrier_action(catalogue, answers, barrier)
    if measuring := choose_to_measure(catalogue, answers):
        yield measuring
    yield Chosen(TO_SHARE.action, None, (TO_SHARE.dimension,))


def _key_actions(catalogue: Catalogue, answers: Facts) -> tuple[Chosen, ...]:
    step, lane = find_step(catalogue, answers), find_strategy(catalogue, answers).lane
    barriers = (score_barrier(catalogue, rule, answers) for rule in catalogue.content.barrier)
    ranked = rank_barriers(barriers, step.limiting)
    first = choose_step_action(catalogue, answers, step)
    second = choose_second_action(catalogue, answers, step, ranked, first.dimension)
    limits = step_causes(catalogue, step)
    return (first, second, choose_lane_action(catalogue, answers, step.number, limits, lane))


def progress(actions: Sequence[PlanAction]) -> int:
    """How far a plan is, 0 to 100: the mean of its actions' states, half up; 0 without any."""
    if not actions:
        return 0
    total = sum(WORTH[action.state] for action in actions)
    return (2 * total + len(actions)) // (2 * len(actions))


def overdue(actions: Sequence[PlanAction], today: str) -> tuple[PlanAction, ...]:
    """The actions past their date that are not done."""
    return tuple(a for a in actions if a.state is not State.DONE and a.target_on < today)


def may_own(owners: Mapping[int, int], user_id: int) -> bool:
    """Whether somebody may have one more action: nobody owns more than two (S1.13)."""
    return Counter(owners.values())[user_id] < MOST_OWNED


def _days_after(start: str, days: int) -> str:
    return (date.fromisoformat(start) + timedelta(days=days)).isoformat()
