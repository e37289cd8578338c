"""Nobody learns what another one answered: an attacker tries everything on small teams (G12).

The attacker is a member, or one who left or was forgotten. They know everything that was ever told, their own
answers, which they choose as they like, and who was there when. Before, all outcomes are equally likely: of
people who answer each week as if for the first time, and of people who never change their mind. Then nobody
else's answer may be certain or ruled out, and the odds of none may move by more than `BOUND`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from math import factorial, prod

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.teams.changes import Edit
from flows.teams.diagnosis import _as_known, _asked_of_all, _combined, _differs, close_round
from flows.teams.records import Part, Round, Week
from flows.teams.shares import of_week, withdraw
from flows.teams.statistics import dropped, publish
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, TEAM, Crew, member, said

BOUND = 20.0
"""By how much the odds of an answer move at most: stated in docs/teams.md."""
ATTACKER = 1
MOST_WORLDS = 14_000

CONFIDENCES = (2, 6, 9)
BARRIERS = ("none", "means", "skills")
FIVE, SIX, SEVEN = range(1, 6), range(1, 7), range(1, 8)
SWAPPED = (1, 2, 3, 4, 6)
OTHERS = (1, 12, 13, 14, 15)

Value = Hashable
Secret = tuple[int, int]
"""Whose answer, and in which week."""
World = Mapping[Secret, Value]
Shown = Callable[[World], Hashable]


@dataclass
class Beliefs:
    """How often each view comes about, and with which answers of the others."""

    views: dict[Hashable, Counter[tuple[Secret, Value]]]
    totals: Counter[Hashable]
    options: int

    def moves(self) -> Iterator[float]:
        """By which factor each view moves the odds of each answer; infinite where it is certain, or out."""
        for view, answers in self.views.items():
            secrets = {secret for secret, _ in answers}
            seen: dict[Secret, list[int]] = {secret: [] for secret in secrets}
            for (secret, _), times in answers.items():
                seen[secret].append(times)
            for counted in seen.values():
                if len(counted) < self.options:
                    yield float("inf")
                for times in counted:
                    odds = times / (self.totals[view] - times) if times < self.totals[view] else float("inf")
                    moved = odds * (self.options - 1)
                    yield max(moved, 1 / moved)


def believe(
    present: Sequence[Collection[int]],
    options: Sequence[Value],
    shown: Shown,
    *,
    constant: bool,
    attacker: int,
) -> Beliefs:
    """Every outcome there may be, sorted by what the attacker sees of it."""
    secrets = [(person, week) for week, people in enumerate(present) for person in people]
    known = {s: (s[0], 0) if constant and s[0] != attacker else s for s in secrets}
    free = sorted(set(known.values()))
    beliefs = Beliefs(defaultdict(Counter), Counter(), len(options))
    for values in product(options, repeat=len(free)):
        given = dict(zip(free, values, strict=True))
        world = {secret: given[known[secret]] for secret in secrets}
        own = tuple(value for (person, _), value in world.items() if person == attacker)
        view = (own, shown(world))
        beliefs.totals[view] += 1
        beliefs.views[view].update((s, value) for s, value in world.items() if s[0] != attacker)
    return beliefs


def checkins_of(world: World, what: str, week: int) -> list[object]:
    people = [person for person, found in world if found == week]
    confidences = {p: world[p, week] if what == "confidence" else 6 for p in people}
    barriers = {p: world[p, week] if what == "barrier" else "none" for p in people}
    return [said(p, confidences[p], barriers[p], PERIODS[week]) for p in people]  # type: ignore[arg-type]


def weeks_shown(
    present: Sequence[Collection[int]], what: str, forgotten: Mapping[int, int] | None = None
) -> Shown:
    """Everything that is told of these weeks, one after another. `forgotten`: who is, before which week."""

    def shown(world: World) -> Hashable:
        crew, told = Crew(), []
        weeks: list[Week] = []
        spoken: list[object] = []
        for week, people in enumerate(present):
            for person, before in (forgotten or {}).items():
                if before == week:
                    spoken = [one for one in spoken if one.user_id != person]  # type: ignore[attr-defined]
                    weeks = forget(person, weeks)
            spoken = [*spoken, *checkins_of(world, what, week)]
            crew = Crew(members=[member(person) for person in people], weeks=weeks, said=spoken)  # type: ignore[arg-type]
            weeks = [publish(crew, PERIODS[week], PERIODS[week]), *weeks]
            told.append((weeks[0], dropped(weeks)))
        return tuple((w.confidence, w.light, w.barrier, w.share, w.told, fell) for w, fell in told)

    return shown


def forget(person: int, weeks: Sequence[Week]) -> list[Week]:
    parts = [Part(TEAM, of_week(week), person) for week in weeks if week.told]
    edits = withdraw(parts, weeks, (), ())
    changed = {edit.before: edit.after for edit in edits if isinstance(edit, Edit)}
    return [changed.get(week, week) for week in weeks]  # type: ignore[misc]


HISTORIES: Mapping[str, Sequence[Collection[int]]] = {
    "five": (FIVE,),
    "six": (SIX,),
    "seven": (SEVEN,),
    "one leaves": (SIX, FIVE),
    "one comes": (FIVE, SIX),
    "one leaves and another comes": (FIVE, SWAPPED),
    "of six one leaves and another comes": (SIX, (*FIVE, 7)),
    "two leave one by one": (SEVEN, SIX, FIVE),
    "one is silent for a week": (SIX, FIVE, SIX),
    "fewer than five for a week": (FIVE, range(1, 5), FIVE),
    "all others go": (FIVE, OTHERS[:4], OTHERS),
}


@pytest.mark.promise("G12")
@pytest.mark.parametrize(
    ("what", "attacker"), [("confidence", ATTACKER), ("confidence", 5), ("barrier", ATTACKER)]
)
@pytest.mark.parametrize("history", HISTORIES)
def test_of_people_who_never_change_nobodys_answer_can_be_made_out(
    history: str, what: str, attacker: int
) -> None:
    present = HISTORIES[history]
    options: Sequence[Value] = CONFIDENCES if what == "confidence" else BARRIERS
    people, weeks = {person for found in present for person in found}, len(present)
    if weeks * len(options) ** (len(people) - 1 + weeks) > MOST_WORLDS:
        options = options[::2]
    beliefs = believe(present, options, weeks_shown(present, what), constant=True, attacker=attacker)
    assert max(beliefs.moves(), default=1) <= BOUND


@pytest.mark.promise("G12")
@pytest.mark.parametrize("what", ["confidence", "barrier"])
@pytest.mark.parametrize("history", ["one leaves", "one comes", "one leaves and another comes"])
def test_of_people_who_answer_anew_each_week_nobodys_answer_can_be_made_out(history: str, what: str) -> None:
    present, options = HISTORIES[history], CONFIDENCES[::2] if what == "confidence" else BARRIERS[1:]
    beliefs = believe(present, options, weeks_shown(present, what), constant=False, attacker=ATTACKER)
    assert max(beliefs.moves()) <= BOUND


def test_where_two_are_left_it_does_not_begin_anew() -> None:
    present = (FIVE, (1, 2, 12, 13, 14))
    shown = weeks_shown(present, "confidence")
    beliefs = believe(present, CONFIDENCES, shown, constant=True, attacker=ATTACKER)
    assert max(beliefs.moves()) <= BOUND


def test_of_all_barriers_none_that_somebody_named_can_be_made_out() -> None:
    every = ("none", "conviction", "means", "skills", "old_habits")
    beliefs = believe((SIX,), every, weeks_shown((SIX,), "barrier"), constant=True, attacker=ATTACKER)
    assert max(beliefs.moves()) <= BOUND


@pytest.mark.parametrize("attacker", [ATTACKER, 6])
def test_who_is_forgotten_does_not_show_in_what_is_told_after(attacker: int) -> None:
    present = (SIX, FIVE, FIVE)
    shown = weeks_shown(present, "confidence", forgotten={6: 1})
    beliefs = believe(present, CONFIDENCES, shown, constant=True, attacker=attacker)
    assert max(beliefs.moves()) <= BOUND


@pytest.mark.promise("G12")
@pytest.mark.parametrize("what", ["confidence", "barrier"])
def test_that_something_is_told_again_says_nothing_of_who_is_forgotten(what: str) -> None:
    """Neither the week after, nor the one in which two say something else again."""
    options = CONFIDENCES[::2] if what == "confidence" else BARRIERS[1:]
    for present, forgotten in (((SIX, FIVE), {6: 1}), ((SIX, (*FIVE, 7)), {6: 1})):
        shown = weeks_shown(present, what, forgotten)
        beliefs = believe(present, options, shown, constant=False, attacker=ATTACKER)
        assert max(beliefs.moves()) <= BOUND


def test_after_somebody_is_forgotten_it_is_told_again_once_two_say_something_else() -> None:
    """Something else than the week before: what was said with whoever is gone counts no more."""
    worlds = ((9,) * 6, (9, 9, 9, 2, 2), (9, 9, 2, 2, 2), (2, 2, 2, 2, 2))
    world = {(p, w): value for w, values in enumerate(worlds) for p, value in enumerate(values, start=1)}
    present = [range(1, len(values) + 1) for values in worlds]
    shown = weeks_shown(present, "confidence", {6: 1})(world)
    assert [told[0] for told in shown] == ["green", None, None, "red"]  # type: ignore[attr-defined]


def test_of_what_was_told_with_a_forgotten_person_nothing_is_kept_but_that_it_was() -> None:
    said_by_all = {(person, 0): 9 for person in SIX}
    crew = Crew(members=[member(p) for p in SIX], said=checkins_of(said_by_all, "confidence", 0))  # type: ignore[arg-type]
    week = publish(crew, PERIODS[0], PERIODS[0])
    assert week.told
    assert forget(6, [week]) == [Week(TEAM, PERIODS[0], week.progress, told=True)]


@pytest.mark.promise("G12")
@pytest.mark.parametrize("answered", range(5))
@pytest.mark.parametrize("people", [*range(1, 5), 6])
def test_below_five_answers_nothing_is_told(answered: int, people: int) -> None:
    """Not even how many there were."""
    told = {
        publish(
            Crew(members=[member(p) for p in range(people)], said=[said(p, value) for p in range(count)]),
            PERIODS[0],
            PERIODS[0],
        )
        for value in (1, 9)
        for count in range(answered + 1)
    }
    assert told == {Week(TEAM, PERIODS[0], 0)}


# -- diagnoses


def diagnoses(catalogue: Catalogue, rounds: Sequence[Mapping[int, Mapping[str, str]]]) -> Hashable:
    """All that is told of these diagnoses, one after another."""
    crew, told = Crew(), []
    for number, given in enumerate(rounds, start=1):
        crew.given[number] = given
        closed = close_round(catalogue, crew, Round(TEAM, number, PERIODS[0]), PERIODS[1])
        crew.rounds = [closed, *crew.rounds]
        told.append((closed.answered, closed.step, closed.lane, closed.gaps, tuple(closed.answers.items())))
    return tuple(told)


def told_of_question(catalogue: Catalogue, question: str, said: Sequence[str]) -> Hashable:
    """The same of one question, without the others: many people can be looked at then."""
    combined = _as_known(catalogue, question, _combined(catalogue, question, said))
    return combined, question in _asked_of_all(catalogue) and _differs(catalogue, question, said)


ASKED = READY | {"management": "approves"}  # so that manager_use is asked too


@pytest.mark.promise("G12")
@pytest.mark.parametrize("size", [5, 6])
@pytest.mark.parametrize(
    "question", ["knowledge", "manager_use", "management", "measure", "integration", "strategy"]
)
def test_a_diagnosis_gives_nobodys_answer_away(catalogue: Catalogue, size: int, question: str) -> None:
    """Others are told apart by nothing that is told, so they are looked at without their order."""
    options = catalogue.offered(question)
    beliefs = Beliefs(defaultdict(Counter), Counter(), len(options))
    for own in options:
        for others in combinations_with_replacement(options, size - 1):
            given = {p: ASKED | {question: answer} for p, answer in enumerate((own, *others))}
            view, counts = (own, diagnoses(catalogue, [given])), Counter(others)
            ways = factorial(size - 1) // prod(map(factorial, counts.values()))
            beliefs.totals[view] += ways * (size - 1)
            beliefs.views[view].update({((0, 0), answer): ways * times for answer, times in counts.items()})
    assert max(beliefs.moves()) <= BOUND


@pytest.mark.parametrize("size", [8, 9, 10, 11, 12])
@pytest.mark.parametrize("question", ["knowledge", "management", "measure", "integration"])
def test_that_views_differ_gives_nobodys_answer_away(catalogue: Catalogue, size: int, question: str) -> None:
    """What is told of one question of one diagnosis: the answer of the team, and whether views differ."""
    options = catalogue.offered(question)
    beliefs = Beliefs(defaultdict(Counter), Counter(), len(options))
    for own in options:
        for others in combinations_with_replacement(options, size - 1):
            view, counts = (own, told_of_question(catalogue, question, (own, *others))), Counter(others)
            ways = factorial(size - 1) // prod(map(factorial, counts.values()))
            beliefs.totals[view] += ways * (size - 1)
            beliefs.views[view].update({((0, 0), answer): ways * times for answer, times in counts.items()})
    assert max(beliefs.moves()) <= BOUND


@pytest.mark.parametrize("attacker", [ATTACKER, 9])
@pytest.mark.parametrize("other", ["tolerates", "carries"])
def test_that_views_differ_gives_nobody_away_after_somebody_left(
    catalogue: Catalogue, attacker: int, other: str
) -> None:
    present, options = (range(1, 10), range(1, 9)), ("approves", other)

    def shown(world: World) -> Hashable:
        rounds = (
            {p: ASKED | {"management": str(world[p, n])} for p in people} for n, people in enumerate(present)
        )
        return diagnoses(catalogue, list(rounds))

    beliefs = believe(present, options, shown, constant=True, attacker=attacker)
    assert max(beliefs.moves()) <= BOUND


@pytest.mark.parametrize("attacker", [ATTACKER, 6])
def test_a_diagnosis_after_somebody_left_gives_nobodys_answer_away(
    catalogue: Catalogue, attacker: int
) -> None:
    def shown(world: World) -> Hashable:
        rounds = (
            {p: ASKED | {"management": str(world[p, n])} for p in people} for n, people in enumerate(present)
        )
        return diagnoses(catalogue, list(rounds))

    present = (SIX, FIVE)
    options = catalogue.offered("management")[:3]
    beliefs = believe(present, options, shown, constant=True, attacker=attacker)
    assert max(beliefs.moves()) <= BOUND


@pytest.mark.promise("G12")
@pytest.mark.parametrize("attacker", [ATTACKER, 6])
def test_a_question_that_was_not_asked_for_a_while_is_not_told_anew(
    catalogue: Catalogue, attacker: int
) -> None:
    """In between the team knew too little to be asked it, and somebody left."""
    present = (SIX, SIX, FIVE)

    def shown(world: World) -> Hashable:
        rounds = (
            {p: READY | NOT_ASKED[n] | {"integration": str(world[p, n])} for p in people}
            for n, people in enumerate(present)
        )
        return diagnoses(catalogue, list(rounds))

    beliefs = believe(present, ("neither", "both"), shown, constant=True, attacker=attacker)
    assert max(beliefs.moves()) <= BOUND


NOT_ASKED: Sequence[dict[str, str]] = ({}, {"knowledge": "hardly"}, {})
"""What is answered besides: of the team's answers in the middle one, integration is not asked."""


@pytest.mark.parametrize("size", range(1, 5))
def test_below_five_answers_a_diagnosis_tells_nothing(catalogue: Catalogue, size: int) -> None:
    told = {
        diagnoses(catalogue, [{person: READY | {"knowledge": answer} for person in range(size)}])
        for answer in ("few", "renewing")
    }
    assert told == {((0, None, None, (), ()),)}
