"""What stands below a message: every button leads somewhere, has a label that fits, and is within limits."""

from collections.abc import Collection, Iterator, Mapping

from bot.services.presenter import Presenter
from flows.handlers.plan import SEEN
from flows.handlers.questionnaire import HANDLERS
from flows.handlers.team import TEAM_HANDLERS
from flows.screens.advice import QUICK_VIEWS, VIEWS
from flows.state.screen import Action, Button, Screen

LONGEST_VERSION = "99999999:"
LONGEST_DATA = 64
LONGEST_LABEL = 32
WIDEST_ROW = 8
MOST_BUTTONS = 100
NAMED: Mapping[str, tuple[int, Collection[str]]] = {
    "show": (0, {"advice", *VIEWS, *QUICK_VIEWS}),
    "see": (1, SEEN),
    "remind": (0, ("on", "off", "pause")),
    "remind_of": (1, ("on", "off", "pause")),
}
"""Actions that carry a name: as which of their arguments, and the names there are."""


def button_faults(presenter: Presenter, screen: Screen) -> Iterator[str]:
    """What is wrong with the buttons of a screen, in any language."""
    count = sum(len(row) for row in screen.rows)
    if count > MOST_BUTTONS or any(len(row) > WIDEST_ROW for row in screen.rows):
        yield f"screen {screen.name}: more than {WIDEST_ROW} buttons in a row, or {MOST_BUTTONS} in all"
    for row in screen.rows:
        for button in row:
            yield from one_button_faults(presenter, button)


def one_button_faults(presenter: Presenter, button: Button) -> Iterator[str]:
    """What is wrong with one button."""
    action = button.action
    if len(f"{LONGEST_VERSION}{action}".encode()) > LONGEST_DATA:
        yield f"button {action}: more than {LONGEST_DATA} bytes of data"
    if not leads_somewhere(action):
        yield f"button {action}: leads nowhere"
    for language in presenter.renderer.languages:
        yield from _label_faults(presenter, language, button)
        if button.holds is not None and not presenter.carried(language, button):
            yield f"button {action} ({language}): holds nothing, or more than fits"


def leads_somewhere(action: Action) -> bool:
    """Whether there is a move behind an action, and what it names."""
    if action.name in NAMED:
        place, names = NAMED[action.name]
        return action.arguments[place] in names
    return action.name in HANDLERS or action.name in TEAM_HANDLERS


def _label_faults(presenter: Presenter, language: str, button: Button) -> Iterator[str]:
    action = button.action
    try:
        label = presenter.words(language, button)
        letter = presenter.letter(language, *action.arguments) if action.name == "answer" else None
    except (LookupError, TypeError, ValueError) as error:
        yield str(error)
        return
    if letter:
        label = label.removeprefix(f"{letter}. ")
    if len(label) > LONGEST_LABEL:
        yield f"button {action} ({language}): {label!r} has {len(label)} characters, at most {LONGEST_LABEL}"
