"""The way back below a screen of a team: to what was there before, wherever that was."""

from dataclasses import replace

from flows.state.screen import Button, Screen, button
from flows.state.session import Session

NAMED = frozenset({"to_team", "to_plan", "skip"})
"""Ways that say where they lead: they stay beside the way back where that is another."""
UNNAMED = frozenset({"back", "no"})
PLACES = {
    "team": "team",
    "plan": "team_plan",
    "round": "team_round",
    "review": "team_review",
    "routine": "team_cue",
    "checkin": "checkin_done",
    "plan_action": "team_action",
}
"""Where an action leads that is not called like the place itself."""
BACK = button("cancel")


def leading_back(screen: Screen, session: Session) -> Screen:
    """The screen with its last row leading to the place before this one, where that is remembered and the row
    leads elsewhere.
    """
    if not session.trail or not screen.rows:
        return screen
    *rows, last = screen.rows
    fixed = next((each for each in last if each.says in NAMED | UNNAMED), None)
    if fixed is None or any(each.action.name == "back" for each in last):
        return screen
    if _place(fixed) == session.trail[-1].view:
        return screen
    back = replace(BACK, says="no") if fixed.says == "no" else BACK
    shown = (*(each for each in last if each != fixed or fixed.says in NAMED),)
    return replace(screen, rows=(*rows, (back, *shown)))


def _place(fixed: Button) -> str:
    """The view that a fixed way leads to."""
    name, arguments = fixed.action.name, fixed.action.arguments
    view = PLACES.get(name, name)
    return f"{view}:{arguments[0]}" if arguments and view != "team" else view
