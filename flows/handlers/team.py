"""What people do in teams, by the name an action carries."""

from collections.abc import Callable, Mapping

from flows.handlers.access import show_teams
from flows.handlers.asking_first import ASKING_FIRST_HANDLERS
from flows.handlers.brief import BRIEF_HANDLERS, write_line
from flows.handlers.checkin import CHECKIN_HANDLERS, write_cue, write_note, write_routine
from flows.handlers.joining import JOINING_HANDLERS, write_name
from flows.handlers.leaving import LEAVING_HANDLERS
from flows.handlers.plan import PLAN_HANDLERS, write_action
from flows.handlers.report import REPORT_HANDLERS
from flows.handlers.review import REVIEW_HANDLERS
from flows.handlers.settings import SETTINGS_HANDLERS
from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, TurnContext
from flows.state.session import Session
from flows.state.visit import Visit, looked_at

WRITERS: Mapping[str, Callable[[Visit, str], Result]] = {
    "team_cue": write_cue,
    "team_routine": write_routine,
    "checkin_note": write_note,
    "team_own_action": write_action,
    "team_brief_line": write_line,
}
"""What becomes of text, by the view that asks for it."""


def write_team_text(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Something was written where text is asked for; what comes after it, if more was written at once."""
    text = arguments[0] if arguments else ""
    if session.view == "team_new":
        return write_name(session, text)
    view = session.view.partition(":")[0]
    if view not in WRITERS:
        return Result(session, hint="unclear")
    crew = looked_at(session, context)
    if crew is None:
        return show_teams(session, context)
    return WRITERS[view](Visit(reader, session, arguments[1:], context, crew), text)


TEAM_HANDLERS: Mapping[str, Handler] = {
    **JOINING_HANDLERS,
    **LEAVING_HANDLERS,
    **PLAN_HANDLERS,
    **CHECKIN_HANDLERS,
    **REVIEW_HANDLERS,
    **REPORT_HANDLERS,
    **SETTINGS_HANDLERS,
    **BRIEF_HANDLERS,
    **ASKING_FIRST_HANDLERS,
    "write": write_team_text,
}
