"""Something done at a team, with everything that a handler or a screen needs."""

from dataclasses import dataclass

from flows.questionnaire.progress import Progress
from flows.state.reader import SessionReader
from flows.state.result import Arguments, TurnContext
from flows.state.session import Session
from flows.teams.checkins import task_of
from flows.teams.ports import Crew


@dataclass(frozen=True, slots=True)
class Visit:
    """Something done at a team: everything a handler needs."""

    reader: SessionReader
    session: Session
    arguments: Arguments
    context: TurnContext
    crew: Crew


def looked_at(session: Session, context: TurnContext) -> Crew | None:
    """The team that the session looks at; without one, the only team somebody is in."""
    if session.team is not None:
        return context.teams.crew(session.team)
    teams = context.teams.teams
    return context.teams.crew(teams[0].id) if len(teams) == 1 else None


def progress_of(reader: SessionReader, session: Session, crew: Crew) -> Progress:
    """The check-in under way, as far as it is answered."""
    answers = session.checkin.answers if session.checkin else {}
    return reader.walk_checkin(task_of(crew), answers)
