"""A report on the team: read in the message, printed where it is to be shown on."""

from collections.abc import Mapping

from flows.handlers.access import of_team, open_view
from flows.screens.team_report import span_of
from flows.state.result import Handler, Result, SideMessage
from flows.state.visit import Visit


@of_team
def print_report(visit: Visit) -> Result:
    """The report as it is in view, on paper."""
    _, *span = visit.session.view.split(":")
    post = SideMessage("report", team_id=visit.crew.team.id, values=(("span", span_of(tuple(span))),))
    return Result(visit.session, hint="file_sent", posts=(post,))


REPORT_HANDLERS: Mapping[str, Handler] = {"report": open_view("team_report"), "print_report": print_report}
