"""Each property holds of the real rules, and fails as soon as the rule it speaks of is broken."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pytest

from bot.check.proof.diagram import Diagram
from bot.check.proof.explored import Proof, explore_core, explore_quick, explore_strengths
from bot.check.proof.influence import _parts, compare_changes, find_silence
from bot.check.proof.outcomes import find_outcomes
from bot.check.proof.properties import PROPERTIES
from bot.check.proof.slots import Core, find_core
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts


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
    "P4 a higher answer never harms": lambda core: replace(core, number=5 - core.number),
    "P5 no answer moves too much": lambda core: replace(core, number=10 * core.number),
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

    assert list(PROPERTIES["P4 a higher answer never harms"](changed))


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


def test_a_barrier_that_one_answer_moves_too_far_is_found(proof: Proof) -> None:
    """P5: nothing but the direction is right."""
    moved = Diagram.of(proof.catalogue, lambda answers: 100 if answers["measure"] == "nothing" else 0)
    changed = replace(proof, strengths={**proof.strengths, "means": moved})

    assert list(PROPERTIES["P5 no answer moves too much"](changed)) == [
        "means goes from 100 to 0 with measure: nothing to activity: at most 40"
    ]
    assert list(PROPERTIES["P4 a higher answer never harms"](changed)) == []


def test_a_size_that_weighs_too_much_is_found(proof: Proof) -> None:
    """P6: no more than this between neighbours, nor between the ends."""
    strengths = {"tiny": 0, "small": 0, "medium": 12, "large": 24}
    moved = Diagram.of(proof.catalogue, lambda answers: strengths[answers["size"]])
    changed = replace(proof, strengths={**proof.strengths, "means": moved})

    assert list(PROPERTIES["P6 size changes effort, never the step"](changed)) == [
        "means goes from 0 to 24 with size: tiny to large: at most 20"
    ]


def with_content(proof: Proof, **tables: object) -> Proof:
    return replace(proof, catalogue=Catalogue(proof.catalogue.content.model_copy(update=tables)))


def test_a_lane_with_fewer_kpis_is_found(proof: Proof) -> None:
    first, *others = proof.catalogue.content.lane
    fewer = first.model_copy(update={"kpis": first.kpis[:3]})
    changed = with_content(proof, lane=(fewer, *others))

    assert list(PROPERTIES["P7 every lane has advice of its own"](changed)) == [
        f"advice.toml: lane {first.id}.kpis: has 3, needs 4"
    ]


def test_a_lane_with_too_few_pilots_is_found(proof: Proof) -> None:
    changed = with_content(proof, pilot=proof.catalogue.content.pilot[1:])

    assert list(PROPERTIES["P7 every lane has pilots at any scale"](changed)) == [
        "pilots.toml: 4 pilots fit operational_excellence, it needs 5",
        "pilots.toml: 1 pilots from scale 0 are operational_excellence's own, it needs 2",
    ]


def test_the_core_never_reads_the_strategy(proof: Proof) -> None:
    assert not proof.core.questions & set(proof.catalogue.content.strategy.questions)
