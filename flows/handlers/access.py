"""Who may do what: a handler gets the team it is about, or is not called at all."""

from collections.abc import Callable

from flows.state.hints import Hint
from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, TurnContext
from flows.state.session import Session
from flows.state.views import View, place
from flows.state.visit import Visit, looked_at
from flows.teams.lookup import number_of
from flows.teams.records import Role

TeamHandler = Callable[[Visit], Result]


def of_team(handler: TeamHandler) -> Handler:
    """For members of the team looked at; who looks at none, or is in it no longer, is told so."""

    def guarded(
        reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
    ) -> Result:
        crew = looked_at(session, context)
        if crew is None:
            return show_teams(session, context)
        return handler(Visit(reader, session, arguments, context, crew))

    return guarded


def show_teams(session: Session, context: TurnContext) -> Result:
    """The teams somebody is in, where none can be looked at, and why."""
    none_meant: Hint = "which_team" if context.teams.teams else "no_team_yet"
    hint: Hint = none_meant if session.team is None else "no_team"
    return Result(session.having(view="team", team=None, changing=None), hint=hint)


def of_named_team(handler: TeamHandler) -> Handler:
    """For members of the team that the first argument names: what a button below a reminder carries."""

    def guarded(
        reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
    ) -> Result:
        team = number_of(arguments[:1])
        crew = context.teams.crew(team) if team is not None else None
        if crew is None:
            return Result(session, hint="no_team")
        return handler(Visit(reader, session, arguments[1:], context, crew))

    return guarded


def for_lead(handler: TeamHandler) -> Handler:
    """For the lead of the team looked at."""

    @of_team
    def guarded(visit: Visit) -> Result:
        if visit.crew.me.role is not Role.LEAD:
            return Result(visit.session, hint="lead_only")
        return handler(visit)

    return guarded


def open_view(view: View) -> Handler:
    """A handler that shows a view of the team looked at."""

    @of_team
    def show(visit: Visit) -> Result:
        shown = place(view, *visit.arguments[:1])
        return Result(visit.session.having(view=shown, team=visit.crew.team.id, changing=None))

    return show
