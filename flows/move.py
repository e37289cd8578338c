"""What one action of a person comes to."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.dialogue import Dialogue
from flows.screens import Screen
from flows.session import Session
from flows.teams.changes import Change

Arguments = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A message beside the live one, such as `card`, `share` or `export`. `team_id`: the team it is about."""

    kind: str
    screen: Screen | None = None
    team_id: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """The facts after an action, and what else it asks for. `hint` names a line said beside the screen;
    `changes` are those of teams.
    """

    session: Session
    hint: str | None = None
    posts: tuple[Post, ...] = ()
    changes: tuple[Change, ...] = ()
    language: str | None = None
    forget: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """When something is done: the ISO date, and how many days the person was away."""

    today: str
    days_away: float = 0.0


Handler = Callable[[Dialogue, Session, Arguments, Occasion], Move]
