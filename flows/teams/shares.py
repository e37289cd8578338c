"""Whose answers are in what was published of a team; when they are forgotten, nothing more is told of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flows.teams.changes import Change, Drop, Edit, Put
from flows.teams.model import Part, Review, Round, Week


def of_week(week: Week) -> str:
    """What a week is called in its parts."""
    return f"week:{week.period}"


def of_round(found: Round) -> str:
    """What a round is called in its parts."""
    return f"round:{found.number}"


def part_of(published: Week | Round, people: Iterable[int]) -> Iterator[Put]:
    """Who is in what is published; nobody is in what tells nothing."""
    if published.answered:
        of = of_week(published) if isinstance(published, Week) else of_round(published)
        yield from (Put(Part(published.team_id, of, person)) for person in people)


def withdraw(
    parts: Sequence[Part], weeks: Iterable[Week], rounds: Iterable[Round], reviews: Iterable[Review]
) -> Iterator[Change]:
    """What becomes of what was published with somebody who is forgotten, by the parts of everybody in it. It
    is emptied, not worked out again without them: the difference would be what they said.
    """
    gone = {part.of for part in parts}
    for week in weeks:
        if of_week(week) in gone:
            yield Edit(week, replace(week, answered=0, median=None, light=None, barriers=None))
    emptied = [found for found in rounds if of_round(found) in gone]
    for found in emptied:
        yield Edit(found, replace(found, answered=0, answers={}, lane=None, step=None, gaps=()))
    if emptied:
        yield from (Edit(review, replace(review, limiting=())) for review in reviews)
    yield from map(Drop, parts)
