"""What a conversation points to: a team, somebody in it, an invitation. It points to nothing that is gone."""

from flows.state.session import Session
from flows.teams.lookup import find_member
from flows.teams.ports import TeamFacts

FORMING = ("team_new", "team_country", "team_join")
"""Views on a team that one is not in yet."""
NAMING = ("team_member:", "team_sure:hand_over:", "team_sure:remove:")
"""How views begin that end on who somebody is."""


def without_what_is_gone(session: Session, teams: TeamFacts) -> Session:
    """The session without a team they are in no longer, a member who left, an invitation that is none."""
    mine = {team.id for team in teams.teams}
    if session.team is not None and session.team not in mine:
        session = _at_no_team(session)
    if session.checkin is not None and session.checkin.team not in mine:
        session = session.having(checkin=None)
    if session.invitation is not None and teams.invited(session.invitation) is None:
        session = session.having(invitation=None)
    return _without_who_left(session, teams)


def _at_no_team(session: Session) -> Session:
    """What is looked at, or written, instead of a team's; what is no team's stays."""
    if session.view in FORMING or not session.view.startswith(("team", "checkin")):
        return session.having(team=None)
    return session.having(team=None, view="team", draft=None)


def _without_who_left(session: Session, teams: TeamFacts) -> Session:
    person = session.view.rpartition(":")[2]
    if not session.view.startswith(NAMING) or session.team is None:
        return session
    crew = teams.crew(session.team)
    there = crew is not None and find_member(crew, (person,)) is not None
    return session if there else session.having(view="team_members")
