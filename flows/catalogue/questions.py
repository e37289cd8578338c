"""What is asked, as typed, frozen records."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from flows.catalogue.conditions import Condition, parse_condition

UNKNOWN = "unknown"
"""The id of the answer "I don't know", wherever it is offered."""

ConditionField = Annotated[Condition, BeforeValidator(parse_condition)]
StepNumber = Annotated[int, Field(ge=1, le=4)]


Id = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
"""What is stored and stands in buttons."""


class Row(BaseModel):
    """A row of content: unknown keys are faults, and nothing changes after loading."""

    # Rows are read as parts of the whole content, which makes what reads them; alone, none is.
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class Option(Row):
    """One answer to a question. `stands_for`: the option an unknown counts as; `min` and `max`: the
    quantities it stands for, where options are quantities.
    """

    id: Id
    level: int | None = None
    cap: StepNumber | None = None
    points: int = 0
    stands_for: str | None = None
    min: int | None = Field(default=None, ge=0)
    max: int | None = Field(default=None, ge=0)

    @property
    def scored(self) -> str:
        """The option this answer counts as in the rules."""
        return self.stands_for or self.id

    @property
    def counted(self) -> bool:
        """Whether this answer stands for quantities."""
        return self.min is not None or self.max is not None

    def holds(self, quantity: int) -> bool:
        """Whether a quantity is among those this answer stands for."""
        return (self.min or 0) <= quantity and (self.max is None or quantity <= self.max)


class Unknown(Row):
    """How "I don't know" is scored: as another option, or by points of its own."""

    counts_as: str | None = Field(default=None, alias="as")
    points: int = 0


class Question(Row):
    """One question, its answers and when it is asked. `columns`: how many options stand in a row; `left_out`:
    the option that counts where nobody was asked; `counting`: it speaks of a number
    that is no place of an option.
    """

    id: Id
    options: Annotated[tuple[Option, ...], Field(min_length=1)]
    sources: tuple[str, ...]
    unknown: Unknown | None = None
    ask_if: ConditionField | None = None
    quick: bool = False
    helper: bool = False
    state: bool = False
    counting: bool = False
    columns: int = 1
    left_out: str | None = None
