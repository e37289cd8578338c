"""The whole advice, put together from its elements."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.adviser.actions import (
    Chosen,
    action_element,
    allow,
    choose_lane_action,
    choose_second_action,
    choose_step_action,
    in_order,
)
from flows.adviser.ask import Ask, find_ask, find_hours
from flows.adviser.barriers import Barrier, is_assumed, rank_barriers, score_barrier
from flows.adviser.combinations import combination_elements, find_out_element
from flows.adviser.elements import Element
from flows.adviser.facts import facts_for
from flows.adviser.kpis import find_kpis
from flows.adviser.mode import Mode, find_mode
from flows.adviser.parts import (
    barrier_element,
    copy_element,
    kpi_element,
    lane_element,
    management_element,
    mode_element,
    scale_element,
    state_element,
    step_element,
)
from flows.adviser.projects import pilot_elements, scheme_element
from flows.adviser.steps import StepOutcome, find_step, step_causes
from flows.adviser.strategy import Strategy, find_strategy
from flows.adviser.week import plan_week
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import Hours
from flows.catalogue.guards import MANY_UNKNOWNS, count_unknowns

COMBINATIONS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything a full diagnosis leads to; the elements carry causes and sources.

    `assumed`: the barriers that rest on an answer nobody knows, strongest first. `today` and `country` are no
    answers: what is dated, or holds in one country, hangs on them.
    """

    strategy: Strategy
    outcome: StepOutcome
    ranked: tuple[Barrier, ...]
    today: str
    country: str
    unknown_count: int
    assumed: tuple[str, ...]
    sector: str
    role: str
    ask: Ask
    hours: Hours
    mode: Mode
    kpis: tuple[str, ...]
    step: Element
    lane: Element
    management: Element
    scale: Element
    kpi: Element
    week: tuple[Element, ...]
    copies: tuple[Element, ...]
    facts: tuple[Element, ...]
    states: tuple[Element, ...]
    barriers: tuple[Element, ...]
    actions: tuple[Element, ...]
    pilots: tuple[Element, ...]
    pilots_now: Element
    scheme: Element
    combinations: tuple[Element, ...]
    find_out: Element | None

    def __iter__(self) -> Iterator[Element]:
        """Every element once, in the order in which advice is read."""
        yield from (self.step, *self.barriers, *self.actions, self.lane, *self.pilots)
        yield from (
            self.pilots_now,
            self.scheme,
            self.management,
            self.scale,
            self.kpi,
            *self.states,
            *self.combinations,
        )
        if self.find_out is not None:
            yield self.find_out

    @property
    def provisional(self) -> bool:
        """Whether too much is unknown for more than provisional advice."""
        return self.unknown_count >= MANY_UNKNOWNS


def advise(catalogue: Catalogue, answers: Facts, today: str = "", country: str = "") -> Advice:
    """The advice for a complete set of active answers."""
    strategy = find_strategy(catalogue, answers)
    outcome = find_step(catalogue, answers)
    barriers = (score_barrier(catalogue, rule, answers) for rule in catalogue.content.barrier)
    ranked = rank_barriers(barriers, outcome.limiting)
    limits = step_causes(catalogue, outcome)
    mode = find_mode(catalogue, answers, outcome.number, limits, strategy.lane)
    actions = tuple(
        action_element(catalogue, answers, chosen, strategy.lane)
        for chosen in key_actions(catalogue, answers, outcome, ranked, strategy.lane)
    )
    return Advice(
        strategy=strategy,
        outcome=outcome,
        ranked=ranked,
        today=today,
        country=country,
        unknown_count=count_unknowns(answers, catalogue.questions),
        assumed=tuple(barrier.id for barrier in ranked if is_assumed(barrier, answers)),
        sector=catalogue.answer("sector", answers),
        role=catalogue.answer("role", answers),
        ask=find_ask(catalogue, answers),
        hours=find_hours(catalogue, answers),
        mode=mode,
        kpis=find_kpis(catalogue, answers, strategy.lane),
        step=step_element(catalogue, answers, outcome),
        lane=lane_element(catalogue, answers, strategy),
        management=management_element(catalogue, answers, strategy.lane),
        scale=scale_element(catalogue, answers),
        kpi=kpi_element(catalogue, answers, strategy.lane),
        facts=facts_for(catalogue, answers, today, country),
        states=tuple(state_element(catalogue, answers, q) for q in catalogue.state_questions if q in answers),
        barriers=tuple(barrier_element(catalogue, answers, barrier) for barrier in ranked),
        actions=actions,
        week=plan_week(actions),
        copies=tuple(copy_element(catalogue, answers, action) for action in actions),
        pilots=pilot_elements(catalogue, answers, strategy.lane),
        pilots_now=mode_element(catalogue, answers, mode),
        scheme=scheme_element(catalogue, answers, strategy.lane, outcome.number, limits),
        combinations=combination_elements(catalogue, answers),
        find_out=find_out_element(catalogue, answers),
    )


def key_actions(
    catalogue: Catalogue,
    answers: Facts,
    outcome: StepOutcome,
    ranked: tuple[Barrier, ...],
    lane: str,
) -> tuple[Chosen, ...]:
    """Three different actions: for the step, against the strongest other barrier, for the lane."""
    first = choose_step_action(catalogue, answers, outcome)
    second = choose_second_action(catalogue, answers, outcome, ranked, first.dimension)
    limits = step_causes(catalogue, outcome)
    third = choose_lane_action(catalogue, answers, outcome.number, limits, lane)
    first, second = (allow(catalogue, answers, chosen) for chosen in (first, second))
    return in_order(answers, first, second, third)
