"""What cannot be undone: only a tap does it, or typing the full words of its button."""

from flows.state.screen import Action

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


def has_number(action: Action) -> bool:
    """Whether a button has a number where all are a numbered list: what cannot be undone is said in full."""
    return action.name not in IRREVERSIBLE
