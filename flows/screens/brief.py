"""The lines of the management brief: what the lead may say yes or no to, one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.adviser.advice import Advice, advise
from flows.state.lead_answers import leading_answers
from flows.state.reader import SessionReader
from flows.state.screen import Block
from flows.state.session import Session
from flows.teams.overview import Overview
from flows.teams.ports import Crew
from flows.teams.statistics import overview

HARDLY_ANY = ("none", "low")
"""Bands of a barrier that is no case to make before a director."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the brief, by the part it belongs to; nothing in it points to one person."""

    id: str
    block: Block


def brief_lines(advice: Advice, seen: Overview) -> tuple[Line, ...]:
    """Everything a brief can say, in the order of the page."""
    return tuple(_lines(advice, seen))


def _lines(advice: Advice, seen: Overview) -> Iterator[Line]:
    yield Line("step", Block("brief/step", {"step": seen.step}))

    yield Line("argument", Block("brief/argument", element=advice.management))
    if advice.ranked[0].band not in HARDLY_ANY:
        yield Line("barrier", Block("brief/barrier", element=advice.barriers[0]))
    yield Line("ask", Block("brief/ask", element=advice.management))
    for place, pilot in enumerate(advice.pilots[:2], start=1):
        yield Line(f"pilot_{place}", Block("brief/pilot", element=pilot))
    yield Line("measure", Block("brief/measure", element=advice.kpi))
    if seen.progress:
        yield Line("progress", Block("brief/progress", {"seen": seen}))


def lines_of(reader: SessionReader, session: Session, crew: Crew, today: str) -> tuple[Line, ...]:
    """What a brief can say of this team; nothing without a full diagnosis, of the team or of its lead."""
    answers = leading_answers(reader, session, crew)
    if not answers:
        return ()
    return brief_lines(advise(reader.catalogue, answers), overview(reader.catalogue, crew, today))
