"""The whole advice, put together from its elements (specification C8)."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.adviser.actions import (
    action_element,
    barrier_causes,
    choose_lane_action,
    choose_second_action,
    choose_step_action,
)
from flows.adviser.barriers import Barrier, rank_barriers, score_barrier
from flows.adviser.elements import Element, Value, name_causes
from flows.adviser.projects import (
    find_scale,
    fit,
    number_shown,
    quadrant,
    rank_candidates,
    score,
)
from flows.adviser.situation import Situation
from flows.adviser.steps import StepOutcome, find_step
from flows.adviser.strategy import Strategy, find_strategy
from flows.catalogue import Catalogue
from flows.conditions import Facts
from flows.guards import count_unknowns
from flows.model import UNDECIDED, UNKNOWN, Combination

ABOUT_BARRIERS = ("S2.1", "S2.4")
COMBINATIONS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything a full diagnosis leads to; the elements carry causes and sources."""

    strategy: Strategy
    outcome: StepOutcome
    ranked: tuple[Barrier, ...]
    unknown_count: int
    step: Element
    lane: Element
    management: Element
    scale: Element
    kpi: Element
    states: tuple[Element, ...]
    barriers: tuple[Element, ...]
    actions: tuple[Element, ...]
    pilots: tuple[Element, ...]
    scheme: Element
    combinations: tuple[Element, ...]
    find_out: Element | None

    def __iter__(self) -> Iterator[Element]:
        """Every element once, in the order in which advice is read."""
        yield from (self.step, *self.barriers, *self.actions, self.lane, *self.pilots, self.scheme)
        yield from (self.management, self.scale, self.kpi, *self.states, *self.combinations)
        if self.find_out is not None:
            yield self.find_out


def advise(catalogue: Catalogue, answers: Facts) -> Advice:
    """The advice for a complete set of active answers."""
    strategy = find_strategy(catalogue, answers)
    outcome = find_step(catalogue, answers)
    barriers = (score_barrier(catalogue, rule, answers) for rule in catalogue.content.barrier)
    ranked = rank_barriers(barriers, outcome.limiting)
    return Advice(
        strategy=strategy,
        outcome=outcome,
        ranked=ranked,
        unknown_count=count_unknowns(answers, catalogue.questions),
        step=step_element(catalogue, answers, outcome),
        lane=lane_element(catalogue, answers, strategy),
        management=management_element(catalogue, answers, strategy.lane),
        scale=scale_element(catalogue, answers),
        kpi=kpi_element(catalogue, answers, strategy.lane),
        states=tuple(state_element(catalogue, answers, q) for q in catalogue.state_questions if q in answers),
        barriers=tuple(barrier_element(catalogue, answers, barrier) for barrier in ranked),
        actions=key_actions(catalogue, answers, outcome, ranked, strategy.lane),
        pilots=pilot_elements(catalogue, answers, strategy.lane),
        scheme=scheme_element(catalogue, answers, strategy.lane),
        combinations=combination_elements(catalogue, answers),
        find_out=find_out_element(catalogue, answers),
    )


def key_actions(
    catalogue: Catalogue,
    answers: Facts,
    outcome: StepOutcome,
    ranked: tuple[Barrier, ...],
    lane: str,
) -> tuple[Element, ...]:
    """Three different actions: for the step, against the strongest other barrier, for the lane."""
    first = choose_step_action(catalogue, answers, outcome)
    second = choose_second_action(catalogue, answers, outcome, ranked, first.dimension)
    limits = _step_causes(catalogue, outcome)
    third = choose_lane_action(catalogue, answers, outcome.number, limits, lane)
    return tuple(action_element(catalogue, answers, c, lane) for c in (first, second, third))


def _step_causes(catalogue: Catalogue, outcome: StepOutcome) -> tuple[str, ...]:
    """What a step rests on: the answers that limit it; at step 4 all of them."""
    return outcome.limiting or (*catalogue.step_questions, "leverage")


def step_element(catalogue: Catalogue, answers: Facts, outcome: StepOutcome) -> Element:
    """The integration step and what the next one needs."""
    name = f"step.{outcome.number}" + (f".{outcome.status}" if outcome.status else "")
    causes = name_causes(catalogue, answers, _step_causes(catalogue, outcome))
    values: dict[str, Value] = {
        "number": outcome.number,
        "status": outcome.status,
        "reason": _reason(catalogue, outcome),
        "limiting": outcome.limiting,
        "needs": outcome.needs,
    }
    return Element(name, "step", causes, catalogue.steps[outcome.number].sources, values)


def _reason(catalogue: Catalogue, outcome: StepOutcome) -> str:
    """The question whose answer says best why: the one the first action works on."""
    choices = catalogue.steps[outcome.number].actions
    return next((c for c in choices if c.dimension in outcome.limiting), choices[0]).dimension


def lane_element(catalogue: Catalogue, answers: Facts, strategy: Strategy) -> Element:
    """What social media are for, given the leading discipline (S1.20-S1.22)."""
    name = f"lane.{strategy.lane}.{strategy.source}"
    if strategy.second:
        name += f".{strategy.second}"
    values: dict[str, Value] = {
        "lane": strategy.lane,
        "source": strategy.source,
        "second": strategy.second,
    }
    causes = name_causes(catalogue, answers, ["lane"])
    return Element(name, "lane", causes, catalogue.lanes[strategy.lane].sources, values)


def management_element(catalogue: Catalogue, answers: Facts, lane: str) -> Element:
    """How to win management: tone by manager, argument by lane, ask by where they stand (S1.15, S2.11g)."""
    stance = answers["management"]
    manager = answers.get("manager_use", "carried" if stance == "carries" else UNKNOWN)
    sources = catalogue.content.sources.management
    return Element(
        f"management.{manager}.{lane}.{stance}",
        "management",
        name_causes(catalogue, answers, ("management", "manager_use", "lane")),
        tuple(dict.fromkeys((*sources.all, *sources.tone[manager], *sources.argument[lane]))),
        {"manager": manager, "lane": lane, "stance": stance},
    )


def scale_element(catalogue: Catalogue, answers: Facts) -> Element:
    """How much at once: hours, channels and pilots for these means, size and backing (S2.9e)."""
    resources, size = answers["resources"], answers.get("size", "medium")
    sources = catalogue.content.sources.scale
    values: dict[str, Value] = {
        "resources": resources,
        "size": size,
        "pilots_at_once": max(1, find_scale(catalogue, answers)),
    }
    return Element(
        f"scale.{resources}.{size}",
        "scale",
        name_causes(catalogue, answers, ("resources", "size", "management")),
        tuple(dict.fromkeys((*sources.all, *sources.resources[resources], *sources.size[size]))),
        values,
    )


def kpi_element(catalogue: Catalogue, answers: Facts, lane: str) -> Element:
    """What to measure, from what is measured now and the lane (S1.8)."""
    measure = answers["measure"]
    sources = (*catalogue.content.sources.kpi.measure[measure], *catalogue.lanes[lane].sources)
    return Element(
        f"kpi.{lane}.{measure}",
        "kpi",
        name_causes(catalogue, answers, ("measure", "lane")),
        tuple(dict.fromkeys(sources)),
        {"measure": measure, "lane": lane, "kpis": catalogue.lanes[lane].kpis},
    )


def state_element(catalogue: Catalogue, answers: Facts, question: str) -> Element:
    """What an answer means for what can be done now; for knowledge also what is missing."""
    answer, gap = answers[question], None
    names: tuple[str, ...] = (question,)
    if question == "knowledge":
        names, gap = (question, "knowledge_gap"), answers.get("knowledge_gap")
    return Element(
        f"{question}.{answer}" + (f".{gap}" if gap else ""),
        "state",
        name_causes(catalogue, answers, names),
        catalogue.questions[question].sources,
        {"question": question, "answer": answer, "gap": gap},
    )


def barrier_element(catalogue: Catalogue, answers: Facts, barrier: Barrier) -> Element:
    """One barrier with its strength; a low one is named as a chance (S2.4)."""
    return Element(
        barrier.id,
        "barrier",
        name_causes(catalogue, answers, barrier_causes(barrier)),
        (*barrier.rule.sources, *ABOUT_BARRIERS),
        {
            "barrier": barrier.id,
            "question": barrier.rule.dimension,
            "strength": barrier.strength,
            "band": barrier.band,
        },
    )


def pilot_elements(catalogue: Catalogue, answers: Facts, lane: str) -> tuple[Element, ...]:
    """The pilots advised; without a leading lane the first may start, the others wait for the choice."""
    scale = find_scale(catalogue, answers)
    causes = name_causes(catalogue, answers, ("lane", "resources", "management"))
    shown = rank_candidates(catalogue, lane, scale)[: number_shown(catalogue, scale)]
    rule_sources = catalogue.content.pilots.sources
    return tuple(
        Element(
            pilot.id,
            "pilot",
            causes,
            tuple(dict.fromkeys((*pilot.sources, *rule_sources))),
            {
                "pilot": pilot.id,
                "fit": fit(pilot, lane),
                "immediate_return": pilot.immediate_return,
                "learning": pilot.learning,
                "score": score(pilot, lane),
                "quadrant": quadrant(catalogue, pilot, scale),
                "parked": lane == UNDECIDED and place > 0,
            },
        )
        for place, pilot in enumerate(shown)
    )


def scheme_element(catalogue: Catalogue, answers: Facts, lane: str) -> Element:
    """All fitting pilots by return against feasibility; the quadrants hold them best first."""
    scale = find_scale(catalogue, answers)
    fitting = rank_candidates(catalogue, lane, 3)
    quadrants: dict[str, Value] = {
        name: tuple(p.id for p in fitting if quadrant(catalogue, p, scale) == name)
        for name in ("start_now", "learn", "prepare", "not_now")
    }
    causes = name_causes(catalogue, answers, ("lane", "resources", "management"))
    values = {"lane": lane, **quadrants}
    return Element("pilot_scheme", "scheme", causes, catalogue.content.pilots.sources, values)


def combination_elements(catalogue: Catalogue, answers: Facts) -> tuple[Element, ...]:
    """All special combinations these answers make, most important first (specification C7)."""
    situation = Situation(catalogue, answers)
    rows = sorted(catalogue.content.combination, key=lambda row: row.priority)
    elements = (combination_element(catalogue, situation, row) for row in rows)
    return tuple(element for element in elements if element is not None)


def combination_element(catalogue: Catalogue, situation: Situation, row: Combination) -> Element | None:
    """This combination with the conditions that matched as its causes, or None where they do not."""
    when = catalogue.combination_if[row.id]
    if not when.holds(situation, catalogue.guards):
        return None
    causes = name_causes(catalogue, situation, (*when.names, *row.names))
    values: dict[str, Value] = {"combination": row.id}
    if "lane" in row.names:
        values["lane"] = situation["lane"]
    if when.guards:
        causes = unknown_answers(catalogue, situation)
        values["unknown_count"] = len(causes)
    return Element(row.id, "combination", causes, row.sources, values)


def unknown_answers(catalogue: Catalogue, answers: Facts) -> dict[str, str]:
    """The questions answered with "I don't know"."""
    return {q: UNKNOWN for q in catalogue.questions if answers.get(q) == UNKNOWN}


def find_out_element(catalogue: Catalogue, answers: Facts) -> Element | None:
    """The list of things to find out: one line for every "I don't know"."""
    causes = unknown_answers(catalogue, answers)
    if not causes:
        return None
    sources = dict.fromkeys(s for q in causes for s in catalogue.questions[q].sources)
    return Element("find_out", "find_out", causes, tuple(sources), {"questions": tuple(causes)})
