"""What people do in teams, by the name an action carries."""

from collections.abc import Callable, Mapping

from flows.dialogue import Dialogue
from flows.move import Arguments, Handler, Move, Occasion
from flows.session import Session
from flows.teams.arranging import ARRANGING
from flows.teams.briefing import BRIEFING
from flows.teams.checking import CHECKING, write_cue, write_note, write_routine
from flows.teams.guarding import Visit, looked_at, to_teams
from flows.teams.joining import JOINING, write_name
from flows.teams.leaving import LEAVING
from flows.teams.planning import PLANNING
from flows.teams.reviewing import REVIEWING

WRITERS: Mapping[str, Callable[[Visit, str], Move]] = {
    "team_cue": write_cue,
    "team_routine": write_routine,
    "checkin_note": write_note,
}
"""What becomes of text, by the view that asks for it."""


def write(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Something was written where text is asked for; what comes after it, if more was written at once."""
    text = arguments[0] if arguments else ""
    if session.view == "team_new":
        return write_name(session, text)
    if session.view not in WRITERS:
        return Move(session, hint="unclear")
    crew = looked_at(session, occasion)
    if crew is None:
        return to_teams(session, occasion)
    return WRITERS[session.view](Visit(dialogue, session, arguments[1:], occasion, crew), text)


TEAM_HANDLERS: Mapping[str, Handler] = {
    **JOINING,
    **LEAVING,
    **PLANNING,
    **CHECKING,
    **REVIEWING,
    **ARRANGING,
    **BRIEFING,
    "write": write,
}
