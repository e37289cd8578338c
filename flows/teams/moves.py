"""What people do in teams, by the name an action carries."""

from collections.abc import Mapping

from flows.dialogue import Dialogue
from flows.move import Arguments, Handler, Move, Occasion
from flows.session import Session
from flows.teams.arranging import ARRANGING, set_zone
from flows.teams.briefing import BRIEFING
from flows.teams.checking import CHECKING, write_cue, write_note, write_routine
from flows.teams.guarding import looked_at
from flows.teams.joining import JOINING, name
from flows.teams.planning import PLANNING
from flows.teams.reviewing import REVIEWING

BELOW_REMINDERS = frozenset({"act", "check", "checkin_now", "later", "remind_of", "team"})
"""What a button below a reminder may do, however old it is: nothing here touches anybody else's."""


def write(dialogue: Dialogue, session: Session, arguments: Arguments, occasion: Occasion) -> Move:
    """Something was written where text is asked for."""
    text = " ".join(arguments)
    if session.view == "team_new":
        return name(session, text)
    if session.view == "team_cue":
        return write_cue(session, text)
    crew = looked_at(session, occasion)
    if crew is None:
        return Move(session.having(view="team", team=None), hint="no_team")
    if session.view == "team_routine":
        return write_routine(session, text, crew)
    if session.view == "checkin_note":
        return write_note(session, text, occasion, crew)
    if session.view == "team_zone":
        return set_zone(session, text, occasion, crew)
    return Move(session, hint="unclear")


TEAM_HANDLERS: Mapping[str, Handler] = {
    **JOINING,
    **PLANNING,
    **CHECKING,
    **REVIEWING,
    **ARRANGING,
    **BRIEFING,
    "write": write,
}
