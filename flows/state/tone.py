"""What a button is for, besides what it says: the main deed of a screen, or what takes something away."""

from enum import StrEnum


class Tone(StrEnum):
    """A chat service may colour it; the words always say it too."""

    MAIN = "main"
    DANGER = "danger"


MAIN_DEEDS = frozenset(
    {
        "agree",
        "checkin",
        "checkin_now",
        "contribute",
        "full",
        "join",
        "quick",
        "resume",
        "show:week",
        "tell",
    }
)
"""What leads on, where it stands first and alone in its row."""
DANGERS = frozenset(
    {
        "delete_team",
        "drop",
        "forget",
        "forget_all",
        "leave",
        "remove",
        "revoke",
        "team_delete",
        "team_leave",
        "unlink",
    }
)
SILENCE = ":off"
"""How what stops reminders ends, in settings and below a reminder."""


def tone_of(action: str, *, leading: bool) -> Tone | None:
    """The tone of a button; `leading`: it stands first and alone in its row."""
    name = action.partition(":")[0]
    if name in DANGERS or action.endswith(SILENCE):
        return Tone.DANGER
    return Tone.MAIN if leading and (name in MAIN_DEEDS or action in MAIN_DEEDS) else None
