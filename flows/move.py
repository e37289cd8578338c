"""What one action of a person comes to."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.dialogue import Dialogue
from flows.screens import Screen
from flows.session import Session

Arguments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A message beside the live one: `card`, `share` or `export`."""

    kind: str
    screen: Screen | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """The facts after an action, and what else it asks for. `hint` names a line said beside the screen."""

    session: Session
    hint: str | None = None
    posts: tuple[Post, ...] = ()
    language: str | None = None
    forget: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something is done: the ISO date, and how many days the person was away."""

    today: str
    days_away: float = 0.0


Handler = Callable[[Dialogue, Session, Arguments, Occasion], Move]
