"""Renders what reads the same once: elements that differ only in what no template looks at read the same."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from bot.check.proof.seen import frozen
from bot.check.texts.listening import ALL_ANSWERS, ANSWER, ListeningRenderer
from flows.adviser.elements import Element
from flows.catalogue.questions import UNKNOWN

LISTS_ANSWERS = "why/element"
"""The paragraph that tells all answers of an element, one after the other."""

T = TypeVar("T")

Reads = frozenset[str]
"""What a template looked at: names of values, single answers, or all of them."""

OF_THE_SECTOR = {"words": "sector"}
"""Values that the presenter finds by another one; what it finds by the sources differs with them."""
OF_THE_UNKNOWN = {"unknown", "counted"}
"""Values that the presenter finds by which answers are not known."""


class OnceEach(Generic[T]):
    """What is made of elements by rendering them, found once for all that read the same.

    A template is a pure function of what it looks at. So what is made of one element, is made of every other
    one in which all that was looked at is the same.
    """

    def __init__(self, renderer: ListeningRenderer) -> None:
        self._renderer = renderer
        self._known: dict[object, dict[Reads, dict[object, T]]] = {}

    def of(self, place: Hashable, element: Element, make: Callable[[Element], T]) -> T:
        """What is made of an element in a place, where the same is made of all that read the same."""
        by_reads = self._known.setdefault((place, element.kind, element.sources), {})
        for reads, made in by_reads.items():
            if (seen := _seen(element, reads)) in made:
                return made[seen]
        result, reads = self._make(element, make)
        by_reads.setdefault(reads, {})[_seen(element, reads)] = result
        return result

    def _make(self, element: Element, make: Callable[[Element], T]) -> tuple[T, Reads]:
        noted = self._renderer.noted
        noted.clear()
        result = make(element)
        named = {OF_THE_SECTOR.get(name, name) for name in noted} & element.values.keys()
        answered = {name for name in noted if name.startswith(ANSWER)} | (noted & OF_THE_UNKNOWN)
        return result, frozenset(named | ({ALL_ANSWERS} if ALL_ANSWERS in noted else answered))


def _seen(element: Element, reads: Reads) -> tuple[tuple[str, object], ...]:
    return tuple((name, _value(element, name)) for name in reads)


def _value(element: Element, name: str) -> object:
    if name == ALL_ANSWERS:
        return tuple(element.causes.items())
    if name in OF_THE_UNKNOWN:
        return tuple(question for question, answer in element.causes.items() if answer == UNKNOWN)
    if name.startswith(ANSWER):
        return element.causes.get(name.removeprefix(ANSWER))
    return frozen(element.values.get(name))
