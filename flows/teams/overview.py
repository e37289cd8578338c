"""What a team may see of itself: one record behind the screen, the picture and its caption."""

from dataclasses import dataclass

from flows.teams.records import Light, Share


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

    `overdue`: actions past their date. `small`: nothing may be told of so few people. `week`: the period of
    the last published week, and `share` of how many checked in; `light`, and what confidence did since it was
    told before (`trend`: rising, falling or steady); `lights`: the weeks up to it, oldest first. `barrier`:
    what more than half named, `mixed` where there is no such thing.
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
    week: str | None
    share: Share | None
    light: Light | None
    trend: str | None
    lights: tuple[Light | None, ...]
    barrier: str | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """A week of one's own: nobody else sees it."""

    period: str
    confidence: int | None
    doing: str | None
    barrier: str | None
