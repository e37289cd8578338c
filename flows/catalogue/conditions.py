"""Conditions in content: question in options, and/or; what needs more is a named guard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Facts = Mapping[str, str]
"""What is known of somebody: question -> option, and for the advice also lane, source and status."""

Guard = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Clause:
    """All of these hold: each named fact is one of its options, and the guard, if any, agrees."""

    options: tuple[tuple[str, frozenset[str]], ...]
    guard: str | None = None

    def holds(self, facts: Facts, guards: Mapping[str, Guard]) -> bool:
        """Whether every part of this clause is true of the facts."""
        return all(facts.get(name) in allowed for name, allowed in self.options) and (
            self.guard is None or guards[self.guard](facts)
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """One of these clauses holds."""

    clauses: tuple[Clause, ...]

    def holds(self, facts: Facts, guards: Mapping[str, Guard]) -> bool:
        """Whether any clause is true of the facts."""
        return any(clause.holds(facts, guards) for clause in self.clauses)

    @property
    def names(self) -> tuple[str, ...]:
        """The facts this condition looks at, in the order written, each once."""
        return tuple(dict.fromkeys(name for clause in self.clauses for name, _ in clause.options))

    @property
    def guards(self) -> tuple[str, ...]:
        """The guards this condition calls on."""
        return tuple(clause.guard for clause in self.clauses if clause.guard is not None)


def parse_condition(raw: object) -> Condition:
    """Read a table (all of it holds) or a list of tables (one of them holds).

    Raises:
        ValueError: it is neither, or an entry is not a list of option ids.
    """
    tables = raw if isinstance(raw, list) else [raw]
    return Condition(tuple(_parse_clause(table) for table in tables))


def _parse_clause(table: object) -> Clause:
    if not isinstance(table, dict) or not table:
        raise ValueError("a condition is a table of question = [options]")
    guard = table.get("guard")
    if guard is not None and not isinstance(guard, str):
        raise ValueError("guard is the name of one guard")
    options = {name: allowed for name, allowed in table.items() if name != "guard"}
    for name, allowed in options.items():
        if not isinstance(allowed, list) or not all(isinstance(option, str) for option in allowed):
            raise ValueError(f"{name} must be a list of option ids")
    return Clause(tuple((name, frozenset(allowed)) for name, allowed in options.items()), guard)
