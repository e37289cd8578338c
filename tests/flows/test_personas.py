"""Eight fictitious organisations, worked out by hand: every detail of their advice."""

import json
from pathlib import Path as File
from typing import Any

import pytest

from flows.adviser.advice import COMBINATIONS_SHOWN, Advice, advise
from flows.adviser.quick import QuickAdvice, advise_quickly
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Path, build_walk

PERSONAS: list[dict[str, Any]] = json.loads(
    File(__file__).with_name("personas.json").read_text(encoding="utf-8")
)

each = pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona["name"])


def hours(advice: Advice | QuickAdvice) -> dict[str, list[int | None] | None]:
    """Hours as they are worked out: from and to, or nothing for "or more"."""
    spans = {"now": advice.hours.now, "asked": advice.hours.asked}
    return {name: [*span, None][:2] if span else None for name, span in spans.items()}


@each
def test_only_questions_that_matter_are_asked(catalogue: Catalogue, persona: dict[str, Any]) -> None:
    progress = build_walk(catalogue)(Path.FULL, persona["answers"])

    assert progress.next is None
    assert list(progress.active) == persona["questions_asked"]


@pytest.mark.fault(40)
@pytest.mark.promise("G8")
@each
def test_full_advice_is_as_worked_out(catalogue: Catalogue, persona: dict[str, Any]) -> None:
    advice = advise(catalogue, persona["answers"])

    combinations = [element.id for element in advice.combinations]
    assert {
        "step": advice.outcome.number,
        "status": advice.outcome.status,
        "limiting": sorted(advice.outcome.limiting),
        "lane": advice.strategy.lane,
        "source": advice.strategy.source,
        "second_lane": advice.strategy.second,
        "barriers": [[barrier.id, barrier.strength] for barrier in advice.ranked],
        "next_needs": advice.outcome.needs,
        "actions": [element.id for element in advice.actions],
        "pilots": [element.id for element in advice.pilots],
        "management_element": advice.management.id,
        "scale_element": advice.scale.id,
        "kpi_element": advice.kpi.id,
        "combinations_shown": combinations[:COMBINATIONS_SHOWN],
        "combinations_all": combinations,
        "unknown_count": advice.unknown_count,
        "sector": advice.sector,
        "role": advice.role,
        "ask": advice.ask.id,
        "hours": hours(advice),
        "provisional": advice.provisional,
        "assumed_barriers": list(advice.assumed),
        "pilots_mode": advice.mode.id,
        "pilots_at_once": advice.mode.at_once,
        "kpis": list(advice.kpis),
    } == persona["expect"] | {"limiting": sorted(persona["expect"]["limiting"])}


@pytest.mark.fault(40)
@pytest.mark.promise("G8")
@each
def test_quick_advice_is_as_worked_out(catalogue: Catalogue, persona: dict[str, Any]) -> None:
    progress = build_walk(catalogue)(Path.QUICK, persona["answers"])

    advice = advise_quickly(catalogue, progress.active)

    expected = persona["expect_quick"]
    assert advice.outcome.provisional == expected["provisional_step"]
    assert [1, advice.outcome.highest] == expected["range"]
    assert [[barrier.id, barrier.strength] for barrier in advice.ranked] == expected["barriers"]
    assert [element.id for element in advice.actions] == expected["actions"]
    assert advice.strategy.lane == expected["lane"]
    assert advice.ask.id == expected["ask"]
    assert hours(advice) == expected["hours"]
