"""What a plan stands on: the team's diagnosis, once five answered; until then the own answers of its lead.

A lead's answers are not stored with the team: they are looked up with the lead who looks, and are gone when
the lead is (ADR 0013).
"""

from flows.adviser.advice import Advice
from flows.adviser.steps import find_step
from flows.catalogue.conditions import Facts
from flows.state.reader import SessionReader
from flows.state.session import Session
from flows.teams.answers import team_answers
from flows.teams.ports import Crew


def leading_answers(reader: SessionReader, session: Session, crew: Crew) -> Facts:
    """What the lead who looks decides by; nothing without a full diagnosis, of the team or of the lead."""
    return team_answers(reader.catalogue, crew.rounds) or own_answers(reader, session)


def leading_step(reader: SessionReader, session: Session, crew: Crew) -> int:
    """The step that these answers come to; 0 without any."""
    answers = leading_answers(reader, session, crew)
    return find_step(reader.catalogue, answers).number if answers else 0


def own_answers(reader: SessionReader, session: Session) -> Facts:
    """The answers behind somebody's full advice; nothing without one."""
    if not isinstance(reader.standing_advice(session), Advice):
        return {}
    return reader.active_answers(session)
