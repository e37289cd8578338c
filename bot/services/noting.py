"""What is said back to somebody who typed: what was noted, and no more than that."""

from bot.services.typed_text import Reading
from flows.move import Move
from flows.screens import Button, answer_of
from flows.session import Session

STATES_SAID = frozenset({"act", "state"})
"""How an action is going: said, it is noted like an answer."""


def noted(session: Session, move: Move, reading: Reading) -> Button | None:
    """The button of an answer that was typed and is stored; what else is said goes before it."""
    button = reading.button
    if button is None or move.hint not in (None, "noted"):
        return None
    if answer_of(button) is None and button.action.name not in STATES_SAID:
        return None
    return button if move.changes or _moved(session, move) else None


def only_says(session: Session, move: Move, reading: Reading) -> bool:
    """Whether what was typed below a reminder leaves the screen as it was: it is not said again."""
    return reading.below and move.hint is not None and not _moved(session, move)


def _moved(session: Session, move: Move) -> bool:
    return move.session != session.having(asked_back=None)
