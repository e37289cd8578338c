"""The management brief: the lead says yes to each line before the page is made."""

from collections.abc import Mapping

from flows.handlers.access import for_lead
from flows.screens.brief import lines_of, place_of
from flows.state.lead_answers import leading_answers
from flows.state.result import Handler, Result, SideMessage
from flows.state.views import place
from flows.state.visit import Visit


@for_lead
def begin_brief(visit: Visit) -> Result:
    """Begin with the first line."""
    if not leading_answers(visit.reader, visit.session, visit.crew):
        return Result(visit.session, hint="lead_needs_advice")
    return Result(visit.session.having(view=place("team_brief", 0), team=visit.crew.team.id, approved=()))


@for_lead
def choose_brief_line(visit: Visit) -> Result:
    """A line is to stand in the brief, or to stay out of it."""
    arguments = visit.arguments
    lines, asked_at = (
        lines_of(visit.reader, visit.session, visit.crew, visit.context.today),
        place_of(visit.session),
    )
    asked = lines[asked_at].id if asked_at < len(lines) else None
    if len(arguments) != 2 or arguments[0] != asked:
        return Result(visit.session, hint="stale")
    approved = (*visit.session.approved, arguments[0]) if arguments[1] == "yes" else visit.session.approved
    return Result(visit.session.having(view=place("team_brief", asked_at + 1), approved=approved))


@for_lead
def print_brief(visit: Visit) -> Result:
    """Make the page of the lines that were said yes to."""
    if not visit.session.approved:
        return Result(visit.session, hint="brief_empty")
    values = tuple((approved, "") for approved in visit.session.approved)
    post = SideMessage("brief", team_id=visit.crew.team.id, values=values)
    return Result(visit.session.having(view="team", approved=()), hint="brief_sent", posts=(post,))


BRIEF_HANDLERS: Mapping[str, Handler] = {
    "brief": begin_brief,
    "brief_line": choose_brief_line,
    "print_brief": print_brief,
}
