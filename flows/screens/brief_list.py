"""The lines of the brief as its lead wants them: which are left out, and which are put in other words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from flows.screens.brief import Line, lines_of
from flows.screens.team_home import to_team
from flows.state.reader import SessionReader
from flows.state.screen import Block, Button, Screen, button, labelled
from flows.state.session import BriefDraft, Session
from flows.state.visit import Visit
from flows.teams.ports import Crew

LONGEST_LINE = 200
"""Of a line in somebody's own words."""


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A line of the brief, and what its lead made of it. `written`: the own words in its place."""

    line: Line
    included: bool
    written: str | None

    @property
    def fingerprint(self) -> str:
        """What the own words took the place of: they do not stand where that changed since."""
        return sha256(repr(self.line).encode()).hexdigest()[:16]


def draft_of(session: Session, team: int) -> BriefDraft:
    """What was made of the brief of a team so far."""
    return session.brief if session.brief and session.brief.team == team else BriefDraft(team=team)


def listed_lines(reader: SessionReader, session: Session, crew: Crew, today: str) -> tuple[ListedLine, ...]:
    """Every line there is today, as it would stand on the page."""
    draft = draft_of(session, crew.team.id)
    return tuple(_listed(draft, line) for line in lines_of(reader, session, crew, today))


def _listed(draft: BriefDraft, line: Line) -> ListedLine:
    included, written = line.id not in draft.left_out, draft.written.get(line.id)
    plain = ListedLine(line, included, None)
    return ListedLine(line, included, written.text) if written and written.of == plain.fingerprint else plain


def brief_screen(visit: Visit) -> Screen:
    """All lines in one list, each with a tap to leave it out or to reword it, and the page of them."""
    lines = _lines(visit)
    included = sum(one.included for one in lines)
    blocks = (Block("team/brief", {"lines": included, "of": len(lines)}), *_blocks(lines))
    making = ((button("print_brief"),),) if included else ()
    rows = tuple(_row(number, one) for number, one in enumerate(lines, start=1))
    return Screen("team_brief", blocks, (*making, *rows, to_team(visit.crew.team)))


def _blocks(lines: Sequence[ListedLine]) -> Iterator[Block]:
    for number, one in enumerate(lines, start=1):
        values = {"number": number, "included": one.included, "written": one.written}
        yield Block("team/brief_line", values)
        if one.written is None:
            yield Block(
                one.line.block.template,
                one.line.block.values,
                one.line.block.element,
                close=True,
                folded=True,
            )


def _row(number: int, one: ListedLine) -> tuple[Button, ...]:
    name = one.line.id
    choice = "no" if one.included else "yes"
    toggle = labelled("brief_line", "brief_line", name, choice, marked=one.included, number=number)
    other = "brief_restore" if one.written is not None else "brief_edit"
    return (toggle, labelled(other, other, name, number=number))


def brief_line_screen(visit: Visit) -> Screen:
    """One line, to be typed in other words."""
    lines = _lines(visit)
    one = next((one for one in lines if (one.line.id,) == visit.arguments[:1]), None)
    if one is None:
        return brief_screen(visit)
    asked = Block("team/brief_edit", {"longest": LONGEST_LINE})
    return Screen("team_brief_line", (asked, one.line.block), ((labelled("back", "brief"),),), writes=True)


def _lines(visit: Visit) -> tuple[ListedLine, ...]:
    return listed_lines(visit.reader, visit.session, visit.crew, visit.context.today)
