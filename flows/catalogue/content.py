"""The content as typed, frozen records; `catalogue` loads them."""

from typing import Annotated, Literal

from pydantic import Field

from flows.catalogue.questions import ConditionField, Question, Row, StepNumber

UNDECIDED = "undecided"
"""The lane of an organisation without a leading discipline."""


class Lane(Row):
    """A strategic lane: one of the three value disciplines, or none yet. `milestone`: a date to reach."""

    id: str
    kpis: tuple[str, ...]
    sources: tuple[str, ...]
    milestone: str | None = None


class KpiSwap(Row):
    """A figure that gives its place to another where it does not fit the sector or the size."""

    kpi: str
    by: str
    sectors: tuple[str, ...]
    sizes: tuple[str, ...] = ()


class AskRule(Row):
    """The one thing that is asked of management; the first whose condition holds. `weeks`: for how long."""

    id: str
    weeks: int
    when: ConditionField
    sources: tuple[str, ...]


class Hours(Row):
    """Hours a week, from and to: now, and to ask for. One number alone: that many or more."""

    now: tuple[int, ...]
    asked: tuple[int, ...] | None = None


class ActionChoice(Row):
    """Which action follows for a dimension; `by`: the question whose answer picks the family member."""

    dimension: str
    action: str
    by: str | None = None


class StepRule(Row):
    """One of the four integration steps."""

    number: StepNumber
    sources: tuple[str, ...]
    actions: tuple[ActionChoice, ...]
    lane_action: str
    status: dict[str, str] = Field(default_factory=dict)


class BarrierRule(ActionChoice):
    """One of the four barriers, and the action against it; `names` as for an action."""

    id: str
    points: tuple[str, ...]
    sources: tuple[str, ...]
    sized: bool = False
    names: tuple[str, ...] = ()


class BarrierScale(Row):
    """How barrier strengths (0 to 100) are sized and named."""

    size_factor_percent: dict[str, int]
    bands: dict[str, int]
    active_from: int


class Pilot(Row):
    """A pilot project: fit per lane, return and learning (1 to 5), and the least scale (0 to 3)."""

    id: str
    min_scale: int
    fit: dict[str, int]
    immediate_return: int = Field(alias="return")
    learning: int
    sources: tuple[str, ...]
    not_for: tuple[str, ...] = ()


class PilotRule(Row):
    """When a pilot is a candidate, and how many are shown."""

    backing: dict[str, int]
    least_fit: int
    least_fit_undecided: int
    high_return: int
    least_fit_soon: int
    shown: int
    shown_at_full_scale: int
    sources: tuple[str, ...]


class KeyAction(Row):
    """Something to do. `names`: answers its text depends on besides those that chose it; `copy_id`: what goes
    with it, ready to copy; `moves`: for how many days of the first week it has something; `permission`: it
    takes the yes of who decides, or the time of colleagues, so it waits where they are against it.
    """

    id: str
    weeks: int
    sources: tuple[str, ...]
    copy_id: str = Field(alias="copy")
    moves: int = 1
    permission: bool = False
    dimension: str | None = None
    names: tuple[str, ...] = ()


class Combination(Row):
    """A special combination of answers; `names` as for an action."""

    id: str
    priority: int
    when: ConditionField
    sources: tuple[str, ...]
    names: tuple[str, ...] = ()


class Word(Row):
    """Something that texts may say of the advice, and when it holds."""

    id: str
    when: ConditionField


class Fact(Row):
    """A channel or duty that holds for a time, in a country ("": all) and some sectors (none named: all)."""

    id: str
    country: Literal["", "nl", "be"]
    kind: Literal["listen", "answer", "own", "duty"]
    source: Annotated[str, Field(min_length=1)]
    dated: Annotated[str, Field(min_length=1)]
    check_by: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    sectors: tuple[str, ...] = ()


class Claim(Row):
    """A claim of one of the two articles. `context`: it explains, but steers nothing."""

    id: str
    section: str
    context: bool = False


class StrategyRule(Row):
    """The questions from which the lane is found, the direct one first."""

    questions: tuple[str, ...]


class ElementSources(Row):
    """Sources of the elements that are put together from several answers."""

    management: "ManagementSources"
    scale: "ScaleSources"
    kpi: "KpiSources"
    mode: dict[str, tuple[str, ...]]


class ManagementSources(Row):
    """Sources of the management element, by tone and argument."""

    all: tuple[str, ...]
    tone: dict[str, tuple[str, ...]]
    argument: dict[str, tuple[str, ...]]


class ScaleSources(Row):
    """Sources of the scale element, by means and size."""

    all: tuple[str, ...]
    resources: dict[str, tuple[str, ...]]
    size: dict[str, tuple[str, ...]]


class KpiSources(Row):
    """Sources of the measuring element, by the answer to `measure`."""

    measure: dict[str, tuple[str, ...]]


class Content(Row):
    """Everything under `flows/content`, as written there."""

    question: tuple[Question, ...]
    checkin: tuple[Question, ...]
    at_most: dict[str, int]
    strategy: StrategyRule
    lane: tuple[Lane, ...]
    kpi_swap: tuple[KpiSwap, ...]
    names: dict[str, tuple[str, ...]]
    ask: tuple[AskRule, ...]
    hours: dict[str, Hours]
    step: tuple[StepRule, ...]
    barrier: tuple[BarrierRule, ...]
    barrier_scale: BarrierScale
    pilots: PilotRule
    pilot: tuple[Pilot, ...]
    action: tuple[KeyAction, ...]
    combination: tuple[Combination, ...]
    fact: tuple[Fact, ...]
    word: tuple[Word, ...]
    conflicts: tuple[tuple[str, ...], ...]
    claims: tuple[Claim, ...]
    public: tuple[str, ...]
    sources: ElementSources
