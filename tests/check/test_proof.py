"""Each property holds of the real rules, and fails as soon as the rule it speaks of is broken."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pytest

from bot.check.diagram import Diagram
from bot.check.influence import _parts, compare_changes, find_silence
from bot.check.outcomes import find_outcomes
from bot.check.proof import Proof, explore_core, explore_quick, explore_strengths
from bot.check.properties import PROPERTIES
from bot.check.slots import Core, find_core
from flows.catalogue import Catalogue
from flows.conditions import Facts


@pytest.fixture(scope="module")
def proof(catalogue: Catalogue) -> Proof:
    return Proof(
        catalogue,
        find_outcomes(catalogue),
        explore_core(catalogue, find_core),
        explore_strengths(catalogue),
        explore_quick(catalogue),
    )


@pytest.mark.parametrize("name", PROPERTIES)
def test_a_property_holds(proof: Proof, name: str) -> None:
    assert list(PROPERTIES[name](proof)) == []


def test_no_influence_is_silent(proof: Proof) -> None:
    silence = find_silence(proof.outcomes, proof.core)

    assert silence.faults == []
    assert silence.pairs > 300_000


def broken(proof: Proof, change: Callable[[Core], Core]) -> Proof:
    return replace(proof, core=proof.core.map(change))


BROKEN_CORES: Mapping[str, Callable[[Core], Core]] = {
    "P1 every path gives whole advice": lambda core: replace(core, second=core.first),
    "P3 no answer reaches beyond its cap": lambda core: replace(core, number=min(4, core.number + 1)),
    "P4 P5 higher answers help, a step at a time": lambda core: replace(core, number=5 - core.number),
    "P9 everything is reached": lambda core: replace(core, order=("means",)),
    "P11 quick advice holds what full advice says": lambda core: replace(core, number=4),
    "P12 every element names its answers": lambda core: replace(core, limiting=()),
}


@pytest.mark.parametrize("name", BROKEN_CORES)
def test_a_broken_core_is_found(proof: Proof, name: str) -> None:
    assert list(PROPERTIES[name](broken(proof, BROKEN_CORES[name])))


def test_a_step_that_depends_on_size_is_found(proof: Proof) -> None:
    def by_size(answers: Facts) -> Core:
        core = next(iter(proof.core.values()))
        return replace(core, number=1 if answers["size"] == "small" else 2)

    changed = replace(proof, core=Diagram.of(proof.catalogue, by_size))

    assert list(PROPERTIES["P6 size changes effort, never the step"](changed))


def test_a_barrier_that_a_higher_answer_raises_is_found(proof: Proof) -> None:
    strengths = {
        name: diagram.map(lambda strength: 100 - strength) for name, diagram in proof.strengths.items()
    }
    changed = replace(proof, strengths=strengths)

    assert list(PROPERTIES["P4 P5 higher answers help, a step at a time"](changed))


def test_a_barrier_that_moves_with_the_strategy_is_found(proof: Proof) -> None:
    moved = Diagram.of(proof.catalogue, lambda answers: len(answers["strategy"]))
    changed = replace(proof, strengths={**proof.strengths, "means": moved})

    assert list(PROPERTIES["P7 no lane is ahead of another"](changed))


def test_an_unknown_that_counts_as_nothing_is_found(proof: Proof) -> None:
    moved = Diagram.of(proof.catalogue, lambda answers: int(answers["resources"] == "unknown"))
    changed = replace(proof, strengths={**proof.strengths, "means": moved})

    assert list(PROPERTIES["P10 unknown counts as what it stands for"](changed))


def test_a_silent_influence_is_found(proof: Proof) -> None:
    """A scale that names everything but the size it depends on."""
    scale = proof.outcomes.slots["scale"].map(
        lambda seen: tuple(
            replace(one, causes=tuple(pair for pair in one.causes if pair[0] != "size")) for one in seen
        )
    )
    compared = compare_changes(proof.catalogue, scale.map(partial(_parts, "scale")))

    assert any("changes silently with size" in fault for fault in compared.faults)


def test_answers_that_no_element_tells_apart_are_found(proof: Proof) -> None:
    slots = {
        place: diagram.map(lambda seen: tuple(replace(one, id=one.kind) for one in seen))
        for place, diagram in proof.outcomes.slots.items()
    }
    changed = replace(proof, outcomes=replace(proof.outcomes, slots=slots))

    assert list(PROPERTIES["P8 different answers, different advice"](changed))


@pytest.mark.parametrize(
    ("barrier", "most"), [("conviction", 45), ("means", 40), ("skills", 33), ("old_habits", 39)]
)
def test_one_level_moves_a_barrier_within_bounds(proof: Proof, barrier: str, most: int) -> None:
    """P5: no answer weighs more than this."""
    strengths = proof.strengths[barrier]
    moves = {
        abs(new - old)
        for question in strengths.questions - {"size"}
        for before in proof.catalogue.questions[question].options
        for after in proof.catalogue.questions[question].options
        if before.level is not None and after.level is not None and after.level - before.level == 1
        for old, new in strengths.changes(question, before.id, after.id)
    }

    assert max(moves) <= most


def test_size_moves_a_barrier_by_at_most_twenty(proof: Proof) -> None:
    """P6: at most 15 between neighbouring sizes, 20 in all."""
    for before, after, most in (("small", "medium", 15), ("medium", "large", 15), ("small", "large", 20)):
        for strengths in proof.strengths.values():
            assert all(new - old <= most for old, new in strengths.changes("size", before, after))


def test_the_core_never_reads_the_strategy(proof: Proof) -> None:
    assert not proof.core.questions & set(proof.catalogue.content.strategy.questions)
