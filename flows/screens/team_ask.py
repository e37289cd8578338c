"""The one thing that a team asks of who decides: the same as in the advice, the memo and the brief."""

from flows.adviser.parts import management_element
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.state.screen import Block
from flows.teams.answers import team_answers
from flows.teams.ports import Crew

ASKED_AGAINST = ("conviction", "means")
"""The barriers that the ask is the remedy for."""


def ask_blocks(catalogue: Catalogue, crew: Crew, answers: Facts | None = None) -> tuple[Block, ...]:
    """What is asked, as the team's diagnosis says; to a lead, as these answers say. Nothing without any."""
    known = team_answers(catalogue, crew.rounds) if answers is None else answers
    if not known:
        return ()
    return (Block("team/ask", element=management_element(catalogue, known, crew.team.lane)),)


def remedy_blocks(catalogue: Catalogue, crew: Crew, barrier: str | None) -> tuple[Block, ...]:
    """The ask, where it is what helps against a barrier."""
    return ask_blocks(catalogue, crew) if barrier in ASKED_AGAINST else ()
