"""The screens of teams, by the view they are named after; a view may carry an argument ("team_action:2")."""

from collections.abc import Callable, Mapping

from flows.screens.brief_list import brief_line_screen, brief_screen
from flows.screens.team_checkin import checkin_screen, cue_screen, done_screen, note_screen, routine_screen
from flows.screens.team_home import (
    country_screen,
    declined_screen,
    delete_screen,
    home_screen,
    join_screen,
    leave_screen,
    list_screen,
    member_screen,
    members_screen,
    more_screen,
    new_screen,
)
from flows.screens.team_plan import (
    action_screen,
    add_screen,
    own_action_screen,
    owner_screen,
    plan_screen,
    swap_screen,
    take_screen,
)
from flows.screens.team_report import report_screen
from flows.screens.team_review import review_screen, round_screen
from flows.screens.team_settings import (
    away_screen,
    group_screen,
    moment_screen,
    settings_screen,
    zone_screen,
)
from flows.screens.team_sure import sure_screen
from flows.screens.way_back import leading_back
from flows.state.reader import SessionReader
from flows.state.result import TurnContext
from flows.state.screen import Screen
from flows.state.session import Session
from flows.state.views import WHOLLY
from flows.state.visit import Visit, looked_at

IN_TEAM: Mapping[str, Callable[[Visit], Screen]] = {
    "team": home_screen,
    "team_more": more_screen,
    "team_members": members_screen,
    "team_member": member_screen,
    "team_leave": leave_screen,
    "team_delete": delete_screen,
    "team_sure": sure_screen,
    "team_take": take_screen,
    "team_plan": plan_screen,
    "team_action": action_screen,
    "team_owner": owner_screen,
    "team_add": add_screen,
    "team_own_action": own_action_screen,
    "team_swap": swap_screen,
    "team_round": round_screen,
    "team_review": review_screen,
    "team_brief": brief_screen,
    "team_brief_line": brief_line_screen,
    "team_report": report_screen,
    "team_settings": settings_screen,
    "team_moment": moment_screen,
    "team_zone": zone_screen,
    "team_away": away_screen,
    "team_group": group_screen,
    "team_cue": cue_screen,
    "team_routine": routine_screen,
    "checkin": checkin_screen,
    "checkin_done": done_screen,
    "checkin_note": note_screen,
}
"""The views on a team one is in."""

OF_NO_TEAM: Mapping[str, Callable[[], Screen]] = {"team_new": new_screen, "team_declined": declined_screen}


def team_screen(reader: SessionReader, session: Session, context: TurnContext) -> Screen | None:
    """The screen of a view on teams; None where the view is another."""
    name, *arguments = session.view.split(":")
    if name in OF_NO_TEAM:
        return OF_NO_TEAM[name]()
    if name == "team_country":
        return country_screen(session.draft or "")
    if name == "team_join":
        invited = context.teams.invited(session.invitation) if session.invitation else None
        wholly = WHOLLY in arguments
        return join_screen(invited, wholly=wholly) if invited else list_screen(reader, session, context)
    if name not in IN_TEAM:
        return None
    crew = looked_at(session, context)
    if crew is None or (name == "team" and session.team is None and len(context.teams.teams) != 1):
        return list_screen(reader, session, context)
    shown = IN_TEAM[name](Visit(reader, session, tuple(arguments), context, crew))
    return leading_back(shown, session)
