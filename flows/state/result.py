"""What one action of a person comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from flows.state.hints import Hint
from flows.state.reader import SessionReader
from flows.state.screen import Screen
from flows.state.session import Session
from flows.teams.changes import Change
from flows.teams.ports import NO_TEAMS, TeamFacts

Arguments = tuple[str, ...]

SideMessageKind = Literal[
    "card",
    "share",
    "export",
    "calendar",
    "memo",
    "told",
    "invitation",
    "team_picture",
    "weeks_picture",
    "brief",
    "team_calendar",
    "report",
    "in_place",
    "settled",
]
"""As they are stored in the outbox. `in_place` and `settled` take the place of the reminder whose button was
tapped; a settled one is no reminder any more.
"""
IN_PLACE: frozenset[SideMessageKind] = frozenset({"in_place", "settled"})

Topic = Literal["", "member", "newcomers", "action", "standing"]
"""What a line to another member is about."""
GATHERED: frozenset[Topic] = frozenset({"newcomers"})
"""The topics of which one line speaks for all, whomever it names."""


@dataclass(frozen=True, slots=True)
class SideMessage:
    """A message beside the live one. `team_id`: the team it is about;
    `to`: the person it is for, where that is another; `hint` and `values`: what it says then; `about`: whom
    it names; `leads_to`: what of the team its button opens; `shows`: what a
    picture is of, so that the same one is not sent twice. Of those about one `topic` to one person only the
    newest is of use.
    """

    kind: SideMessageKind
    screen: Screen | None = None
    team_id: int = 0
    to: int | None = None
    hint: Hint | None = None
    values: tuple[tuple[str, str], ...] = ()
    about: int | None = None
    topic: Topic = ""
    leads_to: tuple[str, ...] = ()
    shows: str = ""

    @property
    def subject(self) -> str:
        """What it is about: a newer one about the same takes its place as long as it waits."""
        about = "" if self.topic in GATHERED else self.about or ""
        return ":".join(str(part) for part in (self.team_id or "", self.topic, about, self.shows) if part)


class After(StrEnum):
    """What follows by itself once a move's changes are stored: `flows.handlers.follow_up`."""

    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Result:
    """The facts after an action, and what else it asks for. `hint` names a line said beside the screen;
    `changes` are those of teams, and `after` what follows once they are stored. `festive`: something to
    celebrate. `taken`: what was typed needs no reply, only a sign that it was taken.
    """

    session: Session
    hint: Hint | None = None
    posts: tuple[SideMessage, ...] = ()
    changes: tuple[Change, ...] = ()
    after: After | None = None
    language: str | None = None
    forget: bool = False
    festive: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True)
class TurnContext:
    """When and by whom something is done: the ISO date, how many days the person was away, the time in
    seconds UTC; the person, their first name and language, and their teams. `fresh`: a number nobody had.
    """

    today: str
    days_away: float = 0.0
    now: float = 0.0
    person: int = 0
    name: str = ""
    language: str = ""
    fresh: int = 0
    teams: TeamFacts = NO_TEAMS


Handler = Callable[[SessionReader, Session, Arguments, TurnContext], Result]
