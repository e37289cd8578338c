"""Renders what reads the same once: elements that differ only in what no template looks at read the same."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

from bot.check.listening import ListeningRenderer
from bot.check.slots import frozen
from flows.adviser.elements import Element
from flows.state.screen import Block

T = TypeVar("T")

Reads = frozenset[str]
"""What a template looked at: names of values, `answer:` with a question, or all answers."""

ANSWER = "answer:"
ALL_ANSWERS = "answers"
OF_THE_SECTOR = {"words": "sector"}
"""Values that the presenter finds by another one; what it finds by the sources differs with them."""


class _NotedAnswers(Mapping[str, str]):
    """The answers of an element; notes which of them are looked at."""

    def __init__(self, answers: Mapping[str, str], noted: set[str]) -> None:
        self._answers = answers
        self._noted = noted

    def __getitem__(self, question: str) -> str:
        self._noted.add(f"{ANSWER}{question}")
        return self._answers[question]

    def __iter__(self) -> Iterator[str]:
        self._noted.add(ALL_ANSWERS)
        return iter(self._answers)

    def __len__(self) -> int:
        self._noted.add(ALL_ANSWERS)
        return len(self._answers)


class OnceEach(Generic[T]):
    """What a function makes of paragraphs with an element, found once for all that read the same.

    A template is a pure function of what it looks at. So what it makes of one element, it makes of every
    other one in which all that it looked at is the same.
    """

    def __init__(self, renderer: ListeningRenderer, make: Callable[[str, Block], T]) -> None:
        self._renderer = renderer
        self._make = make
        self._known: dict[object, dict[Reads, dict[object, T]]] = {}

    def of(self, language: str, block: Block, element: Element) -> T:
        """What is made of this paragraph with this element."""
        place = language, block.template, tuple(block.values.items()), element.kind, element.sources
        by_reads = self._known.setdefault(place, {})
        for reads, made in by_reads.items():
            if (seen := _seen(element, reads)) in made:
                return made[seen]
        result, reads = self._render(language, block, element)
        by_reads.setdefault(reads, {})[_seen(element, reads)] = result
        return result

    def _render(self, language: str, block: Block, element: Element) -> tuple[T, Reads]:
        noted = self._renderer.noted
        noted.clear()
        answers = _NotedAnswers(element.causes, noted)
        result = self._make(language, replace(block, element=replace(element, causes=answers)))
        named = {OF_THE_SECTOR.get(name, name) for name in noted} & element.values.keys()
        answered = {name for name in noted if name.startswith(ANSWER)}
        return result, frozenset({ALL_ANSWERS} if ALL_ANSWERS in noted else answered) | named


def _seen(element: Element, reads: Reads) -> tuple[tuple[str, object], ...]:
    return tuple((name, _value(element, name)) for name in reads)


def _value(element: Element, name: str) -> object:
    if name == ALL_ANSWERS:
        return tuple(element.causes.items())
    if name.startswith(ANSWER):
        return element.causes.get(name.removeprefix(ANSWER))
    return frozen(element.values.get(name))
