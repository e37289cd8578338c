"""The three key actions: one for the step, one against a barrier, one for the lane."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from flows.adviser.barriers import Barrier
from flows.adviser.elements import Element, Value, name_causes, named_values
from flows.adviser.kpis import find_kpis, kpi_causes
from flows.adviser.projects import AGAINST, find_scale, rank_candidates
from flows.adviser.steps import StepOutcome, find_step
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import ActionChoice
from flows.catalogue.questions import UNKNOWN
from flows.catalogue.validation import lane_action_id

CONVINCE = "convince"
MEASURE = "measure"
RUN_PILOT = "run_pilot"
TO_MEASURE = ActionChoice(dimension=MEASURE, action="start_measuring", by=MEASURE)
TO_SHARE = ActionChoice(dimension=MEASURE, action="share_results")


@dataclass(frozen=True, slots=True)
class Chosen:
    """An action chosen for a dimension, and the facts that chose it. `waits`: it is not allowed yet."""

    action: str
    dimension: str | None
    because: tuple[str, ...]
    pilot: str | None = None
    waits: bool = False


def choose_step_action(catalogue: Catalogue, answers: Facts, step: StepOutcome) -> Chosen:
    """The action for the first dimension that limits the step; at step 4 the one that uses the strengths."""
    choices = catalogue.steps[step.number].actions
    choice = next((c for c in choices if c.dimension in step.limiting), choices[0])
    return _choose(catalogue, answers, choice)


def choose_second_action(
    catalogue: Catalogue,
    answers: Facts,
    step: StepOutcome,
    ranked: Sequence[Barrier],
    first: str | None,
) -> Chosen:
    """The action on another dimension than the first: barrier, next limit, measuring, else sharing."""
    active_from = catalogue.content.barrier_scale.active_from
    for barrier in ranked:
        if barrier.strength >= active_from and barrier.rule.dimension != first:
            return choose_barrier_action(catalogue, answers, barrier)
    for choice in catalogue.steps[step.number].actions:
        if choice.dimension in step.limiting and choice.dimension != first:
            return _choose(catalogue, answers, choice)
    measuring = choose_to_measure(catalogue, answers)
    if first != MEASURE and measuring is not None:
        return measuring
    return Chosen(TO_SHARE.action, None, (MEASURE,))


def in_order(answers: Facts, first: Chosen, second: Chosen, third: Chosen) -> tuple[Chosen, ...]:
    """The three as they are to be done: where management blocks it, it is won before anything starts."""
    return (second, third, first) if is_won_first(answers, second) else (first, second, third)


def is_won_first(answers: Facts, second: Chosen) -> bool:
    """Whether who blocks it is to be convinced before anything else."""
    return answers["management"] == AGAINST and second.action.startswith(f"{CONVINCE}.")


def allow(catalogue: Catalogue, answers: Facts, chosen: Chosen) -> Chosen:
    """The action; it waits where it takes a yes of who blocks it, or the time of people who are theirs. Then
    only what needs nobody's permission is made ready.
    """
    if answers.get("management") != AGAINST or not catalogue.actions[chosen.action].permission:
        return chosen
    return replace(chosen, because=(*chosen.because, "management"), waits=True)


def limiting_actions(catalogue: Catalogue, answers: Facts) -> tuple[Chosen, ...]:
    """The actions for every question that holds the step, as its list has them."""
    step = find_step(catalogue, answers)
    choices = catalogue.steps[step.number].actions
    return tuple(
        _choose(catalogue, answers, choice) for choice in choices if choice.dimension in step.limiting
    )


def choose_to_measure(catalogue: Catalogue, answers: Facts) -> Chosen | None:
    """To begin measuring, or to measure more; None where nothing is left to add."""
    best = catalogue.questions[MEASURE].options[-1].id
    return _choose(catalogue, answers, TO_MEASURE) if answers[MEASURE] != best else None


def choose_barrier_action(catalogue: Catalogue, answers: Facts, barrier: Barrier) -> Chosen:
    """The remedy for a barrier, named with everything that made the barrier."""
    chosen = _choose(catalogue, answers, barrier.rule)
    return Chosen(chosen.action, chosen.dimension, barrier_causes(barrier))


def barrier_causes(barrier: Barrier) -> tuple[str, ...]:
    """The questions behind a barrier's strength and remedy."""
    rule = barrier.rule
    return (*rule.points, *filter(None, [rule.by]), *(["size"] if rule.sized else []))


def choose_lane_action(
    catalogue: Catalogue, answers: Facts, step: int, limits: Iterable[str], lane: str
) -> Chosen:
    """The action that starts from the lane; at step 2 the best pilot, once a lane leads."""
    action = lane_action_id(catalogue.steps[step].lane_action, lane)
    if action != RUN_PILOT:
        return Chosen(action, None, ("lane", *limits))
    best = rank_candidates(catalogue, lane, find_scale(catalogue, answers))[0]
    return Chosen(action, None, ("lane", *limits, "resources", "management"), pilot=best.id)


def action_element(catalogue: Catalogue, answers: Facts, chosen: Chosen, lane: str | None) -> Element:
    """The chosen action as an element: causes are what chose it and what its text names."""
    action = catalogue.actions[chosen.action]
    names = action_names(catalogue, answers, chosen, lane)
    causes = name_causes(catalogue, answers, names)
    values: dict[str, Value] = {
        "action": action.id,
        "weeks": action.weeks,
        "waits": chosen.waits,
        "moves": action.moves,
    }
    values |= named_values(catalogue, answers, action.names)
    if "lane" in names:
        values["lane"] = lane
    if lane is not None and "lane" in action.names:
        values["first_kpi"] = find_kpis(catalogue, answers, lane)[0]
    if chosen.pilot is None:
        return Element(action.id, "action", causes, action.sources, values)
    sources = tuple(dict.fromkeys((*action.sources, *catalogue.pilots[chosen.pilot].sources)))
    return Element(f"{action.id}.{chosen.pilot}", "action", causes, sources, values | {"pilot": chosen.pilot})


def action_names(catalogue: Catalogue, answers: Facts, chosen: Chosen, lane: str | None) -> tuple[str, ...]:
    """The facts that chose an action, and those its text uses."""
    names = (*chosen.because, *catalogue.actions[chosen.action].names)
    if lane is None or "lane" not in catalogue.actions[chosen.action].names:
        return names
    first, *_ = catalogue.lanes[lane].kpis
    swapped = any(swap.kpi == first for swap in catalogue.content.kpi_swap)
    return (*names, *kpi_causes(catalogue, answers, lane)) if swapped else names


def find_out(question: str, because: Iterable[str] = ()) -> Chosen:
    """To find an answer out, instead of a remedy for what is only assumed."""
    return Chosen(f"find_out.{question}", question, tuple(because) or (question,))


def _choose(catalogue: Catalogue, answers: Facts, choice: ActionChoice) -> Chosen:
    if answers[choice.dimension] == UNKNOWN:
        return find_out(choice.dimension, _because(choice))
    if choice.by is None:
        return Chosen(choice.action, choice.dimension, _because(choice))
    # A question that is not asked has no answer: then the family's member is "unknown" too.
    member = catalogue.option(choice.by, answers.get(choice.by, UNKNOWN)).scored
    return Chosen(f"{choice.action}.{member}", choice.dimension, _because(choice))


def _because(choice: ActionChoice) -> tuple[str, ...]:
    return (choice.dimension, *filter(None, [choice.by]))
