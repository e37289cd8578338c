"""What a team may see of itself: one record behind the screen, the picture and its caption."""

from dataclasses import dataclass, field

from flows.adviser.elements import Element
from flows.adviser.steps import LAST_STEP
from flows.teams.records import Light, Share, State

FOLLOWED = 2
"""From how many weeks there is something to follow."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What the team's diagnosis must say before the next step: question, option now, option needed."""

    question: str
    now: str
    needed: str
    met: bool


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action of the plan and how it goes. `text`: None where the content has it no more; `late`: past its
    date, and not done.
    """

    text: Element | None = field(hash=False)
    state: State
    late: bool

    @property
    def urgent(self) -> bool:
        """Whether it asks for attention."""
        return self.late or self.state is State.STUCK

    @property
    def said(self) -> str:
        """The name of what is said of how it goes."""
        if not self.late:
            return self.state.value
        return "stuck_late" if self.state is State.STUCK else "late"


@dataclass(frozen=True, slots=True)
class LightOfWeek:
    """A week and its light: None where it has none, and no period where weeks are missing."""

    period: str | None
    light: Light | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the team picture; None where the group rule does not allow it, or nothing is known yet.

    `on`: the day of which it is. `plan`: its actions, what asks for attention first; `overdue`: how many are
    past their date. `small`: nothing may be told of so few people. `week`: the period of the last published
    week, and `share` of how many checked in; `confidence` of the middle one, and what it did since it was
    told before (`trend`: rising, falling or steady); `light`, which is confidence and what is overdue;
    `lights`: the weeks up to it, oldest first, from the first that has one. `barrier`: what more than half
    named, `mixed` where there is no such thing.
    """

    on: str
    team: str
    step: int
    lane: str
    progress: int
    done: int
    actions: int
    overdue: int
    plan: tuple[PlannedAction, ...]
    review_on: str
    small: bool
    week: str | None
    share: Share | None
    confidence: Light | None
    light: Light | None
    trend: str | None
    lights: tuple[LightOfWeek, ...]
    barrier: str | None
    criteria: tuple[Criterion, ...]

    @property
    def trend_lights(self) -> tuple[LightOfWeek, ...]:
        """The lights of the weeks, where there are enough to follow."""
        told = sum(week.light is not None for week in self.lights)
        return self.lights if told >= FOLLOWED else ()

    @property
    def light_lines(self) -> tuple[str, ...]:
        """The names of what is said of the light."""
        if self.light is None:
            return ("earlier",) if self.trend_lights else ()
        said = {
            "of_week": True,
            "although": self.light is not self.confidence,
            "hindered": self.barrier is not None,
        }
        return tuple(line for line, holds in said.items() if holds)

    @property
    def lacking(self) -> str | None:
        """The name of what is said where something cannot be told yet."""
        if self.small:
            return "small"
        way = not self.criteria and self.step < LAST_STEP
        names = {(True, True): "both", (True, False): "light", (False, True): "way"}
        return names.get((self.light is None and not self.trend_lights, way))


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """A week of one's own: nobody else sees it."""

    period: str
    confidence: int | None
    doing: str | None
    barrier: str | None
