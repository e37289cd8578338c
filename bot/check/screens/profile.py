"""The words outside the chat's messages: hints, command menus, and how the bot introduces itself."""

import re
from collections.abc import Iterator

from bot.check.screens.buttons import leads_somewhere
from bot.check.screens.measure import Measure
from bot.services.presenter import Presenter
from flows.state.screen import Block, parse_action
from flows.teams.tidy import LONGEST_FIRST_NAME, LONGEST_NAME

LONGEST_HINT = 200
LONGEST_COMMAND = 32
LONGEST_MENU = 256
LONGEST_PROFILE = {"description": 512, "short_description": 120}
COMMAND = re.compile(r"[a-z0-9_]+")
FILLED = {
    "members": "500",
    "link": "https://t.me/" + "x" * LONGEST_COMMAND,
    "name": "W" * LONGEST_FIRST_NAME,
    "team": "W" * LONGEST_NAME,
}
"""What a hint may be filled in with, as long as it can be."""


def profile_faults(measure: Measure) -> Iterator[str]:
    """What is too long for its place, or no command."""
    presenter = measure.presenter
    for language in presenter.renderer.languages:
        yield from _hints(measure, language)
        yield from _commands(presenter, language)
        for key, longest in LONGEST_PROFILE.items():
            if len(presenter.renderer.text(language, "profile", key)) > longest:
                yield f"{language}/profile.toml: {key}: more than {longest} characters"


def _hints(measure: Measure, language: str) -> Iterator[str]:
    for hinted in measure.presenter.renderer.branch(language, "hints"):
        measure.length(language, Block("hint", {"hint": hinted, **FILLED}))
        try:
            hint = measure.presenter.plain(language, "hints", hinted, **FILLED)
        except ValueError as error:
            yield str(error)
            continue
        if len(hint) > LONGEST_HINT:
            yield f"{language}/hints.toml: {hinted}: more than {LONGEST_HINT} characters"


def _commands(presenter: Presenter, language: str) -> Iterator[str]:
    for action, command in presenter.renderer.branch(language, "commands").items():
        where = f"{language}/commands.toml: {action}"
        name, menu = command["name"], command["menu"]
        if not COMMAND.fullmatch(name) or len(name) > LONGEST_COMMAND:
            yield f"{where}: {name!r} is no command"
        if not 0 < len(menu) <= LONGEST_MENU:
            yield f"{where}: menu has {len(menu)} characters, at most {LONGEST_MENU} fit"
        if not leads_somewhere(parse_action(action)):
            yield f"{where}: leads nowhere"
