"""The advice in parts that can each be explored over all answers: what stands where, and who is named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from bot.check.proof.seen import Parts, SlotPart
from flows.adviser.actions import (
    Chosen,
    action_element,
    allow,
    barrier_causes,
    choose_lane_action,
    choose_second_action,
    choose_step_action,
    is_won_first,
)
from flows.adviser.barriers import Barrier, rank_barriers, score_barrier
from flows.adviser.combinations import combination_element
from flows.adviser.elements import Element
from flows.adviser.mode import find_mode
from flows.adviser.parts import (
    barrier_element,
    kpi_element,
    lane_element,
    management_element,
    mode_element,
    scale_element,
    state_element,
    step_element,
)
from flows.adviser.projects import pilot_elements, scheme_element
from flows.adviser.quick import advise_quickly
from flows.adviser.situation import Situation
from flows.adviser.steps import StepOutcome, find_step, step_causes
from flows.adviser.strategy import find_strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.questionnaire.progress import Path, questions_of

Slot = Callable[[Facts], Parts]


@dataclass(frozen=True, slots=True)
class Core:
    """The decisions that depend on each other: step, order of the barriers, first and second action."""

    number: int
    status: str | None
    limiting: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]
    order: tuple[str, ...]
    first: Chosen
    second: Chosen
    won_first: bool
    """Whether the second action comes before the others."""

    @property
    def outcome(self) -> StepOutcome:
        """The step as it was found."""
        return StepOutcome(self.number, self.limiting, dict(self.needs), self.status)


def find_core(catalogue: Catalogue, answers: Facts) -> Core:
    """The core of full advice, decided as `advise` does."""
    outcome = find_step(catalogue, answers)
    scored = (score_barrier(catalogue, rule, answers) for rule in catalogue.content.barrier)
    ranked = rank_barriers(scored, outcome.limiting)
    first = choose_step_action(catalogue, answers, outcome)
    second = choose_second_action(catalogue, answers, outcome, ranked, first.dimension)
    first, second = (allow(catalogue, answers, chosen) for chosen in (first, second))
    order = tuple(barrier.id for barrier in ranked)
    needs = tuple(outcome.needs.items())
    won = is_won_first(answers, second)
    return Core(outcome.number, outcome.status, outcome.limiting, needs, order, first, second, won)


def core_parts(catalogue: Catalogue, core: Core) -> Parts:
    """The core by place. The second action is chosen beside the first, and whether that waits hangs on both:
    their causes count together.
    """
    first, second = (named_by_choice(catalogue, chosen) for chosen in (core.first, core.second))
    step = (core.number, core.status, core.limiting, core.needs)
    return (
        SlotPart("step", step, frozenset(step_causes(catalogue, core.outcome))),
        # An action that waits names management besides, without being chosen by it.
        SlotPart("first action", core.first.action, first - ({"management"} if core.first.waits else set())),
        SlotPart("second action", core.second, first | second),
        SlotPart("order of the actions", core.won_first, first | second),
        *_order_parts(catalogue, core.order),
    )


def _order_parts(catalogue: Catalogue, order: tuple[str, ...]) -> Iterator[SlotPart]:
    # Which questions a barrier names does not depend on how strong it is.
    causes = {rule.id: barrier_causes(Barrier(rule, 0, "")) for rule in catalogue.content.barrier}
    for one, other in combinations(causes, 2):
        named = frozenset((*causes[one], *causes[other]))
        yield SlotPart(f"order of {one} and {other}", order.index(one) < order.index(other), named)


def named_by_choice(catalogue: Catalogue, chosen: Chosen) -> frozenset[str]:
    """The questions an action names when it is chosen so."""
    names = (*chosen.because, *catalogue.actions[chosen.action].names)
    return frozenset(question for name in names for question in catalogue.causes(name))


Elements = Callable[[Facts], tuple[Element, ...]]


def element_slots(catalogue: Catalogue) -> dict[str, Elements]:
    """Every place of full advice that does not depend on what stands elsewhere, as `advise` fills it."""

    def lane(answers: Facts) -> str:
        return find_strategy(catalogue, answers).lane

    slots: dict[str, Elements] = {
        "step": lambda a: (step_element(catalogue, a, find_step(catalogue, a)),),
        "lane": lambda a: (lane_element(catalogue, a, find_strategy(catalogue, a)),),
        "management": lambda a: (management_element(catalogue, a, lane(a)),),
        "scale": lambda a: (scale_element(catalogue, a),),
        "kpi": lambda a: (kpi_element(catalogue, a, lane(a)),),
        "pilots": lambda a: pilot_elements(catalogue, a, lane(a)),
    }
    for question in catalogue.state_questions:
        slots[f"state {question}"] = _state_slot(catalogue, question)
    for rule in catalogue.content.barrier:
        slots[f"barrier {rule.id}"] = _barrier_slot(catalogue, rule.id)
    for row in catalogue.content.combination:
        if not row.when.guards:
            slots[f"combination {row.id}"] = _combination_slot(catalogue, row.id)
    return slots


def _state_slot(catalogue: Catalogue, question: str) -> Elements:
    return lambda answers: (state_element(catalogue, answers, question),) if question in answers else ()


def _barrier_slot(catalogue: Catalogue, name: str) -> Elements:
    rule = next(rule for rule in catalogue.content.barrier if rule.id == name)
    return lambda a: (barrier_element(catalogue, a, score_barrier(catalogue, rule, a)),)


def _combination_slot(catalogue: Catalogue, name: str) -> Elements:
    row = next(row for row in catalogue.content.combination if row.id == name)

    def slot(answers: Facts) -> tuple[Element, ...]:
        element = combination_element(catalogue, Situation(catalogue, answers), row)
        return () if element is None else (element,)

    return slot


def choice_slot(catalogue: Catalogue, chosen: Chosen) -> Elements:
    """The element of an action once it is chosen."""

    def slot(answers: Facts) -> tuple[Element, ...]:
        names = (*chosen.because, *catalogue.actions[chosen.action].names)
        lane = find_strategy(catalogue, answers).lane if "lane" in names else None
        return (action_element(catalogue, answers, chosen, lane),)

    return slot


def lane_action_slot(catalogue: Catalogue, step: int, limits: tuple[str, ...] = ()) -> Elements:
    """The third action at a step. What limits the step only adds causes: it is explored with the step."""

    def slot(answers: Facts) -> tuple[Element, ...]:
        lane = find_strategy(catalogue, answers).lane
        chosen = choose_lane_action(catalogue, answers, step, limits, lane)
        return (action_element(catalogue, answers, chosen, lane),)

    return slot


def mode_slot(catalogue: Catalogue, step: int, limits: tuple[str, ...] = ()) -> Elements:
    """What happens with pilots at a step; as above."""

    def slot(answers: Facts) -> tuple[Element, ...]:
        lane = find_strategy(catalogue, answers).lane
        return (mode_element(catalogue, answers, find_mode(catalogue, answers, step, limits, lane)),)

    return slot


def scheme_slot(catalogue: Catalogue, step: int, limits: tuple[str, ...] = ()) -> Elements:
    """The list of all pilots at a step; as above."""

    def slot(answers: Facts) -> tuple[Element, ...]:
        lane = find_strategy(catalogue, answers).lane
        return (scheme_element(catalogue, answers, lane, step, limits),)

    return slot


STEP_SLOTS = {"third action": lane_action_slot, "mode": mode_slot, "scheme": scheme_slot}
"""The places that differ from step to step."""


def step_slots(catalogue: Catalogue) -> dict[str, Elements]:
    """These places at every step, without what limits it."""
    return {
        f"{place} {step}": slot(catalogue, step)
        for place, slot in STEP_SLOTS.items()
        for step in catalogue.steps
    }


def quick_slot(catalogue: Catalogue) -> Elements:
    """All of quick advice, small enough to be explored as a whole; with what may be answered beside it."""
    beside = tuple(question for question in catalogue.questions if catalogue.left_out(question))
    questions = (*beside, *questions_of(catalogue, Path.QUICK))

    def slot(answers: Facts) -> tuple[Element, ...]:
        return tuple(advise_quickly(catalogue, {q: answers[q] for q in questions if q in answers}))

    return slot
