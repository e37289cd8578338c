"""The team's diagnoses: which one is open, and what may be told once five answered."""

from collections.abc import Sequence

from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.questions import UNKNOWN
from flows.teams.ports import Crew
from flows.teams.records import Round, Team


def all_published(rounds: Sequence[Round]) -> tuple[Round, ...]:
    """The diagnoses of which something may be told, newest first."""
    return tuple(found for found in rounds if found.answers)


def published(rounds: Sequence[Round]) -> Round | None:
    """The newest diagnosis of which something may be told."""
    return next(iter(all_published(rounds)), None)


def as_offered(catalogue: Catalogue, answers: Facts) -> Facts:
    """Answers of before as they count with today's content: what is on offer no more, or was not asked yet,
    counts as unknown; a question that is gone, not at all (G9).
    """
    always = (
        name
        for name in catalogue.questions
        if name not in catalogue.asked_if and catalogue.left_out(name) is None
    )
    known = (name for name in answers if name in catalogue.questions)
    return {name: _as_offered(catalogue, name, answers) for name in dict.fromkeys((*always, *known))}


def _as_offered(catalogue: Catalogue, question: str, answers: Facts) -> str:
    said, offered = catalogue.answer(question, answers), catalogue.offered(question)
    return said if said in offered else catalogue.option(question, UNKNOWN).id


def team_answers(catalogue: Catalogue, rounds: Sequence[Round]) -> Facts:
    """What the team as a whole said in its newest diagnosis; nothing where fewer than five answered."""
    found = published(rounds)
    return as_offered(catalogue, found.answers) if found is not None else {}


def of_organisation(team: Team) -> Facts:
    """What a team knows of its organisation, whoever answered."""
    return ({"sector": team.sector} if team.sector else {}) | {"size": team.size}


def told_answers(catalogue: Catalogue, crew: Crew) -> Facts:
    """What a text for everybody in the team may depend on: never one person's answers (G12)."""
    known = of_organisation(crew.team).items()
    still_offered = {name: said for name, said in known if said in catalogue.offered(name)}
    return team_answers(catalogue, crew.rounds) or still_offered


def open_round(crew: Crew) -> Round | None:
    """The team diagnosis that is open, if one is."""
    return next((found for found in crew.rounds if found.closed_on is None), None)
