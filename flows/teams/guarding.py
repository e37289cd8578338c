"""Who may do what: a handler gets the team it is about, or is not called at all."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.dialogue import Dialogue
from flows.move import Arguments, Handler, Move, Occasion
from flows.session import Session
from flows.teams.facts import Crew
from flows.teams.model import Member, Role

MOST_DIGITS = 18
"""Of a number that any database can hold."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Something done at a team: everything a handler needs."""

    dialogue: Dialogue
    session: Session
    arguments: Arguments
    occasion: Occasion
    crew: Crew


TeamHandler = Callable[[Visit], Move]


def of_team(handler: TeamHandler) -> Handler:
    """For members of the team looked at; who looks at none, or is in it no longer, is told so."""

    def guarded(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
        crew = looked_at(session, occasion)
        if crew is None:
            return to_teams(session, occasion)
        return handler(Visit(dialogue, session, arguments, occasion, crew))

    return guarded


def to_teams(session: Session, occasion: Occasion) -> Move:
    """The teams somebody is in, where none can be looked at, and why."""
    none_meant = "which_team" if occasion.teams.teams else "no_team_yet"
    hint = none_meant if session.team is None else "no_team"
    return Move(session.having(view="team", team=None, changing=None), hint=hint)


def of_named_team(handler: TeamHandler) -> Handler:
    """For members of the team that the first argument names: what a button below a reminder carries."""

    def guarded(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
        team = number_of(arguments[:1])
        crew = occasion.teams.crew(team) if team is not None else None
        if crew is None:
            return Move(session, hint="no_team")
        return handler(Visit(dialogue, session, arguments[1:], occasion, crew))

    return guarded


def for_lead(handler: TeamHandler) -> Handler:
    """For the lead of the team looked at."""

    @of_team
    def guarded(visit: Visit) -> Move:
        if visit.crew.me.role is not Role.LEAD:
            return Move(visit.session, hint="lead_only")
        return handler(visit)

    return guarded


def looked_at(session: Session, occasion: Occasion) -> Crew | None:
    """The team that the session looks at; without one, the only team somebody is in."""
    if session.team is not None:
        return occasion.teams.crew(session.team)
    teams = occasion.teams.teams
    return occasion.teams.crew(teams[0].id) if len(teams) == 1 else None


def number_of(arguments: Arguments) -> int | None:
    """The first argument as a number, such as those by which people and teams are known."""
    if not arguments or not arguments[0].isdecimal() or len(arguments[0]) > MOST_DIGITS:
        return None
    return int(arguments[0])


def find_member(crew: Crew, arguments: Arguments) -> Member | None:
    """The member that an argument names."""
    wanted = number_of(arguments)
    return next((member for member in crew.members if member.user_id == wanted), None)


def opening(view: str) -> Handler:
    """A handler that shows a view of the team looked at."""

    @of_team
    def show(visit: Visit) -> Move:
        name = ":".join((view, *visit.arguments[:1]))
        return Move(visit.session.having(view=name, team=visit.crew.team.id, changing=None))

    return show
