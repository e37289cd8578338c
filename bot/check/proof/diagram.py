"""Decision diagrams: a rule as a whole, with every answer that makes no difference left out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.check.proof.explore import EVERYTHING, Offers, Rule, explore
from flows.catalogue.catalogue import Catalogue
from flows.catalogue.conditions import Facts

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True, eq=False)
class Leaf(Generic[T]):
    """What the rule comes to."""

    value: T


@dataclass(frozen=True, slots=True, eq=False)
class Fork(Generic[T]):
    """The answer to a question makes a difference."""

    question: str
    branches: dict[str, "Leaf[T] | Fork[T]"]


Node = Leaf[T] | Fork[T]


class Diagram(Generic[T]):
    """A rule over all answers. Equal parts are one node, so what is the same is seen by identity."""

    def __init__(self) -> None:
        self._leaves: dict[T, Leaf[T]] = {}
        self._forks: dict[tuple[object, ...], Fork[T]] = {}
        self._restricted: dict[tuple[Node[T], str, str], Node[T]] = {}
        self.root: Node[T]

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        rule: Rule[T],
        given: Facts | None = None,
        only: Offers = EVERYTHING,
    ) -> "Diagram[T]":
        """The diagram of a rule, whose results must be hashable; `only` as in `explore`."""
        diagram = cls()
        tree: dict[str, object] = {}
        for read, result in explore(catalogue, rule, given, only):
            place = tree
            for question, option in read.items():
                place = place.setdefault(question, {}).setdefault(option, {})  # type: ignore[attr-defined]
            place[""] = diagram.leaf(result)
        diagram.root = diagram._reduce(tree)
        return diagram

    @classmethod
    def of_one(cls, value: T) -> "Diagram[T]":
        """The diagram of a rule that always comes to the same."""
        diagram = cls()
        diagram.root = diagram.leaf(value)
        return diagram

    def map(self, change: Callable[[T], S]) -> "Diagram[S]":
        """The diagram of what a function makes of the results."""
        mapped: Diagram[S] = Diagram()
        known: dict[Node[T], Node[S]] = {}

        def walk(node: Node[T]) -> Node[S]:
            if node not in known:
                if isinstance(node, Leaf):
                    known[node] = mapped.leaf(change(node.value))
                else:
                    branches = {option: walk(branch) for option, branch in node.branches.items()}
                    known[node] = mapped.fork(node.question, branches)
            return known[node]

        mapped.root = walk(self.root)
        return mapped

    def leaf(self, value: T) -> Leaf[T]:
        return self._leaves.setdefault(value, Leaf(value))

    def fork(self, question: str, branches: dict[str, Node[T]]) -> Node[T]:
        first = next(iter(branches.values()))
        if all(branch is first for branch in branches.values()):
            return first
        key = (question, *branches.values())
        return self._forks.setdefault(key, Fork(question, branches))

    def _reduce(self, tree: dict[str, object]) -> Node[T]:
        ((question, branches),) = tree.items()
        if isinstance(branches, Leaf):
            return branches
        assert isinstance(branches, dict)  # noqa: S101 - for the type checker
        return self.fork(question, {option: self._reduce(branch) for option, branch in branches.items()})

    def restrict(self, node: Node[T], question: str, option: str) -> Node[T]:
        """The part that is left once a question is answered."""
        if isinstance(node, Leaf):
            return node
        if node.question == question:
            return node.branches[option]
        key = (node, question, option)
        if key not in self._restricted:
            branches = {
                name: self.restrict(branch, question, option) for name, branch in node.branches.items()
            }
            self._restricted[key] = self.fork(node.question, branches)
        return self._restricted[key]

    def having(self, answers: Facts) -> Node[T]:
        """What is left of the rule once these questions are answered."""
        node = self.root
        for question, option in answers.items():
            node = self.restrict(node, question, option)
        return node

    def values(self, node: Node[T] | None = None) -> set[T]:
        """All results, or those below a node."""
        return {leaf.value for leaf in self._below(node or self.root) if isinstance(leaf, Leaf)}

    def ways(self, value: T) -> Iterator[dict[str, str]]:
        """The answers that lead to a result, without those that make no difference on the way."""

        def walk(node: Node[T], answers: dict[str, str]) -> Iterator[dict[str, str]]:
            if isinstance(node, Fork):
                for option, branch in node.branches.items():
                    yield from walk(branch, {**answers, node.question: option})
            elif node.value == value:
                yield answers

        return walk(self.root, {})

    @property
    def questions(self) -> set[str]:
        """The questions that make a difference."""
        return {fork.question for fork in self._below(self.root) if isinstance(fork, Fork)}

    def _below(self, top: Node[T]) -> Iterator[Node[T]]:
        seen = {top}
        waiting = [top]
        while waiting:
            node = waiting.pop()
            yield node
            below: Iterable[Node[T]] = node.branches.values() if isinstance(node, Fork) else ()
            for branch in below:
                if branch not in seen:
                    seen.add(branch)
                    waiting.append(branch)

    def changes(self, question: str, before: str, after: str) -> set[tuple[T, T]]:
        """What one changed answer can change: all pairs of different results before and after it.

        Answers that both sides use are the same on both; what only one side is asked takes any value.
        """
        pairs: set[tuple[T, T]] = set()
        start = (self.restrict(self.root, question, before), self.restrict(self.root, question, after))
        seen = {start}
        waiting = [start]
        while waiting:
            left, right = waiting.pop()
            if left is right:
                continue
            fork = left if isinstance(left, Fork) else right
            if isinstance(left, Leaf) and isinstance(right, Leaf):
                pairs.add((left.value, right.value))
                continue
            assert isinstance(fork, Fork)  # noqa: S101 - for the type checker
            for option in fork.branches:
                both = (
                    self.restrict(left, fork.question, option),
                    self.restrict(right, fork.question, option),
                )
                if both not in seen:
                    seen.add(both)
                    waiting.append(both)
        return pairs


class TooMany(Exception):
    """There are more cases than are worth telling apart."""


class _Greatest:
    """Finds the greatest sum by branch and bound: what cannot beat the best so far is left out."""

    def __init__(self, diagrams: Sequence[Diagram[int]], most: int) -> None:
        self._diagrams = diagrams
        self._left = most
        self._highest: dict[Node[int], int] = {}
        self.best = -1

    def search(self, nodes: tuple[Node[int], ...]) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooMany
        fork = max((n for n in nodes if isinstance(n, Fork)), key=self.highest, default=None)
        if fork is None:
            self.best = max(self.best, self.bound(nodes))
            return
        parts = {option: self._answered(nodes, fork.question, option) for option in fork.branches}
        for part in sorted(parts.values(), key=self.bound, reverse=True):
            if self.bound(part) > self.best:
                self.search(part)

    def bound(self, nodes: tuple[Node[int], ...]) -> int:
        """No sum below these nodes is greater."""
        return sum(map(self.highest, nodes))

    def highest(self, node: Node[int]) -> int:
        if node not in self._highest:
            self._highest[node] = (
                node.value if isinstance(node, Leaf) else max(map(self.highest, node.branches.values()))
            )
        return self._highest[node]

    def _answered(self, nodes: tuple[Node[int], ...], question: str, option: str) -> tuple[Node[int], ...]:
        pairs = zip(self._diagrams, nodes, strict=True)
        return tuple(diagram.restrict(node, question, option) for diagram, node in pairs)


def greatest(diagrams: Iterable[Diagram[int]], most: int = 20_000) -> int:
    """The greatest sum that several rules over the same answers can come to.

    Where that means telling more than `most` cases apart: the sum of the greatest, which is never less.
    """
    together = tuple(diagrams)
    nodes = tuple(diagram.root for diagram in together)
    search = _Greatest(together, most)
    try:
        search.search(nodes)
    except TooMany:
        return search.bound(nodes)
    return search.best
