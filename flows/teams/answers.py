"""The team's diagnoses: which one is open, and what may be told once five answered."""

from collections.abc import Sequence

from flows.catalogue.conditions import Facts
from flows.teams.ports import Crew
from flows.teams.records import Round, Team


def all_published(rounds: Sequence[Round]) -> tuple[Round, ...]:
    """The diagnoses of which something may be told, newest first."""
    return tuple(found for found in rounds if found.answers)


def published(rounds: Sequence[Round]) -> Round | None:
    """The newest diagnosis of which something may be told."""
    return next(iter(all_published(rounds)), None)


def team_answers(rounds: Sequence[Round]) -> Facts:
    """What the team as a whole said in its newest diagnosis; nothing where fewer than five answered."""
    found = published(rounds)
    return found.answers if found is not None else {}


def of_organisation(team: Team) -> Facts:
    """What a team knows of its organisation, whoever answered."""
    return ({"sector": team.sector} if team.sector else {}) | {"size": team.size}


def told_answers(crew: Crew) -> Facts:
    """What a text for everybody in the team may depend on: never one person's answers (G12)."""
    return team_answers(crew.rounds) or of_organisation(crew.team)


def open_round(crew: Crew) -> Round | None:
    """The team diagnosis that is open, if one is."""
    return next((found for found in crew.rounds if found.closed_on is None), None)
