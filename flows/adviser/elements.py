"""An element of advice carries its own reasons: there is no second code path that explains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.catalogue import Catalogue
from flows.conditions import Facts

Value = str | int | bool | None | tuple[str, ...] | Mapping[str, str]
"""What a text may depend on, besides the causing answers."""


@dataclass(frozen=True, slots=True)
class Element:
    """A piece of advice: what it is, the answers that caused it, and where it comes from.

    `kind` picks the text's template; `values` is all the text may use besides `causes`.
    """

    id: str
    kind: str
    causes: Mapping[str, str]
    sources: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict)


def name_causes(catalogue: Catalogue, answers: Facts, names: Iterable[str]) -> dict[str, str]:
    """The active answers behind these facts, in the order in which they are asked."""
    questions = {question for name in names for question in catalogue.causes(name)}
    return {
        question: answer
        for question in catalogue.questions
        if question in questions and (answer := answers.get(question)) is not None
    }
