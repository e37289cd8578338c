"""The exploration is exact: every answer that is read, every option of it, nothing twice."""

from itertools import product

import pytest

from bot.check.proof.diagram import Diagram, greatest
from bot.check.proof.explore import all_answers, count_paths, explore
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.questionnaire.progress import Path, questions_of


def test_only_what_a_rule_reads_is_branched_over(catalogue: Catalogue) -> None:
    def rule(answers: Facts) -> str:
        return answers["size"] if answers["measure"] == "nothing" else "any"

    leaves = list(explore(catalogue, rule))

    assert [read for read, _ in leaves] == [
        {"measure": "nothing", "size": "tiny"},
        {"measure": "nothing", "size": "small"},
        {"measure": "nothing", "size": "medium"},
        {"measure": "nothing", "size": "large"},
        {"measure": "activity"},
        {"measure": "business"},
        {"measure": "unknown"},
    ]


def test_an_answer_to_a_question_that_is_not_asked_is_never_read(catalogue: Catalogue) -> None:
    leaves = list(explore(catalogue, lambda answers: answers.get("manager_use")))

    assert ({"management": "carries"}, None) in leaves
    assert len(leaves) == 1 + 4 * 5


@pytest.mark.parametrize(
    ("path", "count", "lengths"), [(Path.QUICK, 2_825, {3}), (Path.FULL, 3_394_463_952, {10, 11, 12})]
)
def test_the_paths_are_counted_exactly(
    catalogue: Catalogue, path: Path, count: int, lengths: set[int]
) -> None:
    paths = count_paths(catalogue, questions_of(catalogue, path))

    assert (paths.count, paths.lengths, paths.helpers) == (count, lengths, {0, 2, 3})


def test_strategy_and_the_rest_multiply(catalogue: Catalogue) -> None:
    strategic = catalogue.content.strategy.questions
    rest = tuple(question for question in catalogue.questions if question not in strategic)

    assert count_paths(catalogue, strategic).count == 113
    assert count_paths(catalogue, rest).count == 910_288 * 11 * 3


def test_counting_agrees_with_listing(catalogue: Catalogue) -> None:
    questions = questions_of(catalogue, Path.QUICK)

    listed = list(all_answers(catalogue, questions))

    assert len(listed) == count_paths(catalogue, questions).count
    assert len({tuple(answers.items()) for answers in listed}) == len(listed)


def test_a_diagram_leaves_out_what_makes_no_difference(catalogue: Catalogue) -> None:
    diagram = Diagram.of(catalogue, lambda answers: (answers["size"], answers["measure"] == "business")[1])

    assert diagram.questions == {"measure"}
    assert diagram.values() == {True, False}


def test_a_diagram_knows_every_change(catalogue: Catalogue) -> None:
    def rule(answers: Facts) -> tuple[str, str]:
        return answers["size"], answers["measure"]

    changes = Diagram.of(catalogue, rule).changes("size", "small", "large")

    assert changes == {(("small", m), ("large", m)) for m in catalogue.offered("measure")}


def test_what_is_switched_on_takes_any_value(catalogue: Catalogue) -> None:
    diagram = Diagram.of(catalogue, lambda answers: answers.get("manager_use", "not asked"))

    changes = diagram.changes("management", "carries", "against")

    assert changes == {("not asked", option) for option in catalogue.offered("manager_use")}


def test_the_greatest_sum_is_that_of_answers_that_go_together(catalogue: Catalogue) -> None:
    questions = ("size", "measure", "habits")

    def longest(one: str, other: str) -> Diagram[int]:
        return Diagram.of(catalogue, lambda a: len(a[one]) if a[other] > "b" else len(a[other]))

    diagrams = [longest(one, other) for one, other in product(questions, questions) if one != other]

    sums = [
        sum(max(d.values(d.having(answers))) for d in diagrams)
        for answers in (
            dict(zip(questions, options, strict=True))
            for options in product(*(catalogue.offered(question) for question in questions))
        )
    ]
    assert greatest(diagrams) == max(sums)
    assert greatest(diagrams, most=1) >= max(sums)
