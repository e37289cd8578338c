"""Advice after three taps: provisional, with the range it can still move in."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.adviser.actions import (
    Chosen,
    action_element,
    choose_barrier_action,
    choose_lane_action,
    find_out,
)
from flows.adviser.barriers import Barrier, rank_barriers, score_barrier
from flows.adviser.elements import Element, name_causes
from flows.adviser.parts import barrier_element, lane_element, management_element, scale_element
from flows.adviser.projects import pilot_elements, scheme_element
from flows.adviser.steps import QuickStep, find_quick_step
from flows.adviser.strategy import Strategy, find_strategy
from flows.catalogue import Catalogue
from flows.conditions import Facts
from flows.model import UNKNOWN

RANGE = ("management", "resources")


@dataclass(frozen=True, slots=True)
class QuickAdvice:
    """What the quick path leads to."""

    strategy: Strategy
    outcome: QuickStep
    ranked: tuple[Barrier, ...]
    step: Element
    lane: Element
    management: Element
    scale: Element
    barriers: tuple[Element, ...]
    actions: tuple[Element, ...]
    pilots: tuple[Element, ...]
    scheme: Element
    not_measured: tuple[str, ...]

    def __iter__(self) -> Iterator[Element]:
        """Every element once, in the order in which advice is read."""
        yield from (self.step, *self.barriers, *self.actions, self.lane, *self.pilots, self.scheme)
        yield from (self.management, self.scale)


def advise_quickly(catalogue: Catalogue, answers: Facts) -> QuickAdvice:
    """Provisional advice from the active answers of the quick path."""
    strategy = find_strategy(catalogue, answers)
    outcome = find_quick_step(catalogue, answers)
    ranked = _rank_measured(catalogue, answers)
    return QuickAdvice(
        strategy=strategy,
        outcome=outcome,
        ranked=ranked,
        step=_step_element(catalogue, answers, outcome),
        lane=lane_element(catalogue, answers, strategy),
        management=management_element(catalogue, answers, strategy.lane),
        scale=scale_element(catalogue, answers),
        barriers=tuple(barrier_element(catalogue, answers, barrier) for barrier in ranked),
        actions=_key_actions(catalogue, answers, outcome, ranked, strategy.lane),
        pilots=pilot_elements(catalogue, answers, strategy.lane),
        scheme=scheme_element(catalogue, answers, strategy.lane),
        not_measured=tuple(rule.id for rule in catalogue.content.barrier if rule.dimension not in RANGE),
    )


def _rank_measured(catalogue: Catalogue, answers: Facts) -> tuple[Barrier, ...]:
    """The barriers that the quick answers already say something about."""
    known = {**answers}
    if catalogue.is_asked("manager_use", answers):
        known["manager_use"] = UNKNOWN
    measured = (rule for rule in catalogue.content.barrier if rule.dimension in RANGE)
    return rank_barriers((score_barrier(catalogue, rule, known) for rule in measured), ())


def _step_element(catalogue: Catalogue, answers: Facts, outcome: QuickStep) -> Element:
    reason = min(RANGE, key=lambda question: catalogue.option(question, answers[question]).cap or 0)
    return Element(
        f"step.{outcome.provisional}.provisional",
        "quick_step",
        name_causes(catalogue, answers, RANGE),
        catalogue.steps[outcome.provisional].sources,
        {"number": outcome.provisional, "highest": outcome.highest, "reason": reason},
    )


def _key_actions(
    catalogue: Catalogue,
    answers: Facts,
    outcome: QuickStep,
    ranked: tuple[Barrier, ...],
    lane: str,
) -> tuple[Element, ...]:
    if ranked[0].strength >= catalogue.content.barrier_scale.active_from:
        first = choose_barrier_action(catalogue, answers, ranked[0])
    else:
        first = find_out("measure", RANGE)
    # Nothing is known of knowledge yet, and the range of steps hangs on it.
    second = find_out("knowledge", RANGE)
    third = _lane_action(catalogue, answers, outcome, lane)
    return tuple(action_element(catalogue, answers, c, lane) for c in (first, second, third))


def _lane_action(catalogue: Catalogue, answers: Facts, outcome: QuickStep, lane: str) -> Chosen:
    return choose_lane_action(catalogue, answers, outcome.provisional, RANGE, lane)
