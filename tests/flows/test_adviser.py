"""The rules, each by the claim of the articles it rests on."""

import pytest

from flows.adviser.elements import Element
from flows.catalogue.catalogue import Catalogue
from tests.flows.people import READY, advice_for


def by_id(elements: tuple[Element, ...]) -> dict[str, Element]:
    return {element.id: element for element in elements}


@pytest.mark.parametrize("knowledge", ["hardly", "few", "unknown"])
def test_without_knowledge_everywhere_it_is_step_1_whatever_else(
    catalogue: Catalogue, knowledge: str
) -> None:
    """S2.10b: company-wide training is the fundamental basis."""
    assert advice_for(catalogue, knowledge=knowledge).outcome.number == 1


def test_without_believers_it_is_step_1(catalogue: Catalogue) -> None:
    """S2.9g: it always starts with a small group of believers."""
    advice = advice_for(catalogue, habits="intentions")

    assert advice.outcome.number == 1
    assert advice.actions[0].id == "gather_believers"


@pytest.mark.parametrize(
    ("stance", "step"), [("against", 2), ("tolerates", 2), ("approves", 3), ("carries", 4)]
)
def test_management_caps_the_step(catalogue: Catalogue, stance: str, step: int) -> None:
    """S2.5d: real change must come from the top."""
    assert advice_for(catalogue, management=stance).outcome.number == step


@pytest.mark.parametrize(("means", "step"), [("none", 2), ("junior", 2), ("temporary", 3), ("structural", 4)])
def test_without_structural_means_there_is_no_step_4(catalogue: Catalogue, means: str, step: int) -> None:
    """S2.6c: without structural investment success is impossible."""
    assert advice_for(catalogue, resources=means).outcome.number == step


@pytest.mark.parametrize(
    ("leverage", "status"), [("neither", "start"), ("linked", "half"), ("fast", "half"), ("both", "sustain")]
)
def test_step_4_is_about_using_strengths(catalogue: Catalogue, leverage: str, status: str) -> None:
    """S2.13: link all communication and be fast."""
    advice = advice_for(catalogue, leverage=leverage)

    assert advice.outcome.status == status
    assert advice.actions[0].id == f"use_strengths.{leverage}"


def test_every_weak_link_is_needed_for_the_next_step(catalogue: Catalogue) -> None:
    advice = advice_for(catalogue, management="tolerates", measure="nothing")

    assert advice.outcome.needs == {"management": "approves", "measure": "activity"}


@pytest.mark.parametrize(("size", "strength"), [("small", 85), ("medium", 100), ("large", 100)])
def test_a_small_organisation_needs_less_effort(catalogue: Catalogue, size: str, strength: int) -> None:
    """S2.9e: the smaller the scale, the less effort."""
    advice = advice_for(catalogue, habits="intentions", size=size)

    assert {barrier.id: barrier.strength for barrier in advice.ranked}["old_habits"] == strength


def test_four_barriers_are_always_named(catalogue: Catalogue) -> None:
    """S2.4: four barriers show chances and work to do."""
    barriers = advice_for(catalogue).barriers

    assert len(barriers) == 4
    assert {element.values["band"] for element in barriers} == {"none"}


def test_of_equal_barriers_the_one_that_limits_comes_first(catalogue: Catalogue) -> None:
    advice = advice_for(catalogue, resources="none", knowledge="hardly")

    assert [barrier.id for barrier in advice.ranked[:2]] == ["skills", "means"]


@pytest.mark.parametrize("lane", ["operational_excellence", "customer_intimacy", "product_leadership"])
def test_the_strategy_decides_the_lane_and_never_the_step(catalogue: Catalogue, lane: str) -> None:
    """S1.19: social media must connect to the strategy."""
    advice = advice_for(catalogue, strategy=lane)

    assert (advice.strategy.lane, advice.strategy.source) == (lane, "chosen")
    assert advice.outcome.number == 4
    assert advice.actions[2].id == f"lane_leverage.{lane}"


def test_two_helper_votes_find_the_lane_and_the_other_vote_comes_second(catalogue: Catalogue) -> None:
    advice = advice_for(catalogue, strategy="mixed", walk_away="product_leadership")

    assert (advice.strategy.lane, advice.strategy.second) == ("customer_intimacy", "product_leadership")


def test_who_cannot_choose_is_told_to_choose_first(catalogue: Catalogue) -> None:
    """S1.19 and S1.7: no separate strategy instead of a choice."""
    advice = advice_for(
        catalogue, strategy="mixed", walk_away="product_leadership", extra_euro="unknown",
        pilots="nobody",
    )  # fmt: skip

    assert advice.strategy.lane == "undecided"
    assert advice.actions[2].id == "choose_discipline"
    assert [element.values["parked"] for element in advice.pilots][:2] == [False, True]


def test_no_pilot_is_larger_than_backing_allows(catalogue: Catalogue) -> None:
    advice = advice_for(catalogue, management="against")

    assert {catalogue.pilots[element.id].min_scale for element in advice.pilots} == {0}
    assert advice.mode.at_once == 1


def test_management_is_won_in_its_own_terms(catalogue: Catalogue) -> None:
    """S1.15b, S1.16, S1.17: who knows it from a guru is won otherwise than who uses it."""
    advice = advice_for(catalogue, management="tolerates", manager_use="guru")

    assert advice.management.id == "management.guru.customer_intimacy.sponsor"
    assert advice_for(catalogue).management.id == "management.carried.customer_intimacy.keep"


def test_what_is_unknown_is_to_be_found_out_and_never_remedied(catalogue: Catalogue) -> None:
    advice = advice_for(catalogue, pilots="unknown", resources="unknown")

    assert [element.id for element in advice.actions[:2]] == ["find_out.pilots", "find_out.resources"]
    assert advice.find_out is not None
    assert advice.find_out.values["questions"] == ("resources", "pilots")


@pytest.mark.parametrize(("number", "provisional"), [(2, False), (3, True)])
def test_from_three_unknowns_the_advice_says_that_it_is_provisional(
    catalogue: Catalogue,
    number: int,
    provisional: bool,
) -> None:
    unknown = dict.fromkeys(("pilots", "habits", "measure")[:number], "unknown")

    advice = advice_for(catalogue, **unknown)

    assert advice.unknown_count == number
    assert ("many_unknowns" in by_id(advice.combinations)) is provisional


@pytest.mark.parametrize(
    ("combination", "changes"),
    [
        ("budget_without_support", {"management": "against"}),
        ("words_without_means", {"resources": "none"}),
        ("ahead_of_base", {"knowledge": "few"}),
        ("proof_unmeasured", {"measure": "nothing"}),
        ("blind_spending", {"knowledge": "hardly"}),
        ("ad_hoc", {"pilots": "ad_hoc", "management": "tolerates"}),
        ("good_intentions", {"habits": "believers"}),
        ("price_fighter_without_figures", {"strategy": "operational_excellence", "measure": "nothing"}),
        ("closeness_without_talkers", {"habits": "intentions"}),
        ("loose_image", {"strategy": "product_leadership", "pilots": "ad_hoc"}),
        ("juniors_in_large", {"resources": "junior", "size": "large"}),
        ("active_but_not_backing", {"management": "against"}),
        ("sponsor_without_experience", {"management": "approves", "manager_use": "never"}),
        ("mixed_lead", {"strategy": "mixed"}),
        ("inferred_lead", {"strategy": "unknown"}),
        ("small_and_willing", {"size": "small", "resources": "junior"}),
        ("half_integrated", {"integration": "content"}),
        ("loud_but_slow", {"leverage": "linked"}),
        ("fast_but_unseen", {"leverage": "fast"}),
        ("hold_on", {"leverage": "both"}),
    ],
)
def test_a_combination_names_what_matched(
    catalogue: Catalogue, combination: str, changes: dict[str, str]
) -> None:
    found = by_id(advice_for(catalogue, **changes).combinations)

    assert combination in found
    assert changes.items() & found[combination].causes.items()
    if combination != "hold_on":
        assert combination not in by_id(advice_for(catalogue).combinations)


def test_the_order_of_answers_makes_no_difference(catalogue: Catalogue) -> None:
    """P14: the same answers give the same advice."""
    backwards = dict(reversed(READY.items()))

    assert advice_for(catalogue, **backwards) == advice_for(catalogue)


def test_an_answer_to_a_question_that_is_not_asked_does_not_exist(catalogue: Catalogue) -> None:
    """P10: inactive answers have no influence."""
    assert advice_for(catalogue, manager_use="never", knowledge_gap="tactical") == advice_for(catalogue)
