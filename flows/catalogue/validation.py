"""References within the content that no schema sees: every fault, by file and key."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from flows.catalogue.conditions import Condition
from flows.catalogue.content import UNDECIDED, ActionChoice, Content
from flows.catalogue.guards import GUARDS
from flows.catalogue.questions import UNKNOWN, Option, Question

DERIVED_FACTS = ("lane", "source", "status", "ask", "hours")
SMALL_AND_WILLING = "small_and_willing"
"""The combination, and the hours, of a small organisation whose management is willing."""
ORIGINS = ("chosen", "mixed", "inferred")

GIVEN = (Question(id="task", options=(Option(id="action"), Option(id="routine")), sources=()),)
"""What a check-in knows of somebody before it asks: whether they own an action that is not done."""


def find_faults(content: Content) -> list[str]:
    """Everything in the content that refers to something that is not there."""
    return [
        *_questions("questions.toml", content.question),
        *_questions("checkin.toml", content.checkin, GIVEN),
        *_actions(content),
        *uncountered_caps(content),
        *_pilots(content),
        *_asks(content),
        *_facts(content),
        *_kpi_swaps(content),
        *_combinations(content),
        *_vocabulary(content),
        *_sources(content),
    ]


def find_repeated_ids(content: Content) -> list[str]:
    """What should be told apart by an id that stands there twice."""
    tables = {
        "questions.toml, checkin.toml: question": [row.id for row in (*content.question, *content.checkin)],
        "advice.toml: lane": [row.id for row in content.lane],
        "advice.toml: ask": [row.id for row in content.ask],
        "advice.toml: step": [str(row.number) for row in content.step],
        "advice.toml: barrier": [row.id for row in content.barrier],
        "pilots.toml: pilot": [row.id for row in content.pilot],
        "actions.toml: action": [row.id for row in content.action],
        "facts.toml: fact": [row.id for row in content.fact],
        "combinations.toml: combination": [row.id for row in content.combination],
        "sources.toml: claims": [row.id for row in content.claims],
    }
    for question in (*content.question, *content.checkin):
        tables[f"questions.toml: {question.id}.options"] = [row.id for row in question.options]
    return [
        f"{table}: {name} stands there {count} times: give each an id of its own"
        for table, ids in tables.items()
        for name, count in Counter(ids).items()
        if count > 1
    ]


def _questions(file: str, questions: Iterable[Question], given: Iterable[Question] = ()) -> Iterator[str]:
    earlier: dict[str, Question] = {question.id: question for question in given}
    for question in questions:
        where = f"{file}: {question.id}"
        counts_as = question.unknown.counts_as if question.unknown else None
        if counts_as is not None and counts_as not in _ids(question.options):
            yield f"{where}.unknown: no option {counts_as}"
        if question.left_out is not None and question.left_out not in _ids(question.options):
            yield f"{where}.left_out: no option {question.left_out}"
        if question.ask_if is not None:
            yield from _condition(f"{where}.ask_if", question.ask_if, earlier.values())
        yield from _ranges(where, question)
        earlier[question.id] = question


def _ranges(where: str, question: Question) -> Iterator[str]:
    """Quantities that two options stand for, or that no option does."""
    counted = sorted((o for o in question.options if o.counted), key=lambda option: option.min or 0)
    for option, after in pairwise(counted):
        if option.max is None or option.max + 1 != (after.min or 0):
            yield f"{where}.options: {after.id}: min must be one more than max of {option.id}"
    if counted and (counted[-1].max is not None or len(counted) != len(question.options)):
        yield f"{where}.options: every option needs its quantities, and the last one no max"


def _condition(where: str, condition: Condition, questions: Iterable[Question]) -> Iterator[str]:
    known = {question.id: question for question in questions}
    for clause in condition.clauses:
        for name, allowed in clause.options:
            if name not in known:
                yield f"{where}: {name} is no question asked before it"
                continue
            offered = set(_ids(known[name].options)) | ({UNKNOWN} if known[name].unknown else set())
            for option in sorted(allowed - offered):
                yield f"{where}: {name} has no option {option}"
    for guard in condition.guards:
        if guard not in GUARDS:
            yield f"{where}: no guard {guard} (there are {', '.join(GUARDS)})"


def _combinations(content: Content) -> Iterator[str]:
    for row in content.combination:
        yield from condition_faults(f"combinations.toml: {row.id}.when", row.when, content)
        yield from _names(f"combinations.toml: {row.id}", row.names, content)


def condition_faults(where: str, condition: Condition, content: Content) -> Iterator[str]:
    """What a condition over answers and what is derived from them names that is not there."""
    derived: dict[str, set[str]] = {
        "lane": {lane.id for lane in content.lane},
        "source": set(ORIGINS),
        "status": {status for step in content.step for status in step.status.values()},
        "step": {str(step.number) for step in content.step},
        "pilots_mode": set(content.sources.mode),
        "pilots_at_once": {"0", "1", "2", "3"},
        "ask": {row.id for row in content.ask},
        "asked": {"yes", "no"},
        "provisional": {"yes", "no"},
    }
    for clause in condition.clauses:
        for name, allowed in clause.options:
            for option in sorted(allowed - derived.get(name, allowed)):
                yield f"{where}: {name} has no option {option}"
    asked = Condition(
        tuple(
            type(clause)(tuple(pair for pair in clause.options if pair[0] not in derived), clause.guard)
            for clause in condition.clauses
        )
    )
    yield from _condition(where, asked, content.question)


def _vocabulary(content: Content) -> Iterator[str]:
    words = set(_ids(content.word))
    for row in content.word:
        yield from condition_faults(f"vocabulary.toml: {row.id}.when", row.when, content)
    for conflict in content.conflicts:
        for word in conflict:
            if word not in words:
                yield f"vocabulary.toml: conflicts: no word {word}"


def _names(where: str, names: Iterable[str], content: Content) -> Iterator[str]:
    known = {*_ids(content.question), *DERIVED_FACTS}
    for name in names:
        if name not in known:
            yield f"{where}.names: no question {name}"


def _actions(content: Content) -> Iterator[str]:
    actions = set(_ids(content.action))
    for step in content.step:
        for choice in step.actions:
            yield from _choice(f"advice.toml: step {step.number}", choice, content)
        for lane in content.lane:
            wanted = lane_action_id(step.lane_action, lane.id)
            if wanted not in actions:
                yield f"actions.toml: no action {wanted}"
    for barrier in content.barrier:
        yield from _choice(f"advice.toml: barrier {barrier.id}", barrier, content)
        yield from _names(f"advice.toml: barrier {barrier.id}", barrier.names, content)
    for action in content.action:
        yield from _names(f"actions.toml: {action.id}", action.names, content)
        if action.dimension is not None and action.dimension not in _ids(content.question):
            yield f"actions.toml: {action.id}.dimension: no question {action.dimension}"


def uncountered_caps(content: Content) -> Iterator[str]:
    """Answers that hold somebody back at a step which has no action against it."""
    against = {step.number: {choice.dimension for choice in step.actions} for step in content.step}
    last = max(against, default=0)
    for question in content.question:
        caps = {option.cap for option in question.options if option.cap is not None and option.cap < last}
        for cap in sorted(caps):
            if question.id not in against.get(cap, ()):
                yield (
                    f"advice.toml: step {cap}.actions: none for {question.id}, which has an option with "
                    f'cap = {cap}: add {{ dimension = "{question.id}", action = "…" }}'
                )


def lane_action_id(family: str, lane: str) -> str:
    """The action of a lane in a family; running a pilot is one action for every lane but "undecided"."""
    if family != "run_pilot":
        return f"{family}.{lane}"
    return "choose_discipline" if lane == UNDECIDED else family


def _choice(where: str, choice: ActionChoice, content: Content) -> Iterator[str]:
    questions = {question.id: question for question in content.question}
    actions = set(_ids(content.action))
    if choice.dimension not in questions or (choice.by and choice.by not in questions):
        yield f"{where}: no question {choice.dimension if choice.dimension not in questions else choice.by}"
        return
    if questions[choice.dimension].unknown and f"find_out.{choice.dimension}" not in actions:
        yield f"actions.toml: no action find_out.{choice.dimension}"
    if choice.by is None and choice.action not in actions:
        yield f"{where}: no action {choice.action}"


def _pilots(content: Content) -> Iterator[str]:
    lanes = {lane.id for lane in content.lane} - {UNDECIDED}
    for pilot in content.pilot:
        if set(pilot.fit) != lanes:
            yield f"pilots.toml: {pilot.id}.fit: needs {', '.join(sorted(lanes))}"
        yield from _options(f"pilots.toml: {pilot.id}.not_for", "sector", pilot.not_for, content)
    management = next((row for row in content.question if row.id == "management"), None)
    if management and set(content.pilots.backing) != set(_ids(management.options)):
        yield "advice.toml: pilots.backing: needs every option of management"


def _facts(content: Content) -> Iterator[str]:
    for row in content.fact:
        yield from _options(f"facts.toml: {row.id}.sectors", "sector", row.sectors, content)


def _asks(content: Content) -> Iterator[str]:
    for row in content.ask:
        yield from _condition(f"advice.toml: ask {row.id}.when", row.when, content.question)
    resources = next((row for row in content.question if row.id == "resources"), None)
    missing = {*(_ids(resources.options) if resources else ()), SMALL_AND_WILLING} - content.hours.keys()
    yield from (f"advice.toml: hours.{name}: is missing" for name in sorted(missing))


def _kpi_swaps(content: Content) -> Iterator[str]:
    kpis = {kpi for lane in content.lane for kpi in lane.kpis}
    for row in content.kpi_swap:
        where = f"advice.toml: kpi_swap {row.kpi}"
        if row.kpi not in kpis:
            yield f"{where}: no lane has this figure"
        for question, named in (("sector", row.sectors), ("size", row.sizes)):
            yield from _options(f"{where}.{question}s", question, named, content)


def _options(where: str, question: str, named: Iterable[str], content: Content) -> Iterator[str]:
    """Options that a question does not have."""
    offered = {option.id for row in content.question if row.id == question for option in row.options}
    yield from (f"{where}: {question} has no option {option}" for option in sorted({*named} - offered))


def _sources(content: Content) -> Iterator[str]:
    known = {*_ids(content.claims), *(f"pub:{key}" for key in content.public), "own"}
    cited: list[tuple[str, Iterable[str]]] = [
        *((f"questions.toml: {row.id}", row.sources) for row in content.question),
        *((f"advice.toml: lane {row.id}", row.sources) for row in content.lane),
        *((f"advice.toml: step {row.number}", row.sources) for row in content.step),
        *((f"advice.toml: barrier {row.id}", row.sources) for row in content.barrier),
        *((f"advice.toml: ask {row.id}", row.sources) for row in content.ask),
        *((f"pilots.toml: {row.id}", row.sources) for row in content.pilot),
        *((f"actions.toml: {row.id}", row.sources) for row in content.action),
        *((f"combinations.toml: {row.id}", row.sources) for row in content.combination),
        ("advice.toml: pilots", content.pilots.sources),
        ("advice.toml: sources.management.all", content.sources.management.all),
        ("advice.toml: sources.scale.all", content.sources.scale.all),
    ]
    for where, sources in cited:
        for source in sources:
            if source not in known:
                yield f"{where}.sources: no claim or source {source}"


def _ids(rows: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(getattr(row, "id", "")) for row in rows)
