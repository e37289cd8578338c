"""What a conversation points to: a team, somebody in it, an invitation. It points to nothing that is gone."""

from flows.state.session import Left, Session
from flows.teams.lookup import find_member
from flows.teams.ports import TeamFacts

FORMING = ("team_new", "team_country", "team_join", "team_declined")
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
    trail = tuple(left for left in session.trail if _is_there(left, teams))
    if trail != session.trail:
        session = session.having(trail=trail)
    return _without_who_left(session, teams)


def _is_there(left: Left, teams: TeamFacts) -> bool:
    """Whether a place that was left can still be gone back to."""
    if left.team is not None and left.team not in {team.id for team in teams.teams}:
        return False
    return not _is_of_who_left(left.view, left.team, teams)


def _is_of_who_left(view: str, team: int | None, teams: TeamFacts) -> bool:
    if not view.startswith(NAMING) or team is None:
        return False
    crew = teams.crew(team)
    return crew is None or find_member(crew, (view.rpartition(":")[2],)) is None


def _at_no_team(session: Session) -> Session:
    """What is looked at, or written, instead of a team's; what is no team's stays."""
    if session.view in FORMING or not session.view.startswith(("team", "checkin")):
        return session.having(team=None)
    return session.having(team=None, view="team", draft=None)


def _without_who_left(session: Session, teams: TeamFacts) -> Session:
    if not _is_of_who_left(session.view, session.team, teams):
        return session
    return session.having(view="team_members")
