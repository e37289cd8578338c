"""Are you sure? What a tap would do that cannot be undone, the one button that does it, and the way back."""

from collections.abc import Mapping

from flows.screens.team_home import home_screen
from flows.state.irreversible import ASKED_FIRST
from flows.state.screen import Block, Screen, labelled
from flows.state.visit import Visit
from flows.teams.lookup import find_action, find_member
from flows.teams.plan import action_of

BACK: Mapping[str, str] = {
    "close_round": "round",
    "drop": "plan",
    "hand_over": "team_members",
    "move_back": "review",
    "move_up": "review",
    "open_round": "review",
    "rebuild": "round",
    "remove": "team_members",
    "revoke": "team_members",
    "unlink": "team_group",
}
"""Where each was asked from, and what no leads back to."""
OF_SOMEBODY = frozenset({"hand_over", "remove"})
"""What is about another member, whom its argument names."""


def sure_screen(visit: Visit) -> Screen:
    """The question, for what the view names; the team where there is no such thing any more."""
    crew, name, about = visit.crew, visit.arguments[0] if visit.arguments else "", visit.arguments[1:]
    member, action = find_member(crew, about), find_action(crew, about)
    gone = (name in OF_SOMEBODY and member is None) or (name == "drop" and action is None)
    if name not in ASKED_FIRST or gone:
        return home_screen(visit)
    values = {
        "what": name,
        "name": member.name if member and name in OF_SOMEBODY else None,
        "team": crew.team.name,
        "step": crew.team.step,
    }
    element = action_of(visit.reader.catalogue, crew, action) if action and name == "drop" else None
    rows = ((labelled(f"yes_{name}", name, *about),), (labelled("no", BACK[name]),))
    return Screen("team_sure", (Block("team/sure", values, element),), rows)
