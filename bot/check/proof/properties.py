"""What must hold of the advice for every set of answers."""

from collections.abc import Callable, Iterator, Mapping

from bot.check.proof.diagram import Diagram
from bot.check.proof.explored import Proof
from bot.check.proof.fairness import own_advice, pilots_for_lanes, symmetry
from bot.check.proof.outcomes import Together, unworded
from bot.check.proof.stability import gates, monotony, next_needs, quick_path, size, stability, unknowns
from flows.adviser.steps import LAST_STEP
from flows.catalogue.questions import UNKNOWN

Property = Callable[[Proof], Iterator[str]]


def totality(proof: Proof) -> Iterator[str]:
    """P1: a step, all barriers, three different actions that exist, two pilots or more, every element."""
    catalogue = proof.catalogue
    thirds = {n: {e.id for e in proof.outcomes.elements(f"third action {n}")} for n in catalogue.steps}
    for core in proof.core.values():
        chosen = (core.first.action, core.second.action)
        if core.number not in catalogue.steps or len(core.order) != len(catalogue.content.barrier):
            yield f"step {core.number} with barriers {core.order}"
        if core.first.action == core.second.action or set(chosen) & thirds[core.number]:
            yield f"step {core.number}: an action is advised twice: {', '.join(chosen)}"
        for action in chosen:
            if action not in catalogue.actions:
                yield f"actions.toml: {action}: is advised and does not exist"
    for together in proof.outcomes.slots["pilots"].values():
        if len({seen.id for seen in together}) < catalogue.content.pilots.shown:
            yield f"fewer than {catalogue.content.pilots.shown} pilots for {dict(together[0].causes)}"


def distinctness(proof: Proof) -> Iterator[str]:
    """P8: no two answer sets give the same elements, in any one sector and role: every answer can be read off
    an element's id.
    """
    strategic = set(proof.catalogue.content.strategy.questions)
    for question in proof.catalogue.questions.keys() - strategic - unworded(proof.catalogue).keys():
        if not any(_tells(diagram, question) for diagram in _named_slots(proof)):
            yield f"questions.toml: {question}: no element tells its answers apart"


def _named_slots(proof: Proof) -> Iterator[Diagram[Together]]:
    for place in ("scale", "management", "kpi", *proof.outcomes.places("state ")):
        yield proof.outcomes.slots[place]


def _tells(diagram: Diagram[Together], question: str) -> bool:
    """Whether the ids in a place are different for different answers to a question; of what is not known
    the list of what to find out tells.
    """
    answers: dict[object, set[str | None]] = {}
    for together in diagram.values():
        for seen in together:
            answers.setdefault(seen.id, set()).add(dict(seen.causes).get(question))
    found = set().union(*answers.values()) if answers else set()
    return len(found - {None}) > 1 and all(len(options - {UNKNOWN}) <= 1 for options in answers.values())


def reachability(proof: Proof) -> Iterator[str]:
    """P9: every question, step, top barrier, lane, action, pilot and combination is somebody's."""
    catalogue = proof.catalogue
    cores = proof.core.values()
    for step in catalogue.steps.keys() - {core.number for core in cores}:
        yield f"advice.toml: step {step}: is never reached"
    for step in range(1, LAST_STEP):
        tops = {core.order[0] for core in cores if core.number == step}
        for rule in catalogue.content.barrier:
            if rule.id not in tops:
                yield f"advice.toml: barrier {rule.id}: never comes first at step {step}"
    third = proof.outcomes.elements(*proof.outcomes.places("third action "))
    advised = {action for core in cores for action in (core.first.action, core.second.action)}
    advised |= {str(element.values["action"]) for element in third}
    quick = proof.outcomes.elements("quick")
    advised |= {str(element.values["action"]) for element in quick if element.kind == "action"}
    for action in catalogue.actions.keys() - advised:
        yield f"actions.toml: {action}: is never advised"
    schemes = proof.outcomes.elements(*proof.outcomes.places("scheme "))
    listed = {
        pilot
        for scheme in schemes
        for value in scheme.values.values()
        if isinstance(value, tuple)
        for pilot in value
    }
    for pilot in catalogue.pilots.keys() - listed:
        yield f"pilots.toml: {pilot}: fits nobody"
    for place in (*proof.outcomes.places("combination "), *proof.outcomes.places("state ")):
        if not proof.outcomes.elements(place):
            yield f"{place}: is never shown"
    lanes = {str(element.values["lane"]) for element in proof.outcomes.elements("lane")}
    for lane in catalogue.lanes.keys() - lanes:
        yield f"advice.toml: lane {lane}: is never found"


def explanations(proof: Proof) -> Iterator[str]:
    """P12: every element names an answer; below the last step something limits."""
    for place, diagram in proof.outcomes.slots.items():
        for together in diagram.values():
            for seen in together:
                if not seen.causes:
                    yield f"{place}: {seen.id} names no answer"
    for core in proof.core.values():
        if (core.number < LAST_STEP) != bool(core.limiting):
            yield f"step {core.number}: limited by {core.limiting or 'nothing'}"


def words_alone(proof: Proof) -> Iterator[str]:
    """P6: sector and role change words, figures and the list of pilots, and nothing that is advised."""
    moved = {"the core": proof.core.questions}
    moved |= {name: strengths.questions for name, strengths in proof.strengths.items()}
    for name, questions in moved.items():
        for question in unworded(proof.catalogue).keys() & questions:
            yield f"{question} changes {name}"
    advised = {element.id for element in proof.outcomes.elements("pilots")}
    for pilot in advised:
        if proof.catalogue.pilots[pilot].not_for:
            yield f"pilots.toml: {pilot}.not_for: it is advised, so no sector may be without it"


PROPERTIES: Mapping[str, Property] = {
    "P1 every path gives whole advice": totality,
    "P3 no answer reaches beyond its cap": gates,
    "P4 a higher answer never harms": monotony,
    "P5 no answer moves too much": stability,
    "P6 size changes effort, never the step": size,
    "P6 sector and role change words alone": words_alone,
    "P7 no lane is ahead of another": symmetry,
    "P7 every lane has advice of its own": own_advice,
    "P7 every lane has pilots at any scale": pilots_for_lanes,
    "P8 different answers, different advice": distinctness,
    "P9 everything is reached": reachability,
    "P10 unknown counts as what it stands for": unknowns,
    "P11 quick advice holds what full advice says": quick_path,
    "P12 every element names its answers": explanations,
    "P12 needs are needed, and enough": next_needs,
}
