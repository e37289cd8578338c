"""The lines of the management brief: the memo with the figures of the team; the lead says yes to each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.adviser.advice import Advice, advise
from flows.adviser.mode import find_mode
from flows.adviser.parts import mode_element
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.screens.advice_shared import memo_blocks
from flows.state.lead_answers import leading_answers
from flows.state.reader import SessionReader
from flows.state.screen import Block
from flows.state.session import Session
from flows.teams.overview import Overview
from flows.teams.ports import Crew
from flows.teams.statistics import overview


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the brief, by its name; nothing in it points to one person."""

    id: str
    block: Block


def _advice_at(catalogue: Catalogue, answers: Facts, today: str, step: int) -> Advice:
    """The advice that fits these answers, at the step that the plan of the team is at."""
    advice = advise(catalogue, answers, today)
    mode = find_mode(catalogue, answers, step, advice.outcome.limiting, advice.strategy.lane)
    return replace(
        advice,
        step=replace(advice.step, values={**advice.step.values, "number": step}),
        pilots_now=mode_element(catalogue, answers, mode),
    )


def _lines(advice: Advice, seen: Overview) -> Iterator[Line]:
    for name, block in memo_blocks(advice).items():
        yield Line(name, block)
    if seen.progress:
        yield Line("progress", Block("brief/progress", {"seen": seen}))


def lines_of(reader: SessionReader, session: Session, crew: Crew, today: str) -> tuple[Line, ...]:
    """What a brief can say of this team; nothing without a full diagnosis, of the team or of its lead."""
    answers = leading_answers(reader, session, crew)
    if not answers:
        return ()
    advice = _advice_at(reader.catalogue, answers, today, crew.team.step)
    return tuple(_lines(advice, overview(reader.catalogue, crew, today)))
