"""What was typed and is not clear is asked back; nothing is stored until one of the buttons is tapped."""

from collections.abc import Mapping, Sequence

from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, TurnContext
from flows.state.screen import Action
from flows.state.session import AskedBack, Session

NAMES_SOMEBODY = frozenset({"give", "team_member"})
"""Buttons that carry who somebody is; what is remembered of one person names no other."""


def ask_back_action(below: str, meant: Sequence[Action]) -> Action:
    """Ask which of these was meant (none: any of the screen), typed below a reminder or not."""
    return Action("ask_back", (below, *map(str, meant)))


def ask_back(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    below, *meant = arguments
    return Result(session.having(asked_back=AskedBack(below=below, meant=tuple(meant))))


def show_whole_screen(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Something else was meant: the whole screen again."""
    return Result(session)


ASKED_BACK_HANDLERS: Mapping[str, Handler] = {"ask_back": ask_back, "none_of_these": show_whole_screen}
