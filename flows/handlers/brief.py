"""The management brief: its lead leaves lines out or puts them in other words before the page is made."""

from collections.abc import Mapping

from flows.handlers.access import for_lead
from flows.screens.brief_list import LONGEST_LINE, ListedLine, draft_of, listed_lines
from flows.state.lead_answers import leading_answers
from flows.state.result import Handler, Result, SideMessage
from flows.state.session import Session, WrittenLine
from flows.state.views import place
from flows.state.visit import Visit
from flows.teams.records import Role
from flows.teams.tidy import tidy


@for_lead
def open_brief(visit: Visit) -> Result:
    """All lines in one list, as they were left."""
    if not leading_answers(visit.reader, visit.session, visit.crew):
        return Result(visit.session, hint="lead_needs_advice")
    return Result(_listing(visit.session, visit))


def _listing(session: Session, visit: Visit) -> Session:
    return session.having(view="team_brief", team=visit.crew.team.id, changing=None)


def _named(visit: Visit, name: str) -> ListedLine | None:
    lines = listed_lines(visit.reader, visit.session, visit.crew, visit.context.today)
    return next((one for one in lines if one.line.id == name), None)


@for_lead
def choose_brief_line(visit: Visit) -> Result:
    """A line is to stand in the brief, or to stay out of it."""
    name, *choice = visit.arguments or ("",)
    if _named(visit, name) is None or choice not in (["yes"], ["no"]):
        return Result(visit.session, hint="stale")
    draft = draft_of(visit.session, visit.crew.team.id)
    others = tuple(one for one in draft.left_out if one != name)
    left_out = (*others, name) if choice == ["no"] else others
    changed = draft.model_copy(update={"left_out": left_out})
    return Result(_listing(visit.session.having(brief=changed), visit))


@for_lead
def ask_for_line(visit: Visit) -> Result:
    """Other words for a line, to be typed."""
    if _named(visit, "".join(visit.arguments)) is None:
        return Result(visit.session, hint="stale")
    return Result(_listing(visit.session, visit).having(view=place("team_brief_line", *visit.arguments)))


def write_line(visit: Visit, text: str) -> Result:
    """The own words of a line, which is in then."""
    name, written = visit.session.view.partition(":")[2], tidy(text, LONGEST_LINE)
    one = _named(visit, name)
    if one is None or visit.crew.me.role is not Role.LEAD:
        return Result(_listing(visit.session, visit), hint="stale")
    if not written:
        return Result(visit.session, hint="empty")
    draft = draft_of(visit.session, visit.crew.team.id)
    words = {**draft.written, name: WrittenLine(text=written, of=one.fingerprint)}
    left_out = tuple(other for other in draft.left_out if other != name)
    changed = draft.model_copy(update={"written": words, "left_out": left_out})
    return Result(_listing(visit.session.having(brief=changed), visit), hint="line_kept")


@for_lead
def restore_line(visit: Visit) -> Result:
    """A line as it was before somebody put it in other words."""
    draft = draft_of(visit.session, visit.crew.team.id)
    words = {name: line for name, line in draft.written.items() if (name,) != visit.arguments}
    changed = draft.model_copy(update={"written": words})
    return Result(_listing(visit.session.having(brief=changed), visit))


@for_lead
def print_brief(visit: Visit) -> Result:
    """Make the page of the lines that are in."""
    lines = listed_lines(visit.reader, visit.session, visit.crew, visit.context.today)
    values = tuple((one.line.id, "") for one in lines if one.included)
    if not values:
        return Result(visit.session, hint="brief_empty")
    post = SideMessage("brief", team_id=visit.crew.team.id, values=values)
    return Result(
        visit.session.having(view="team", team=visit.crew.team.id), hint="brief_sent", posts=(post,)
    )


BRIEF_HANDLERS: Mapping[str, Handler] = {
    "brief": open_brief,
    "brief_line": choose_brief_line,
    "brief_edit": ask_for_line,
    "brief_restore": restore_line,
    "print_brief": print_brief,
}
