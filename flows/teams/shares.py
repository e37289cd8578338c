"""Whose answers are in what was published of a team; when they are forgotten, nothing more is told of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile
from typing import TypeVar

from flows.teams.changes import Change, Drop, Edit, Put
from flows.teams.records import Part, Review, Round, Week

P = TypeVar("P", Week, Round)


def of_week(week: Week) -> str:
    """What a week is called in its parts."""
    return f"week:{week.period}"


def of_round(found: Round) -> str:
    """What a round is called in its parts."""
    return f"round:{found.number}"


def part_of(published: Week | Round, people: Iterable[int]) -> Iterator[Put]:
    """Who is in what is published; nobody is in what tells nothing."""
    if published.told if isinstance(published, Week) else published.answered:
        of = of_week(published) if isinstance(published, Week) else of_round(published)
        yield from (Put(Part(published.team_id, of, person)) for person in people)


def withdraw(
    parts: Sequence[Part], weeks: Iterable[Week], rounds: Iterable[Round], reviews: Iterable[Review]
) -> Iterator[Change]:
    """What becomes of what was published with somebody who is forgotten, by the parts of everybody in it, and
    of what was published since, for it may stand because of that. It is emptied, not worked out again without
    them: the difference would be what they said. That something was told stays, so that it is not told anew.
    """
    gone = {part.of for part in parts}
    for week in _from_the_first(gone, sorted(weeks, key=lambda week: week.period), of_week):
        yield Edit(week, Week(week.team_id, week.period, week.progress, told=week.told))
    emptied = _from_the_first(gone, sorted(rounds, key=lambda found: found.number), of_round)
    for found in emptied:
        yield Edit(found, replace(found, answers={}, lane=None, step=None, gaps=()))
    if emptied:
        yield from (Edit(review, replace(review, limiting=())) for review in reviews)
    yield from map(Drop, parts)


def _from_the_first(gone: Collection[str], in_order: Iterable[P], name: Callable[[P], str]) -> list[P]:
    """What has such a name, and all that came after the first of it."""
    return list(dropwhile(lambda one: name(one) not in gone, in_order))
