"""The elements that each follow from a few answers: what is said, because of which answers, from where."""

from flows.adviser.actions import barrier_causes
from flows.adviser.ask import find_ask
from flows.adviser.barriers import Barrier, is_assumed
from flows.adviser.elements import SIZE_LEFT_OUT, Element, Value, name_causes, named_values
from flows.adviser.kpis import find_kpis, kpi_causes
from flows.adviser.mode import Mode
from flows.adviser.projects import AGAINST
from flows.adviser.steps import StepOutcome, step_causes
from flows.adviser.strategy import Strategy
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.questions import UNKNOWN

ABOUT_BARRIERS = ("S2.1", "S2.4")
LEAD = "lead"
COPIED = ("ask", "hours", "sector", "role")
"""What the texts to copy may use."""
INSTEAD = {"training": "listening_table", "believers": "mail", "agreement": "mail", "closing": "results"}
"""What goes with an action that waits, instead of an invitation: nobody may be asked for their time yet."""
RUNNING = "running"

OUR_OWN = "own"
"""The source of what no article says, such as hours."""


def step_element(catalogue: Catalogue, answers: Facts, outcome: StepOutcome) -> Element:
    """The integration step and what the next one needs."""
    name = f"step.{outcome.number}" + (f".{outcome.status}" if outcome.status else "")
    names = catalogue.content.names["step"]
    causes = name_causes(catalogue, answers, (*step_causes(catalogue, outcome), *names))
    values: dict[str, Value] = {
        "number": outcome.number,
        "status": outcome.status,
        "reason": _reason(catalogue, outcome),
        "limiting": outcome.limiting,
        "needs": outcome.needs,
        **named_values(catalogue, answers, names),
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
    names = catalogue.content.names["lane"]
    values: dict[str, Value] = {
        "lane": strategy.lane,
        "source": strategy.source,
        "second": strategy.second,
        "milestone": catalogue.lanes[strategy.lane].milestone,
        **named_values(catalogue, answers, names),
    }
    causes = name_causes(catalogue, answers, ["lane", *names])
    return Element(name, "lane", causes, catalogue.lanes[strategy.lane].sources, values)


def management_element(catalogue: Catalogue, answers: Facts, lane: str) -> Element:
    """How to win management: tone by manager, argument by lane, and the one ask (S1.15, S2.11g)."""
    manager = answers.get("manager_use", "carried" if answers["management"] == "carries" else UNKNOWN)
    ask = find_ask(catalogue, answers)
    names = ("ask", "hours", *catalogue.content.names["management"])
    sources = catalogue.content.sources.management
    values = named_values(catalogue, answers, names)
    hours = (OUR_OWN,) if values.get("hours_asked") else ()
    cited = (*sources.all, *sources.tone[manager], *sources.argument[lane], *ask.sources, *hours)
    return Element(
        f"management.{manager}.{lane}.{ask.id}",
        "management",
        name_causes(catalogue, answers, ("management", "manager_use", "lane", *names)),
        tuple(dict.fromkeys(cited)),
        {
            "manager": manager,
            "lane": lane,
            "nobody_known": ask.id == LEAD and answers["pilots"] == UNKNOWN,
            **values,
        },
    )


def scale_element(catalogue: Catalogue, answers: Facts) -> Element:
    """How much at once: hours and channels for these means and this size (S2.9e)."""
    resources, size = answers["resources"], answers.get("size", SIZE_LEFT_OUT)
    names = ("hours", *catalogue.content.names["scale"])
    sources = catalogue.content.sources.scale
    values = {"resources": resources, "size": size, **named_values(catalogue, answers, names)}
    return Element(
        f"scale.{resources}.{size}",
        "scale",
        name_causes(catalogue, answers, ("resources", "size", *names)),
        tuple(dict.fromkeys((*sources.all, *sources.resources[resources], *sources.size[size]))),
        values,
    )


def mode_element(catalogue: Catalogue, answers: Facts, mode: Mode) -> Element:
    """What happens with pilots now, and how many at once: the only number of pilots in any text."""
    names = ("management", "pilots", *catalogue.content.names["mode"])
    return Element(
        f"pilots.{mode.id}.{mode.at_once}",
        "mode",
        name_causes(catalogue, answers, (*mode.because, *names)),
        catalogue.content.sources.mode[mode.id],
        {
            "mode": mode.id,
            "at_once": mode.at_once,
            "running": answers.get("pilots") == RUNNING,
            "against": answers["management"] == AGAINST,
            **named_values(catalogue, answers, names),
        },
    )


def copy_element(catalogue: Catalogue, answers: Facts, action: Element) -> Element:
    """What goes with an action, ready to copy: filled with the sector's words, the ask and the hours."""
    copied = catalogue.actions[str(action.values["action"])].copy_id
    if action.values["waits"]:
        copied = INSTEAD.get(copied, copied)
    values: dict[str, Value] = {"copy": copied, **named_values(catalogue, answers, COPIED)}
    causes = {**action.causes, **name_causes(catalogue, answers, COPIED)}
    return Element(f"copy.{copied}", "copy", causes, action.sources, values)


def kpi_element(catalogue: Catalogue, answers: Facts, lane: str) -> Element:
    """What to measure, from what is measured now and the lane (S1.8)."""
    measure = answers["measure"]
    names = (*kpi_causes(catalogue, answers, lane), *catalogue.content.names["kpi"])
    sources = (*catalogue.content.sources.kpi.measure[measure], *catalogue.lanes[lane].sources)
    values: dict[str, Value] = {
        "measure": measure,
        "lane": lane,
        "kpis": find_kpis(catalogue, answers, lane),
        "milestone": catalogue.lanes[lane].milestone,
    }
    return Element(
        f"kpi.{lane}.{measure}",
        "kpi",
        name_causes(catalogue, answers, ("measure", "lane", *names)),
        tuple(dict.fromkeys(sources)),
        values | named_values(catalogue, answers, names),
    )


def state_element(catalogue: Catalogue, answers: Facts, question: str) -> Element:
    """What an answer means for what can be done now; for knowledge also what is missing."""
    answer, gap = answers[question], None
    names = (question, *catalogue.content.names["state"])
    if question == "knowledge":
        names, gap = (*names, "knowledge_gap"), answers.get("knowledge_gap")
    return Element(
        f"{question}.{answer}" + (f".{gap}" if gap else ""),
        "state",
        name_causes(catalogue, answers, names),
        catalogue.questions[question].sources,
        {"question": question, "answer": answer, "gap": gap, **named_values(catalogue, answers, names)},
    )


def barrier_element(catalogue: Catalogue, answers: Facts, barrier: Barrier) -> Element:
    """One barrier with its strength; a low one is named as a chance (S2.4)."""
    names = barrier.rule.names
    return Element(
        barrier.id,
        "barrier",
        name_causes(catalogue, answers, (*barrier_causes(barrier), *names)),
        (*barrier.rule.sources, *ABOUT_BARRIERS),
        {
            "barrier": barrier.id,
            "question": barrier.rule.dimension,
            "strength": barrier.strength,
            "band": barrier.band,
            "assumed": is_assumed(barrier, answers),
            **named_values(catalogue, answers, names),
        },
    )
