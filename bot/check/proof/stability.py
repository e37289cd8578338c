"""How answers move the step and the barriers (P3 to P6, P10 to P12): in the right way, and
not too far.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.check.proof.diagram import Diagram
from bot.check.proof.explored import Proof
from bot.check.proof.figures import MOST_FOR_SIZE, MOST_PER_LEVEL, MOST_PER_SIZE, MOST_STEPS_PER_LEVEL
from flows.adviser.steps import LAST_STEP, StepOutcome, find_step
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.questions import UNKNOWN

KEY_ACTIONS = 3
SIZE = "size"
Needs = tuple[tuple[str, str], ...]


def gates(proof: Proof) -> Iterator[str]:
    """P3: no answer allows a higher step than its own cap."""
    for question in proof.catalogue.step_questions:
        for option in proof.catalogue.offered(question):
            cap = proof.catalogue.option(question, option).cap or LAST_STEP
            steps = proof.steps
            highest = max(steps.values(steps.having({question: option})))
            if highest > cap:
                yield f"questions.toml: {question}: {option} reaches step {highest}, its cap is {cap}"


def ladders(catalogue: Catalogue) -> Iterator[tuple[str, str, str, int]]:
    """Every two options of an ordinal question, the lower first, and how many levels lie between."""
    for question, row in catalogue.questions.items():
        levels = [(option.level, option.id) for option in row.options if option.level is not None]
        for low, before in levels:
            for high, after in levels:
                if low < high:
                    yield question, before, after, high - low


def monotony(proof: Proof) -> Iterator[str]:
    """P4: a higher answer never lowers the step, and raises no barrier."""
    for question, before, after, _ in ladders(proof.catalogue):
        for low, high in proof.steps.changes(question, before, after):
            if high < low:
                yield f"step {low} becomes {high} with {question}: {before} to {after}"
        for barrier, strengths in proof.strengths.items() if question != SIZE else ():
            for old, new in strengths.changes(question, before, after):
                if new > old:
                    yield f"{barrier} rises from {old} to {new} with {question}: {before} to {after}"


def stability(proof: Proof) -> Iterator[str]:
    """P5: an answer one level higher moves the step and each barrier within bounds."""
    for question, before, after, levels in ladders(proof.catalogue):
        change = f"with {question}: {before} to {after}"
        for low, high in proof.steps.changes(question, before, after):
            if high - low > levels * MOST_STEPS_PER_LEVEL:
                yield f"step {low} becomes {high} {change}"
        if question == SIZE or levels > 1:
            continue
        for barrier in proof.strengths.keys() & MOST_PER_LEVEL.keys():
            for old, new in proof.strengths[barrier].changes(question, before, after):
                if abs(new - old) > MOST_PER_LEVEL[barrier]:
                    yield f"{barrier} goes from {old} to {new} {change}: at most {MOST_PER_LEVEL[barrier]}"


def size(proof: Proof) -> Iterator[str]:
    """P6: size never changes the step; a larger organisation has no lower barrier, nor a much higher one."""
    if SIZE in proof.steps.questions:
        yield "the size of the organisation changes the step"
    sizes = [option.id for option in proof.catalogue.questions[SIZE].options]
    bounds = [(before, after, MOST_PER_SIZE) for before, after in pairwise(sizes)]
    for before, after, most in (*bounds, (sizes[0], sizes[-1], MOST_FOR_SIZE)):
        for barrier, strengths in proof.strengths.items():
            for old, new in strengths.changes(SIZE, before, after):
                if not old <= new <= old + most:
                    yield f"{barrier} goes from {old} to {new} with size: {before} to {after}: at most {most}"


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
    for question, before, after, _ in ladders(proof.catalogue):
        for old, new in ranges.changes(question, before, after):
            if new < old:
                yield f"quick advice: {old} becomes {new} with {question}: {before} to {after}"


def next_needs(proof: Proof) -> Iterator[str]:
    """P12: all needs together raise the step by one, and all but one of them do not."""
    outcomes = Diagram.of(proof.catalogue, lambda answers: _freeze(find_step(proof.catalogue, answers)))
    steps = outcomes.map(lambda outcome: outcome[0])
    for number, needs in outcomes.values():
        if number < LAST_STEP:
            reached = _steps_with(outcomes, steps, (number, needs), dict(needs))
            if reached != {number + 1}:
                yield f"step {number}: with all of {dict(needs)} comes step {reached}"
            for omitted in dict(needs):
                rest = {question: option for question, option in needs if question != omitted}
                if _steps_with(outcomes, steps, (number, needs), rest) != {number}:
                    yield f"step {number}: the step rises without {omitted}"


def _freeze(outcome: StepOutcome) -> tuple[int, Needs]:
    return outcome.number, tuple(outcome.needs.items())


def _steps_with(
    outcomes: Diagram[tuple[int, Needs]], steps: Diagram[int], now: tuple[int, Needs], then: Facts
) -> set[int]:
    """The steps reached from an outcome when these answers change, and what they switch on is any."""
    found: set[int] = set()
    for given in outcomes.ways(now):
        found |= steps.values(steps.having({**given, **then}))
    return found
