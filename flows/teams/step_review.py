"""When a team moves to another step: proposed by rule, decided by its lead, never down by itself (D4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.adviser.steps import LAST_STEP, lowest_above
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.questions import UNKNOWN
from flows.teams.answers import published
from flows.teams.diagnosis import NOT_ASKED
from flows.teams.overview import Criterion
from flows.teams.plan import progress
from flows.teams.ports import Crew
from flows.teams.records import Light, Review

PROGRESS_NEEDED = 80
"""Percent of the plan."""
LIGHTS_LOOKED_AT = 2
"""Published weeks, none of which may be red."""
REVIEWS_UNMOVED = 3
"""Reviews held by the same question, after which another action is proposed for it."""
ROUNDS_LOWER = 2
"""Diagnoses in a row below the team's step, after which going back is proposed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a review may come to: up, stay or down; what is missing for up (exit, progress, light); and the
    questions that held three reviews in a row.
    """

    direction: str
    reasons: tuple[str, ...]
    blocked: tuple[str, ...]


def criteria(catalogue: Catalogue, step: int, answers: Facts) -> tuple[Criterion, ...]:
    """What the step after this one needs, question by question, and how far these answers are. There is
    nothing to need at the last one.
    """
    if not answers:
        return ()
    given = {**NOT_ASKED, **answers}
    return tuple(
        _criterion(catalogue, question, given.get(question, UNKNOWN), option, step)
        for question, option in needed(catalogue, step).items()
    )


def needed(catalogue: Catalogue, step: int) -> Mapping[str, str]:
    """The lowest answer to each question that the step after this one takes; none where any will do."""
    if step == LAST_STEP:
        return {}
    lowest = {question: lowest_above(catalogue, question, step) for question in catalogue.step_questions}
    return {
        question: option for question, option in lowest.items() if option != catalogue.offered(question)[0]
    }


def _criterion(catalogue: Catalogue, question: str, answer: str, needed: str, step: int) -> Criterion:
    given = catalogue.option(question, answer)
    return Criterion(question, given.scored, needed, (given.cap or 0) > step)


def judge(crew: Crew, own_step: int = 0) -> Verdict:
    """What the rules of a review say today. `own_step`: what the lead's own diagnosis came to, for the lead
    of a team of which nothing may be told.
    """
    blocked = _blocked(crew.reviews)
    last = crew.team.step == LAST_STEP
    reasons = () if last else tuple(_missing(crew, own_step))
    if not reasons and not last:
        return Verdict("up", (), blocked)
    return Verdict("down" if _lower_twice(crew) else "stay", reasons, blocked)


def _missing(crew: Crew, own_step: int) -> list[str]:
    found = published(crew.rounds)
    reached = (found.step if found is not None else None) or own_step
    lights = [week.light for week in crew.weeks[:LIGHTS_LOOKED_AT]]
    missing = {
        "exit": reached <= crew.team.step,
        "progress": progress(crew.actions) < PROGRESS_NEEDED,
        "light": Light.RED in lights,
    }
    return [reason for reason, lacks in missing.items() if lacks]


def _lower_twice(crew: Crew) -> bool:
    """Whether two diagnoses in a row came out below the team's step."""
    steps = [found.step for found in crew.rounds if found.step is not None and found.answers][:ROUNDS_LOWER]
    return len(steps) == ROUNDS_LOWER and all(step < crew.team.step for step in steps)


def _blocked(reviews: Sequence[Review]) -> tuple[str, ...]:
    """The questions that limited the step in each of the last three reviews, none of which moved it."""
    last = reviews[:REVIEWS_UNMOVED]
    if len(last) < REVIEWS_UNMOVED or any(review.moved for review in last):
        return ()
    return tuple(q for q in last[0].limiting if all(q in review.limiting for review in last))
