"""What a team may see of itself: one record behind the screen, the picture and its caption."""

from dataclasses import dataclass

from flows.teams.model import Light


@dataclass(frozen=True, slots=True)
class BarrierTrend:
    """How often a barrier was named: percent over the last four weeks and the four before, half up.

    `direction`: rising, falling or steady (from 15 points).
    """

    barrier: str
    now: int
    before: int
    direction: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the team's diagnosis must say before the next step: question, option now, option needed."""

    question: str
    now: str
    needed: str
    met: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the team picture; None where the group rule does not allow it, or nothing is known yet.

    `small`: nothing may be told of so few people. `week`: the period of the last published week; `answered`
    of `members` checked in then, 0 where that may not be told. `medians`: the weeks up to it, oldest first,
    None where it may not be told. `overdue`: actions past their date. `barriers` is empty where there is too
    little to tell ("te weinig gegevens").
    """

    team: str
    step: int
    lane: str
    progress: int
    done: int
    actions: int
    overdue: int
    review_on: str
    small: bool
    members: int
    week: str | None
    answered: int
    light: Light | None
    median: int | None
    medians: tuple[int | None, ...]
    barriers: tuple[BarrierTrend, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """A week of one's own: nobody else sees it."""

    period: str
    confidence: int | None
    doing: str | None
    barrier: str | None
