"""How a team forms."""

from dataclasses import dataclass, field

import pytest

from flows.catalogue.catalogue import Catalogue
from flows.handlers.joining import JOINING_HANDLERS, MOST_TEAMS
from flows.questionnaire.progress import Path
from flows.state.reader import SessionReader
from flows.state.result import TurnContext
from flows.state.session import Finished, Session
from flows.teams.records import Invitation, Member, Role, Team
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, TEAM, Crew, member, team

DIAGNOSED = Session(
    last=Finished(path=Path.FULL, answers=READY, on=PERIODS[0]), draft="Webcare", invitation="hash"
)


@dataclass
class Many:
    """The teams of somebody who is in many, and invited to one more."""

    teams: list[Team] = field(default_factory=list)

    def crew(self, team_id: int) -> Crew | None:
        """That of the team they are invited to: they are not in it."""
        return None if team_id == TEAM else Crew()

    def invited(self, token_hash: str) -> tuple[Team, Member, Invitation, int]:
        return team(), member(2, Role.LEAD), Invitation(7, token_hash, 1.0, 1), 1


@pytest.mark.parametrize(("name", "arguments"), [("team_new", ()), ("team_make", ("NL",)), ("join", ())])
def test_nobody_is_in_more_teams_than_a_screen_can_list(
    catalogue: Catalogue, name: str, arguments: tuple[str, ...]
) -> None:
    def result(teams: int) -> tuple[str | None, bool]:
        context = TurnContext(PERIODS[0], person=1, language="nl", teams=Many([team()] * teams))
        made = JOINING_HANDLERS[name](SessionReader(catalogue), DIAGNOSED, arguments, context)
        return made.hint, bool(made.changes)

    assert result(MOST_TEAMS) == ("enough_teams", False)
    assert result(MOST_TEAMS - 1)[0] != "enough_teams"
