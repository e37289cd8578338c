"""An element of advice carries its own reasons: there is no second code path that explains."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flows.adviser.ask import find_ask, find_hours, hours_causes
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts
from flows.catalogue.content import Hours

Value = str | int | bool | None | tuple[str, ...] | tuple[int, ...] | Mapping[str, str]
"""What a text may depend on, besides the causing answers."""

SIZE_LEFT_OUT = "medium"
"""The size that counts on the quick path."""


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
    questions = {question for name in names for question in _behind(catalogue, answers, name)}
    return {
        question: answer
        for question in catalogue.questions
        if question in questions and (answer := answers.get(question)) is not None
    }


def named_values(catalogue: Catalogue, answers: Facts, names: Iterable[str]) -> dict[str, Value]:
    """What a text may use because its element names it: sector, role, size, ask, hours.

    Of a team nothing may be told that would say how hours and ask were found: then neither has a value.
    """
    values: dict[str, Value] = {}
    for name in names:
        if name == "hours":
            hours = find_hours(catalogue, answers) if "resources" in answers else Hours(now=())
            values |= {"hours_now": hours.now, "hours_asked": hours.asked}
        elif name == "ask":
            values["ask"] = find_ask(catalogue, answers).id if "management" in answers else None
        elif name == "size":
            values["size"] = answers.get("size", SIZE_LEFT_OUT)
        elif name in ("sector", "role"):
            values[name] = catalogue.answer(name, answers)
    return values


def _behind(catalogue: Catalogue, answers: Facts, name: str) -> tuple[str, ...]:
    """The questions behind a fact, of those that may be the ones that decided it."""
    if name == "ask" and "management" in answers:
        return find_ask(catalogue, answers).because
    if name == "hours" and "resources" in answers:
        return hours_causes(catalogue, answers)
    return catalogue.causes(name)
