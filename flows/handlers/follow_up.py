"""What follows by itself once a move's changes are stored: a plan is timed anew."""

from collections.abc import Callable, Mapping

from flows.catalogue.catalogue import Catalogue
from flows.reminders.schedule import plan_team
from flows.state.result import After, Result, TurnContext
from flows.state.session import Session
from flows.teams.answers import open_round
from flows.teams.changes import Change
from flows.teams.ports import Crew

Following = Callable[[Catalogue, Crew, TurnContext], tuple[Change, ...]]


def follow_up(catalogue: Catalogue, result: Result, context: TurnContext) -> tuple[Change, ...]:
    """The changes that follow; `context` has the teams as they are after the move's own."""
    if result.after is None or result.session.team is None:
        return ()
    crew = context.teams.crew(result.session.team)
    return FOLLOWING[result.after](catalogue, crew, context) if crew is not None else ()


def waits_for(session: Session, context: TurnContext) -> bool:
    """Whether the team that somebody came from waits for their diagnosis."""
    crew = context.teams.crew(session.team) if session.team is not None else None
    opened = open_round(crew) if crew is not None else None
    return crew is not None and opened is not None and not crew.contributed(opened.number)


def _schedule_team(catalogue: Catalogue, crew: Crew, context: TurnContext) -> tuple[Change, ...]:
    return plan_team(crew, context.now)


FOLLOWING: Mapping[After, Following] = {
    After.PLANNED: _schedule_team,
}
