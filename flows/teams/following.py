"""What follows by itself once a move's changes are stored: a week published, a round closed, a plan timed."""

from collections.abc import Callable, Mapping

from flows.catalogue import Catalogue
from flows.move import After, Move, Occasion
from flows.session import Session
from flows.teams.agenda import plan_team, publish_if_all
from flows.teams.appointments import tell_all
from flows.teams.changes import Change, Edit
from flows.teams.diagnosis import LEAST_ANSWERS, close_round
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


def _publish(catalogue: Catalogue, crew: Crew, occasion: Occasion) -> tuple[Change, ...]:
    return publish_if_all(crew, occasion.now)


def _plan(catalogue: Catalogue, crew: Crew, occasion: Occasion) -> tuple[Change, ...]:
    return plan_team(crew, occasion.now)


def _close(catalogue: Catalogue, crew: Crew, occasion: Occasion) -> tuple[Change, ...]:
    """A round is published at once when everybody has answered; else the lead closes it."""
    opened = open_round(crew)
    if opened is None:
        return ()
    if crew.contributors(opened.number) < max(LEAST_ANSWERS, crew.headcount):
        return ()
    given = crew.contributions(opened.number)
    closed = close_round(catalogue, opened, given, crew.team.size, occasion.today)
    return (Edit(opened, closed), *tell_all("n_outcome", crew, occasion.today, occasion.now))


FOLLOWING: Mapping[After, Following] = {
    After.ANSWERED: _publish,
    After.CONTRIBUTED: _close,
    After.PLANNED: _plan,
}
