"""Advice after three taps: provisional, with the range it can still move in."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.adviser.actions import (
    Chosen,
    action_element,
    allow,
    choose_barrier_action,
    choose_lane_action,
    find_out,
)
from flows.adviser.ask import Ask, find_ask, find_hours
from flows.adviser.barriers import Barrier, rank_barriers, score_barrier
from flows.adviser.elements import Element, name_causes, named_values
from flows.adviser.mode import Mode, find_mode
from flows.adviser.parts import (
    barrier_element,
    lane_element,
    management_element,
    mode_element,
    scale_element,
)
from flows.adviser.projects import pilot_elements, scheme_element
from flows.adviser.steps import QuickStep, find_quick_step
from flows.adviser.strategy import Strategy, find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import Hours
from flows.catalogue.questions import UNKNOWN

RANGE = ("management", "resources")


@dataclass(frozen=True, slots=True)
class QuickAdvice:
    """What the quick path leads to; `today` and `country` as in full advice."""

    strategy: Strategy
    outcome: QuickStep
    ranked: tuple[Barrier, ...]
    today: str
    country: str
    sector: str
    role: str
    ask: Ask
    hours: Hours
    mode: Mode
    step: Element
    lane: Element
    management: Element
    scale: Element
    barriers: tuple[Element, ...]
    actions: tuple[Element, ...]
    pilots: tuple[Element, ...]
    pilots_now: Element
    scheme: Element
    not_measured: tuple[str, ...]

    def __iter__(self) -> Iterator[Element]:
        """Every element once, in the order in which advice is read."""
        yield from (self.step, *self.barriers, *self.actions, self.lane, *self.pilots)
        yield from (self.pilots_now, self.scheme, self.management, self.scale)


def advise_quickly(catalogue: Catalogue, answers: Facts, today: str = "", country: str = "") -> QuickAdvice:
    """Provisional advice from the active answers of the quick path."""
    strategy = find_strategy(catalogue, answers)
    outcome = find_quick_step(catalogue, answers)
    ranked = _rank_measured(catalogue, answers)
    mode = find_mode(catalogue, answers, outcome.provisional, RANGE, strategy.lane)
    return QuickAdvice(
        strategy=strategy,
        outcome=outcome,
        ranked=ranked,
        today=today,
        country=country,
        sector=catalogue.answer("sector", answers),
        role=catalogue.answer("role", answers),
        ask=find_ask(catalogue, answers),
        hours=find_hours(catalogue, answers),
        mode=mode,
        step=_step_element(catalogue, answers, outcome),
        lane=lane_element(catalogue, answers, strategy),
        management=management_element(catalogue, answers, strategy.lane),
        scale=scale_element(catalogue, answers),
        barriers=tuple(barrier_element(catalogue, answers, barrier) for barrier in ranked),
        actions=_key_actions(catalogue, answers, outcome, ranked, strategy.lane),
        pilots=pilot_elements(catalogue, answers, strategy.lane),
        pilots_now=mode_element(catalogue, answers, mode),
        scheme=scheme_element(catalogue, answers, strategy.lane, outcome.provisional, RANGE),
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
    names = catalogue.content.names["step"]
    return Element(
        f"step.{outcome.provisional}.provisional",
        "quick_step",
        name_causes(catalogue, answers, (*RANGE, *names)),
        catalogue.steps[outcome.provisional].sources,
        {
            "number": outcome.provisional,
            "highest": outcome.highest,
            "reason": reason,
            **named_values(catalogue, answers, names),
        },
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
    first = allow(catalogue, answers, first)
    return tuple(action_element(catalogue, answers, c, lane) for c in (first, second, third))


def _lane_action(catalogue: Catalogue, answers: Facts, outcome: QuickStep, lane: str) -> Chosen:
    return choose_lane_action(catalogue, answers, outcome.provisional, RANGE, lane)
