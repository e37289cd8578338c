"""Every fault, threat and promise, with the tests that say they hold it."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
MARKERS = ("fault", "threat", "promise")
_PROMISE = re.compile(r"^\| (G\d+) \| (.+?) \| (.+?) \| .+ \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Row:
    """What may go wrong, or is promised; `reason`: why no test holds it."""

    kind: str
    id: str
    what: str
    expected: str = ""
    defence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A test that says which row it holds."""

    kind: str
    id: str
    file: Path
    test: str


def read_rows() -> list[Row]:
    """Faults and threats from their file, promises as they are made in docs/architecture.md."""
    written = tomli.loads((Path(__file__).parent / "rows.toml").read_text("utf-8"))
    faults = [_row("fault", str(row.pop("number")), row) for row in written["fault"]]
    threats = [_row("threat", row.pop("id"), row) for row in written["threat"]]
    made = _PROMISE.findall(ARCHITECTURE.read_text("utf-8"))
    promises = [Row("promise", number, what, defence=how) for number, what, how in made]
    return [*promises, *faults, *threats]


def _row(kind: str, number: str, written: Mapping[str, str]) -> Row:
    return Row(kind, number, **written)


def read_mutants() -> Mapping[str, list[str]]:
    """What is broken on purpose to see whether it is caught, by the promise it belongs to."""
    written = tomli.loads((TESTS / "mutants" / "mutants.toml").read_text("utf-8"))
    found: dict[str, list[str]] = {}
    for mutant in written["mutant"]:
        found.setdefault(mutant["promise"], []).append(mutant["name"])
    return found


def read_marks() -> list[Mark]:
    """What the tests say of themselves, read and not run."""
    return [mark for file in sorted(TESTS.rglob("test_*.py")) for mark in _marks_in(file)]


def _marks_in(file: Path) -> Iterator[Mark]:
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for kind, number in _marks_on(node):
                yield Mark(kind, number, file.relative_to(TESTS), node.name)


def _marks_on(test: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, str]]:
    for decorator in test.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="mark"), attr=kind), args=arguments):
                if kind in MARKERS:
                    yield from ((kind, str(_literal(argument))) for argument in arguments)


def _literal(argument: ast.expr) -> Any:  # noqa: ANN401 - a number or a name
    return ast.literal_eval(argument)
