"""What must hold of the advice for every set of answers (specification C9, P1 to P12)."""

from collections.abc import Callable, Iterator, Mapping

from bot.check.diagram import Diagram
from bot.check.needs import next_needs
from bot.check.outcomes import Together
from bot.check.proof import Proof
from flows.adviser.steps import LAST_STEP
from flows.catalogue import Catalogue
from flows.model import UNDECIDED, UNKNOWN

KEY_ACTIONS = 3

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


def gates(proof: Proof) -> Iterator[str]:
    """P3: no answer allows a higher step than its own cap."""
    for question in proof.catalogue.step_questions:
        for option in proof.catalogue.offered(question):
            cap = proof.catalogue.option(question, option).cap or LAST_STEP
            steps = proof.steps
            highest = max(steps.values(steps.having({question: option})))
            if highest > cap:
                yield f"questions.toml: {question}: {option} reaches step {highest}, its cap is {cap}"


def _ladders(catalogue: Catalogue) -> Iterator[tuple[str, str, str, int]]:
    """Every two options of an ordinal question, the lower first, and how many levels lie between."""
    for question, row in catalogue.questions.items():
        levels = [(option.level, option.id) for option in row.options if option.level is not None]
        for low, before in levels:
            for high, after in levels:
                if low < high:
                    yield question, before, after, high - low


def monotony(proof: Proof) -> Iterator[str]:
    """P4, P5: a higher answer never lowers the step, raises it by one a level, and raises no barrier."""
    steps = proof.steps
    for question, before, after, levels in _ladders(proof.catalogue):
        for low, high in steps.changes(question, before, after):
            if not low <= high <= low + levels:
                yield f"step {low} becomes {high} with {question}: {before} to {after}"
        for barrier, strengths in proof.strengths.items():
            for old, new in strengths.changes(question, before, after):
                if new > old and question != "size":
                    yield f"{barrier} rises from {old} to {new} with {question}: {before} to {after}"


def size(proof: Proof) -> Iterator[str]:
    """P6: size never changes the step, and a larger organisation never has a lower barrier."""
    if "size" in proof.steps.questions:
        yield "the size of the organisation changes the step"
    for question, before, after, _ in _ladders(proof.catalogue):
        for barrier, strengths in proof.strengths.items() if question == "size" else ():
            for old, new in strengths.changes(question, before, after):
                if new < old:
                    yield f"{barrier} falls from {old} to {new} with size: {before} to {after}"


def symmetry(proof: Proof) -> Iterator[str]:
    """P7: no lane is ahead: strategy changes neither step nor barriers, and each lane has its own advice."""
    strategic = set(proof.catalogue.content.strategy.questions)
    moved = {"the core": proof.core.questions}
    moved |= {name: strengths.questions for name, strengths in proof.strengths.items()}
    for name, questions in moved.items():
        if strategic & questions:
            yield f"the strategy changes {name}"
    kpis = {len(lane.kpis) for lane in proof.catalogue.content.lane}
    if len(kpis) != 1:
        yield "advice.toml: lane: the lanes have different numbers of KPIs"
    for lane in proof.catalogue.lanes:
        own = [
            row
            for row in proof.catalogue.content.combination
            if any(
                options == {lane}
                for clause in row.when.clauses
                for name, options in clause.options
                if name == "lane"
            )
        ]
        if not own:
            yield f"combinations.toml: no combination is {lane}'s own"


def distinctness(proof: Proof) -> Iterator[str]:
    """P8: no two answer sets give the same elements: every answer can be read off an element's id."""
    strategic = set(proof.catalogue.content.strategy.questions)
    for question in proof.catalogue.questions.keys() - strategic:
        if not any(_tells(diagram, question) for diagram in _named_slots(proof)):
            yield f"questions.toml: {question}: no element tells its answers apart"


def _named_slots(proof: Proof) -> Iterator[Diagram[Together]]:
    for place in ("scale", "management", "kpi", *proof.outcomes.places("state ")):
        yield proof.outcomes.slots[place]


def _tells(diagram: Diagram[Together], question: str) -> bool:
    """Whether the ids in a place are different for different answers to a question."""
    answers: dict[object, set[str | None]] = {}
    for together in diagram.values():
        for seen in together:
            answers.setdefault(seen.id, set()).add(dict(seen.causes).get(question))
    found = set().union(*answers.values()) if answers else set()
    return len(found - {None}) > 1 and all(len(options) == 1 for options in answers.values())


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
    schemes = proof.outcomes.elements("scheme")
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


def unknowns(proof: Proof) -> Iterator[str]:
    """P10: "I don't know" gives the step and the strengths of the option that it counts as."""
    for question, row in proof.catalogue.questions.items():
        if row.unknown is None or row.unknown.counts_as is None:
            continue
        for name, diagram in {"step": proof.steps, **proof.strengths}.items():
            assumed = diagram.having({question: row.unknown.counts_as})
            if diagram.having({question: UNKNOWN}) is not assumed:
                yield f"questions.toml: {question}: unknown gives another {name} than {row.unknown.counts_as}"


def quick_path(proof: Proof) -> Iterator[str]:
    """P11: the full step lies in the range of the quick advice, which has three actions and is monotone."""
    steps = proof.steps
    for quick in proof.quick.values():
        causes = dict(quick.range_causes)
        found = steps.values(steps.having(causes))
        if not {quick.provisional} | found <= set(range(1, quick.highest + 1)):
            yield f"quick advice: steps {found} beside 1 to {quick.highest}"
        if len(set(quick.actions)) != KEY_ACTIONS:
            yield f"quick advice: an action is advised twice for {causes}"
        if len(set(quick.pilots)) < proof.catalogue.content.pilots.shown:
            yield f"quick advice: too few pilots for {causes}"
    ranges = proof.quick.map(lambda quick: (quick.provisional, quick.highest))
    for question, before, after, _ in _ladders(proof.catalogue):
        for old, new in ranges.changes(question, before, after):
            if new < old:
                yield f"quick advice: {old} becomes {new} with {question}: {before} to {after}"


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


def pilots_for_lanes(proof: Proof) -> Iterator[str]:
    """P7: each discipline has pilots from the smallest scale on."""
    for lane in proof.catalogue.lanes.keys() - {UNDECIDED}:
        fitting = [
            p
            for p in proof.catalogue.content.pilot
            if p.fit[lane] >= proof.catalogue.content.pilots.least_fit
        ]
        if sum(pilot.min_scale == 0 for pilot in fitting) < proof.catalogue.content.pilots.shown:
            yield f"pilots.toml: {lane} has too few pilots that need no means"


PROPERTIES: Mapping[str, Property] = {
    "P1 every path gives whole advice": totality,
    "P3 no answer reaches beyond its cap": gates,
    "P4 P5 higher answers help, a step at a time": monotony,
    "P6 size changes effort, never the step": size,
    "P7 no lane is ahead of another": symmetry,
    "P7 every lane has pilots at any scale": pilots_for_lanes,
    "P8 different answers, different advice": distinctness,
    "P9 everything is reached": reachability,
    "P10 unknown counts as what it stands for": unknowns,
    "P11 quick advice holds what full advice says": quick_path,
    "P12 every element names its answers": explanations,
    "P12 needs are needed, and enough": next_needs,
}
