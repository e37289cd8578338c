"""What to show, in no language: blocks of text to fill in, and buttons to offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flows.adviser.elements import Element

WAYS_BACK = ("back", "overview", "checkin:again")


@dataclass(frozen=True, slots=True)
class Action:
    """What a person can do, by button, command or typed text; also what a button carries."""

    name: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ":".join((self.name, *self.arguments))


def parse_action(text: str) -> Action:
    """The inverse of `str(action)`; whether such an action exists is for the conversation to say."""
    name, *arguments = text.split(":")
    return Action(name, tuple(arguments))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: a template, and all that it may use; without an element its values are hashable. `close`:
    it stands right below the one before, as in a list; `folded`: it begins in sight,
    and all of it is a tap away.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    element: Element | None = None
    close: bool = False
    folded: bool = False


class ByPhone(StrEnum):
    """What a phone does by itself when a button is tapped, without telling us: the names of such actions."""

    COPY = "copy"
    LINK = "link"
    CHOOSE_CHAT = "choose_chat"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it does, and whether it is the answer given before.

    `says`: the label's name where that is not the action itself; `values`: what is filled in there. `holds`:
    what the phone takes from it, where it does something by itself: a text to copy, an address.
    """

    action: Action
    marked: bool = False
    says: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    holds: Block | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its paragraphs and its rows of buttons. `writes`: what is typed is text, no choice."""

    name: str
    blocks: tuple[Block, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    writes: bool = False


def buttons_of(screen: Screen) -> tuple[Button, ...]:
    """All buttons of a screen, in the order shown."""
    return tuple(button for row in screen.rows for button in row)


def way_back(screen: Screen) -> Button | None:
    """The button that takes an answer back, or leads to where it can be changed."""
    ways = {str(button.action): button for button in buttons_of(screen)}
    return next((ways[way] for way in WAYS_BACK if way in ways), None)


def answer_of(button: Button) -> tuple[str, str] | None:
    """The question and the option that a button answers, also below a reminder; None for any other."""
    action = button.action if button.says is None else parse_action(button.says)
    return (action.arguments[0], action.arguments[1]) if action.name == "answer" else None


def button(name: str, *arguments: str, marked: bool = False) -> Button:
    """A button for an action."""
    return Button(Action(name, arguments), marked)


def labelled(says: str, action: str, /, *arguments: object, marked: bool = False, **values: object) -> Button:
    """A button whose label has a name of its own, with values to fill in."""
    filled = tuple((key, str(value)) for key, value in values.items())
    return Button(Action(action, tuple(map(str, arguments))), marked, says, filled)


def sure(name: str, *arguments: object) -> Button:
    """A button for what is asked first (`flows.state.irreversible`)."""
    return labelled(name, "sure", name, *arguments)


def copying(holds: Block) -> Button:
    """A button that copies this text, which also stands in the message for phones that cannot."""
    return Button(Action(ByPhone.COPY), holds=holds)


def linking(says: str, holds: Block) -> Button:
    """A button that opens an address."""
    return Button(Action(ByPhone.LINK), says=says, holds=holds)


def choosing_chat(says: str) -> Button:
    """A button that lets somebody choose a chat, and there what the bot offers to pass on."""
    return Button(Action(ByPhone.CHOOSE_CHAT), says=says)
