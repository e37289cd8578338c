"""What was typed and is not clear, asked back with the buttons that may be meant."""

from collections.abc import Mapping

from flows.state.hints import Hint
from flows.state.screen import Block, Button, Screen, button, buttons_of, labelled
from flows.state.session import AskedBack

UNCLEAR: Mapping[str, Hint] = {"team_zone": "zone_unknown"}
"""What is said of nothing like any choice, where that is not "unclear"."""


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
