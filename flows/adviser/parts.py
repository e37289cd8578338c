"""The elements that each follow from a few answers: what is said, because of which answers, from where."""

from flows.adviser.actions import barrier_causes
from flows.adviser.barriers import Barrier
from flows.adviser.elements import Element, Value, name_causes
from flows.adviser.projects import find_scale
from flows.adviser.steps import StepOutcome, step_causes
from flows.adviser.strategy import Strategy
from flows.catalogue import Catalogue
from flows.conditions import Facts
from flows.model import UNKNOWN

ABOUT_BARRIERS = ("S2.1", "S2.4")


def step_element(catalogue: Catalogue, answers: Facts, outcome: StepOutcome) -> Element:
    """The integration step and what the next one needs."""
    name = f"step.{outcome.number}" + (f".{outcome.status}" if outcome.status else "")
    causes = name_causes(catalogue, answers, step_causes(catalogue, outcome))
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
