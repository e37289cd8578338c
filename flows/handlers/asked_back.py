"""What was typed and is not clear is asked back; nothing is stored until one of the buttons is tapped."""

from collections.abc import Mapping, Sequence

from flows.state.reader import SessionReader
from flows.state.result import Arguments, Handler, Result, TurnContext
from flows.state.screen import Action, Block, Button, Screen, button, buttons_of, labelled
from flows.state.session import AskedBack, Session

NAMES_SOMEBODY = frozenset({"give", "team_member"})
"""Buttons that carry who somebody is; what is remembered of one person names no other."""


UNCLEAR = {"team_zone": "zone_unknown"}
"""What is said of nothing like any choice, where that is not "unclear"."""


def ask_back_action(below: str, meant: Sequence[Action]) -> Action:
    """Ask which of these was meant (none: any of the screen), typed below a reminder or not."""
    return Action("ask_back", (below, *map(str, meant)))


def ask_back(reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext) -> Result:
    below, *meant = arguments
    return Result(session.having(asked_back=AskedBack(below=below, meant=tuple(meant))))


def none_of_these(
    reader: SessionReader, session: Session, arguments: Arguments, context: TurnContext
) -> Result:
    """Something else was meant: the whole screen again."""
    return Result(session)


def asked_back_screen(asked: AskedBack, whole: Screen) -> Screen:
    """One short line with the buttons that may be meant, or with all there are."""
    offered = {str(button.action): button for button in buttons_of(whole)}
    meant = [offered[action] for action in asked.meant if action in offered]
    if meant:
        block = Block("asked_back", {"one": len(meant) == 1})
        rows: tuple[tuple[Button, ...], ...] = tuple((button,) for button in meant)
        return Screen(whole.name, (block,), (*rows, (button("none_of_these"),)), writes=whole.writes)
    onward = ((labelled("resume", "none_of_these"),),) if asked.below else ()
    block = Block("hint", {"hint": UNCLEAR.get(whole.name, "unclear")})
    return Screen(whole.name, (block,), (*whole.rows, *onward), writes=whole.writes)


ASKING_BACK: Mapping[str, Handler] = {"ask_back": ask_back, "none_of_these": none_of_these}
