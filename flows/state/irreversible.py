"""What cannot be undone: only a tap does it, or typing the full words of its button."""

from flows.state.screen import Action, ByPhone

IRREVERSIBLE = frozenset(
    {
        "close_round",
        "delete_team",
        "drop",
        "forget_all",
        "hand_over",
        "leave",
        "move_back",
        "move_up",
        "open_round",
        "rebuild",
        "remove",
        "revoke",
        "unlink",
    }
)


OWN_SCREEN = frozenset({"delete_team", "forget_all", "leave"})
"""Of these a screen of their own tells what goes with them."""
ASKED_FIRST = IRREVERSIBLE - OWN_SCREEN
"""The others are asked first by `flows.screens.team_sure`, each in its words."""


def has_number(action: Action) -> bool:
    """Whether a button has a number where all are a numbered list: what cannot be undone is said in full, and
    what a phone does by itself cannot be typed.
    """
    return action.name not in IRREVERSIBLE and action.name not in list(ByPhone)
