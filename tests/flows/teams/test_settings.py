"""What a lead arranges."""

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.handlers.settings import choose_weekday
from flows.state.reader import SessionReader
from flows.state.result import After, TurnContext
from flows.state.session import Session
from flows.teams.changes import Edit
from flows.teams.ports import Crew as CrewFacts
from flows.teams.records import Team
from tests.flows.teams.sample import TEAM, Crew, member, said, team
from tests.flows.teams.world import at

TUESDAY = at("2027-03-09 12:00")


class Teams:
    """The port `TeamFacts`, of one team."""

    def __init__(self, crew: CrewFacts) -> None:
        self._crew = crew

    @property
    def teams(self) -> list[Team]:
        return [self._crew.team]

    def crew(self, team_id: int) -> CrewFacts | None:
        return self._crew if team_id == TEAM else None

    def invited(self, token_hash: str) -> None:
        raise NotImplementedError(token_hash)


def chosen(
    catalogue: Catalogue, day: int, *, answered: bool = False, agreed: bool = True, agreed_at: float = 0.0
) -> tuple[Team | None, After | None]:
    """The team as it is stored after another day was tapped, and what follows."""
    checkins = [said(1, 7, period="2027-03-08")] if answered else []
    crew = Crew(team=team(agreed=agreed, agreed_at=agreed_at), members=[member(1)], said=checkins)
    context = TurnContext("2027-03-09", now=TUESDAY, person=1, language="nl", teams=Teams(crew))
    result = choose_weekday(SessionReader(catalogue), Session(team=TEAM), (str(day),), context)
    edited = next((one.after for one in result.changes if isinstance(one, Edit)), None)
    return edited if isinstance(edited, Team) else None, result.after


@pytest.mark.parametrize("answered", [True, False])
def test_another_day_begins_after_the_check_in_that_opened_whether_or_not_anybody_answered(
    catalogue: Catalogue,
    answered: bool,
) -> None:
    moved = team(weekday=4, moved_after="2027-03-08")
    assert chosen(catalogue, 4, answered=answered) == (moved, After.PLANNED)


def test_a_day_chosen_before_the_first_opening_begins_at_once(catalogue: Catalogue) -> None:
    agreed_at = TUESDAY - 3_600
    assert chosen(catalogue, 4, agreed_at=agreed_at) == (team(weekday=4, agreed_at=agreed_at), After.PLANNED)


def test_before_the_plan_is_agreed_no_check_in_has_opened(catalogue: Catalogue) -> None:
    assert chosen(catalogue, 4, agreed=False) == (team(weekday=4, agreed=False), None)


def test_the_same_day_changes_nothing(catalogue: Catalogue) -> None:
    assert chosen(catalogue, 1) == (None, None)
