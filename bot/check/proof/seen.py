"""Elements as they are seen: what can be compared and hashed of them, and in which place of the advice."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from flows.adviser.elements import Element, Value


@dataclass(frozen=True, slots=True)
class SlotPart:
    """What stands in one place of the advice; `named`: the questions among its causes."""

    place: str
    content: object
    named: frozenset[str]


Parts = tuple[SlotPart, ...]


Pairs = tuple[tuple[str, str], ...]

Frozen = str | int | bool | None | tuple[str, ...] | tuple[int, ...] | Pairs
"""A value of an element that can be compared and hashed: a mapping stands there as pairs."""


def frozen(value: Value) -> Frozen:
    """A value of an element as one that can be hashed."""
    return tuple(value.items()) if isinstance(value, Mapping) else value


def _thawed(value: Frozen) -> Value:
    if isinstance(value, tuple):
        pairs = [item for item in value if isinstance(item, tuple)]
        return dict(pairs) if pairs else cast(Value, value)
    return value


ReadAs = tuple[str, tuple[tuple[str, Frozen], ...]]
"""All that the text of an element hangs on, but for the answers it names."""


@dataclass(frozen=True, slots=True)
class SeenElement:
    """An element that can be hashed: equal if and only if its text must be equal."""

    id: str
    kind: str
    causes: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    values: tuple[tuple[str, Frozen], ...]

    @property
    def element(self) -> Element:
        """The element again."""
        values = {name: _thawed(value) for name, value in self.values}
        return Element(self.id, self.kind, dict(self.causes), self.sources, values)

    @property
    def reads(self) -> "ReadAs":
        """What its text hangs on, but for the answers it names."""
        return self.id, self.values

    def part(self, place: str) -> SlotPart:
        """What it says and whom it names; which answers it names changes with those questions alone."""
        content = (self.id, self.kind, self.sources, self.values)
        return SlotPart(place, content, frozenset(question for question, _ in self.causes))


def see(element: Element) -> SeenElement:
    causes = tuple(element.causes.items())
    values = tuple((name, frozen(value)) for name, value in element.values.items())
    return SeenElement(element.id, element.kind, causes, element.sources, values)


def parts_of(place: str, elements: Iterable[Element]) -> Parts:
    """Elements by place, those of a kind numbered."""
    return in_places(place, map(see, elements))


def in_places(place: str, elements: Iterable[SeenElement]) -> Parts:
    """The same of elements that were seen: where one more stands, those of another kind keep their places."""
    numbers: Counter[str] = Counter()
    parts = []
    for seen in elements:
        numbers[seen.kind] += 1
        parts.append(seen.part(f"{place} {seen.kind} {numbers[seen.kind]}"))
    return tuple(parts)
