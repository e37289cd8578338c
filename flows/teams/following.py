"""What follows by itself once a move's changes are stored: a plan is timed anew."""

from collections.abc import Callable, Mapping

from flows.catalogue import Catalogue
from flows.move import After, Move, Occasion
from flows.session import Session
from flows.teams.agenda import plan_team
from flows.teams.changes import Change
from flows.teams.facts import Crew
from flows.teams.model import Round

Following = Callable[[Catalogue, Crew, Occasion], tuple[Change, ...]]


def follow(catalogue: Catalogue, move: Move, occasion: Occasion) -> tuple[Change, ...]:
    """The changes that follow; `occasion` has the teams as they are after the move's own."""
    if move.after is None or move.session.team is None:
        return ()
    crew = occasion.teams.crew(move.session.team)
    return FOLLOWING[move.after](catalogue, crew, occasion) if crew is not None else ()


def open_round(crew: Crew) -> Round | None:
    """The team diagnosis that is open, if one is."""
    return next((found for found in crew.rounds if found.closed_on is None), None)


def waits_for(session: Session, occasion: Occasion) -> bool:
    """Whether the team that somebody came from waits for their diagnosis."""
    crew = occasion.teams.crew(session.team) if session.team is not None else None
    opened = open_round(crew) if crew is not None else None
    return crew is not None and opened is not None and not crew.contributed(opened.number)


def _plan(catalogue: Catalogue, crew: Crew, occasion: Occasion) -> tuple[Change, ...]:
    return plan_team(crew, occasion.now)


FOLLOWING: Mapping[After, Following] = {
    After.PLANNED: _plan,
}
