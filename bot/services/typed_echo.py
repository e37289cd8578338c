"""What is said back to somebody who typed: what was noted, and no more than that."""

from bot.services.typed_text import Reading
from flows.state.result import Result
from flows.state.screen import Button, answer_of
from flows.state.session import Session

STATES_SAID = frozenset({"act", "state"})
"""How an action is going: said, it is noted like an answer."""

MISSED = frozenset({"only_text", "unknown_command"})
"""What is said of something that asks for nothing here."""


def noted(session: Session, result: Result, reading: Reading) -> Button | None:
    """The button of an answer that was typed and is stored; what else is said goes before it."""
    button = reading.button
    if button is None or result.hint not in (None, "noted"):
        return None
    if answer_of(button) is None and button.action.name not in STATES_SAID:
        return None
    return button if result.changes or _moved(session, result) else None


def only_says(session: Session, result: Result, reading: Reading) -> bool:
    """Whether what was sent, or typed below a reminder, leaves the screen as it was: one line and the choices
    are enough, it is not said again.
    """
    missed = result.hint in MISSED or (reading.below and result.hint is not None)
    return missed and not _moved(session, result)


def _moved(session: Session, result: Result) -> bool:
    return result.session != session.having(asked_back=None)
