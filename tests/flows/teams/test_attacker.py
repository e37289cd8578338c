"""Nobody learns what another one answered: an attacker tries everything on small teams (G12).

The attacker is a member. They know their own answers, every picture ever shown, how many answered each
week, and who joined or left. For each assignment of answers it is noted what they see; then no other
member's answer may be the same in all assignments that look like this one.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import combinations_with_replacement, product

import pytest

from flows.catalogue import Catalogue
from flows.teams.diagnosis import close_round
from flows.teams.figures import overview, publish
from flows.teams.model import Round, Week
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, Crew, member, said

CONFIDENCES = (1, 3, 4, 7, 8, 10)
BARRIERS = ("none", "means", "skills")

Others = tuple[Hashable, ...]


def revealed(seen: Iterable[tuple[Hashable, Others]]) -> list[tuple[Hashable, Others]]:
    """Views in which an answer of somebody else is certain. Others are told apart by nothing that is shown,
    so an answer is certain only where all of them gave the same one in every assignment that looks so.
    """
    assignments = defaultdict(set)
    for view, others in seen:
        assignments[view].add(others)
    certain = []
    for view, possible in assignments.items():
        answers = {answer for others in possible for answer in others}
        if len(answers) == 1:
            certain.append((view, next(iter(possible))))
    return certain


def weeks_of(catalogue: Catalogue, answers: list[list[tuple[int, str]]], members: list[int]) -> Hashable:
    """Everything that is shown of these weeks, picture by picture."""
    weeks: list[Week] = []
    pictures = []
    for period, given, size in zip(PERIODS, answers, members, strict=False):
        checkins = [said(number, *answer, period) for number, answer in enumerate(given, start=1)]
        people = [member(number) for number in range(1, size + 1)]
        crew = Crew(members=people, weeks=weeks, said=checkins)
        weeks = [publish(crew, period, period), *weeks]
        seen = overview(catalogue, Crew(members=people, weeks=weeks), period)
        pictures.append((seen.light, seen.median, seen.medians, seen.barriers, seen.answered, seen.members))
    return tuple(pictures)


@pytest.mark.parametrize("size", [3, 4, 5, 6])
def test_one_picture_reveals_nobodys_confidence(catalogue: Catalogue, size: int) -> None:
    def views() -> Iterator[tuple[Hashable, Others]]:
        for own in CONFIDENCES:
            for others in combinations_with_replacement(CONFIDENCES, size - 1):
                # Each barrier is named, so that barriers are told wherever the number allows.
                named = [BARRIERS[place % 3] for place in range(size)]
                given = [*zip((own, *others), named, strict=True)]
                yield (own, weeks_of(catalogue, [given], [size])), others

    assert revealed(views()) == []


@pytest.mark.parametrize("size", [5, 6])
def test_shares_of_barriers_reveal_nobodys_choice(catalogue: Catalogue, size: int) -> None:
    """Two windows of two weeks each, the newest of which changes."""
    steady = [(7, barrier) for barrier in ("none", "none", "means", "means", "skills", "skills")[:size]]

    def views() -> Iterator[tuple[Hashable, Others]]:
        for own in BARRIERS:
            for others in combinations_with_replacement(BARRIERS, size - 1):
                newest = [(7, barrier) for barrier in (own, *others)]
                shown = weeks_of(catalogue, [steady] * 5 + [newest], [size] * 6)
                yield (own, shown), others

    assert revealed(views()) == []


@pytest.mark.parametrize(("first", "second"), [(5, 6), (6, 5), (5, 5), (4, 5), (3, 4)])
def test_comparing_two_weeks_with_a_newcomer_or_a_leaver_reveals_nobody(
    catalogue: Catalogue, first: int, second: int
) -> None:
    """Two weeks side by side: what the second adds to the first says nothing certain about either."""
    few = (1, 4, 8, 10)

    def views() -> Iterator[tuple[Hashable, Others]]:
        for own, before, after in product(
            few, combinations_with_replacement(few, first - 1), combinations_with_replacement(few, second - 1)
        ):
            weeks = [[(own, "none"), *((c, "means") for c in others)] for others in (before, after)]
            yield (own, weeks_of(catalogue, weeks, [first, second])), after

    assert revealed(views()) == []


def test_a_correction_after_publication_changes_nothing_that_is_shown(catalogue: Catalogue) -> None:
    """A week is published once: what comes later in it, or is taken back, is in no picture."""
    given = [(7, "none"), (7, "none"), (4, "means"), (8, "means"), (9, "skills")]
    checkins = [said(number, *answer) for number, answer in enumerate(given, start=1)]
    people = [member(number) for number in range(1, 7)]
    crew = Crew(members=people, said=checkins)
    crew.weeks = [publish(crew, PERIODS[0], PERIODS[0])]
    before = overview(catalogue, crew, PERIODS[0])
    crew.said = [said(6, 1, "old_habits"), *checkins[1:]]
    assert overview(catalogue, crew, PERIODS[0]) == before


def diagnosed(catalogue: Catalogue, given: list[dict[str, str]]) -> Hashable:
    """What is shown of a team's diagnosis."""
    closed = close_round(catalogue, Round(7, 1, PERIODS[0]), given, "medium", PERIODS[0])
    return (closed.step, closed.lane, closed.gaps, tuple(sorted(closed.answers.items())))


@pytest.mark.parametrize("size", [5, 6])
@pytest.mark.parametrize("question", ["knowledge", "manager_use", "management", "measure", "strategy"])
def test_a_diagnosis_reveals_nobodys_answer(catalogue: Catalogue, size: int, question: str) -> None:
    options: Callable[[str], tuple[str, ...]] = catalogue.offered

    def views() -> Iterator[tuple[Hashable, Others]]:
        for own in options(question):
            for others in combinations_with_replacement(options(question), size - 1):
                asked = READY | {"management": "approves"}  # so that manager_use is asked too
                given = [asked | {question: answer} for answer in (own, *others)]
                yield (own, diagnosed(catalogue, given)), others

    assert revealed(views()) == []


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_below_five_answers_nothing_is_told(catalogue: Catalogue, size: int) -> None:
    shown = {diagnosed(catalogue, [READY | {"knowledge": answer}] * size) for answer in ("few", "renewing")}
    assert shown == {(None, None, (), ())}
    lights = {
        weeks_of(catalogue, [[(confidence, "means")] * answered], [size])
        for confidence in CONFIDENCES
        for answered in range(size + 1)
    }
    assert len(lights) == 1
