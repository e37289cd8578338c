"""Members answer separately, and what they say is combined by rule."""

from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.adviser.advice import advise
from flows.adviser.steps import find_step
from flows.catalogue.catalogue import Catalogue, load_catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.questions import UNKNOWN
from flows.questionnaire.answers import ActiveAnswers
from flows.teams.diagnosis import close_round, combine
from flows.teams.records import Round
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, TEAM, Crew

CATALOGUE = load_catalogue()
ORDINAL = ("management", "resources", "knowledge", "habits", "pilots", "measure", "integration")


def active(**answers: str) -> Facts:
    return dict(ActiveAnswers(READY | answers, CATALOGUE))


@st.composite
def members(draw: st.DrawFn) -> list[dict[str, str]]:
    """Three to seven members with any answers, unknown ones among them."""
    size = draw(st.integers(3, 7))
    return [
        READY | {question: draw(st.sampled_from(CATALOGUE.offered(question))) for question in READY}
        for _ in range(size)
    ]


def combined(given_answers: list[dict[str, str]]) -> dict[str, str]:
    return combine(CATALOGUE, [dict(ActiveAnswers(raw, CATALOGUE)) for raw in given_answers], "medium")


def step(given_answers: list[dict[str, str]]) -> int:
    return find_step(CATALOGUE, combined(given_answers)).number


def test_the_lower_middle_of_an_even_number_counts(catalogue: Catalogue) -> None:
    levels = ("few", "basics", "skilled", "renewing")
    assert combine(catalogue, [active(knowledge=k) for k in levels], "medium")["knowledge"] == "basics"


def test_who_does_not_know_is_left_out_of_the_middle(catalogue: Catalogue) -> None:
    answers = [active(knowledge=k) for k in (UNKNOWN, UNKNOWN, "skilled")]
    assert combine(catalogue, answers, "medium")["knowledge"] == "skilled"


def test_who_was_not_asked_about_integration_counts_as_neither(catalogue: Catalogue) -> None:
    answers = [active(), active(), active(knowledge="few"), active(knowledge="few"), active(knowledge="few")]
    raised = [{**given_answers, "knowledge": "renewing"} for given_answers in answers]
    assert combine(catalogue, raised, "medium")["integration"] == "neither"


def test_a_tie_of_lanes_leads_to_none(catalogue: Catalogue) -> None:
    answers = [active(strategy=s) for s in ("operational_excellence", "product_leadership")]
    assert advise(catalogue, combine(catalogue, answers, "medium")).strategy.lane == "undecided"


def test_a_tie_of_gaps_is_both(catalogue: Catalogue) -> None:
    answers = [active(knowledge="basics", knowledge_gap=gap) for gap in ("strategic", "tactical")]
    assert combine(catalogue, answers, "medium")["knowledge_gap"] == "both"


def gaps(catalogue: Catalogue, said: Sequence[Facts]) -> tuple[str, ...]:
    crew = Crew(given={1: dict(enumerate(said))})
    return close_round(catalogue, crew, Round(TEAM, 1, PERIODS[0]), PERIODS[0]).gaps


def test_thirds_that_lie_two_levels_apart_are_a_talking_point_from_eight_answers(
    catalogue: Catalogue,
) -> None:
    few, basics, skilled = (active(knowledge=level) for level in ("few", "basics", "skilled"))
    assert "knowledge" in gaps(catalogue, [few] * 3 + [skilled] * 5)
    assert "knowledge" in gaps(catalogue, [few] * 3 + [skilled] * 6)
    assert "knowledge" not in gaps(catalogue, [few] * 2 + [skilled] * 7)
    assert "knowledge" not in gaps(catalogue, [basics] * 3 + [skilled] * 6)
    assert gaps(catalogue, [few] * 3 + [skilled] * 4) == ()


def test_at_the_lowest_answer_it_takes_ten(catalogue: Catalogue) -> None:
    hardly, skilled = active(knowledge="hardly"), active(knowledge="skilled")
    assert "knowledge" not in gaps(catalogue, [hardly] * 6 + [skilled] * 3)
    assert "knowledge" in gaps(catalogue, [hardly] * 7 + [skilled] * 3)


def test_a_round_is_told_anew_of_the_same_people_alone(catalogue: Catalogue) -> None:
    """One who left, and one who changed their mind, do not show; two who did, do."""
    few, skilled = active(knowledge="few"), active(knowledge="skilled")
    first = dict(enumerate([few, few, few, skilled, skilled, skilled]))
    crew = Crew(given={1: first})
    told = close_round(catalogue, crew, Round(TEAM, 1, PERIODS[0]), PERIODS[0])
    crew.rounds = [told]

    def again(given: Mapping[int, Facts]) -> str:
        crew.given[2] = given
        return close_round(catalogue, crew, Round(TEAM, 2, PERIODS[0]), PERIODS[0]).answers["knowledge"]

    assert told.answers["knowledge"] == "few"
    assert again({person: first[person] for person in range(1, 6)}) == "few"
    assert again({**first, 0: skilled}) == "few"
    assert again({**first, 0: skilled, 1: skilled}) == "skilled"


@given(members())
@settings(max_examples=60, deadline=None)
def test_whatever_members_say_leads_to_advice(given_answers: list[dict[str, str]]) -> None:
    assert advise(CATALOGUE, combined(given_answers)).actions


@given(members(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_members_does_not_matter(
    given_answers: list[dict[str, str]], chance: st.DataObject
) -> None:
    shuffled = list(given_answers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a Random
    assert combined(shuffled) == combined(given_answers)


@given(members(), st.sampled_from(ORDINAL), st.data())
@settings(max_examples=80, deadline=None)
def test_one_level_up_never_lowers_the_step_and_moves_it_by_one_at_most(
    given_answers: list[dict[str, str]], question: str, data: st.DataObject
) -> None:
    options = [option.id for option in CATALOGUE.questions[question].options]
    levels = {option.id: option.level or 0 for option in CATALOGUE.questions[question].options}
    low = data.draw(st.sampled_from([o for o in options if levels[o] < max(levels.values())]))
    high = next(o for o in options if levels[o] == levels[low] + 1)
    before, after = (
        step([given_answers[0] | {question: answer}, *given_answers[1:]]) for answer in (low, high)
    )
    assert before <= after <= before + 1
