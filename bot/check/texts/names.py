"""The closed sets of names: a misspelt one is told where it stands, and so is one that nothing uses."""

import ast
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import get_args

from bot.check.texts.written import modules, strings_in_code
from flows.handlers.asked_back import NAMES_SOMEBODY
from flows.handlers.budget import EXPENSES, INCIDENTAL
from flows.handlers.questionnaire import HANDLERS
from flows.handlers.team import TEAM_HANDLERS, WRITERS
from flows.reminders.kinds import KINDS, ReminderScreen
from flows.reminders.names import ReminderKind
from flows.reminders.offers import BELOW
from flows.screens.asked_back import UNCLEAR
from flows.screens.reminders import SCREENS
from flows.screens.team import IN_TEAM
from flows.state.hints import Hint
from flows.state.irreversible import IRREVERSIBLE
from flows.state.pointers import FORMING
from flows.state.result import SideMessageKind, Topic
from flows.state.tone import DANGERS, MAIN_DEEDS
from flows.state.views import View
from messages.renderer import Renderer

HINTS, VIEWS, SIDE_MESSAGES = (frozenset(get_args(names)) for names in (Hint, View, SideMessageKind))
CLOSED: Mapping[str, Collection[str]] = {
    "hint": HINTS,
    "view": VIEWS,
    "side message": SIDE_MESSAGES,
    "topic": get_args(Topic),
}
WHOLE: dict[str, tuple[Collection[str], type[StrEnum]]] = {
    "flows.reminders.kinds.KINDS": (KINDS, ReminderKind),
    "flows.reminders.offers.BELOW": (BELOW, ReminderScreen),
    "flows.screens.reminders.SCREENS": (SCREENS, ReminderScreen),
}
"""Tables that have something for every name of a closed set, and the set."""
ACTIONS = {*HANDLERS, *TEAM_HANDLERS}
NAMED: Mapping[str, tuple[Collection[str], Collection[str]]] = {
    "flows.screens.team.IN_TEAM": (IN_TEAM, VIEWS),
    "flows.handlers.team.WRITERS": (WRITERS, VIEWS),
    "flows.state.pointers.FORMING": (FORMING, VIEWS),
    "flows.screens.asked_back.UNCLEAR": (UNCLEAR, VIEWS),
    "flows.handlers.asked_back.NAMES_SOMEBODY": (NAMES_SOMEBODY, ACTIONS),
    "flows.handlers.budget.EXPENSES": (EXPENSES, ACTIONS),
    "flows.handlers.budget.INCIDENTAL": (INCIDENTAL, SIDE_MESSAGES),
    "flows.state.irreversible.IRREVERSIBLE": (IRREVERSIBLE, ACTIONS),
    "flows.state.tone.MAIN_DEEDS": ({deed.partition(":")[0] for deed in MAIN_DEEDS}, ACTIONS),
    "flows.state.tone.DANGERS": (DANGERS, ACTIONS),
}
"""Tables by names of a closed set, and the set."""


def misspelt_names(renderer: Renderer, folders: Collection[Path]) -> Iterator[str]:
    """Names that are in no closed set, and those of one that nothing uses or that have no words."""
    used = strings_in_code(folders)
    for what, names in CLOSED.items():
        yield from (f"{what} {name}: nothing uses it" for name in sorted(set(names) - used))
    for kinds in (ReminderKind, ReminderScreen):
        unused = set(kinds.__members__) - _used_members(kinds.__name__, folders)
        yield from (f"{kinds.__name__}.{name}: nothing uses it" for name in sorted(unused))
    for where, (named, every) in WHOLE.items():
        yield from (f"{where}: {name}: is missing" for name in sorted(set(every) - set(named)))
    for where, (names, known) in NAMED.items():
        yield from (f"{where}: {name}: there is no such name" for name in sorted(set(names) - set(known)))
    for language in renderer.languages:
        written = set(renderer.branch(language, "hints"))
        yield from (f"{language}/hints.toml: {name}: is missing" for name in sorted(HINTS - written))
        yield from (f"{language}/hints.toml: {name}: is no hint" for name in sorted(written - HINTS))
    yield from (f"view {name}: there is no such view" for name in sorted(_compared_views(folders) - VIEWS))


def _used_members(enum: str, folders: Collection[Path]) -> set[str]:
    """The members of an enumeration that code names, but not as the key of a table."""
    nodes = [node for folder in folders for tree in modules(folder) for node in ast.walk(tree)]
    keys = {id(key) for node in nodes if isinstance(node, ast.Dict) for key in node.keys}
    return {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == enum
        if id(node) not in keys
    }


def _compared_views(folders: Collection[Path]) -> set[str]:
    """The names with which the view of a session is compared."""
    comparisons = (
        node
        for folder in folders
        for tree in modules(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "view"
    )
    return {
        name.value
        for comparison in comparisons
        for compared in comparison.comparators
        for name in ast.walk(compared)
        if isinstance(name, ast.Constant) and isinstance(name.value, str)
    }
