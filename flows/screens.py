"""What to show, in no language: blocks of text to fill in, and buttons to offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.adviser.elements import Element


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
class Button:
    """A button: what it does, and whether it is the answer given before.

    `says`: the label's name where that is not the action itself; `values`: what is filled in there.
    """

    action: Action
    marked: bool = False
    says: str | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: a template, and all that it may use; without an element its values are hashable."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its paragraphs and its rows of buttons. `writes`: what is typed is text, no choice."""

    name: str
    blocks: tuple[Block, ...]
    rows: tuple[tuple[Button, ...], ...] = ()
    writes: bool = False


def button(name: str, *arguments: str, marked: bool = False) -> Button:
    """A button for an action."""
    return Button(Action(name, arguments), marked)


def labelled(says: str, action: str, /, *arguments: object, marked: bool = False, **values: object) -> Button:
    """A button whose label has a name of its own, with values to fill in."""
    filled = tuple((key, str(value)) for key, value in values.items())
    return Button(Action(action, tuple(map(str, arguments))), marked, says, filled)
