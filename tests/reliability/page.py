"""docs/reliability.md, made of what the rows say, what the tests say of themselves, and the last runs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import tomli

from tests.reliability.register import ROOT, Mark, Row, read_marks, read_mutants, read_rows

PAGE = ROOT / "docs" / "reliability.md"
HERE = Path(__file__).parent
TITLES = {"promise": "Promises", "fault": "Faults", "threat": "Attacks"}


def make_page() -> str:
    """The page as it should be."""
    marks = defaultdict(list)
    for mark in read_marks():
        marks[mark.kind, mark.id].append(mark)
    rows = read_rows()
    tables = {kind: _table(kind, [row for row in rows if row.kind == kind], marks) for kind in TITLES}
    pattern = (HERE / "page.md").read_text("utf-8")
    for name, text in {**tables, "runs": _runs()}.items():
        pattern = pattern.replace(f"<!-- {name} -->\n", text)
    return pattern


def _table(kind: str, rows: Iterable[Row], marks: Mapping[tuple[str, str], list[Mark]]) -> str:
    mutants = read_mutants()
    head = ["", TITLES[kind][:-1], "Expected", "Defence", "Caught if broken so", "Held by"]
    if kind == "promise":
        head.remove("Expected")  # that is what is promised
    lines = [head, ["---"] * len(head)]
    for row in rows:
        held = _links(marks[row.kind, row.id]) or f"None. {row.reason}"
        expected = [row.expected] if "Expected" in head else []
        broken = "; ".join(mutants.get(row.id, ()))
        lines.append([row.id, row.what, *expected, row.defence, broken, held])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _links(marks: Iterable[Mark]) -> str:
    """The tests by their file."""
    by_file = defaultdict(list)
    for mark in marks:
        by_file[mark.file].append(mark.test.removeprefix("test_").replace("_", " "))
    links = (
        f"[{file.with_suffix('').as_posix()}](../tests/{file.as_posix()}): {'; '.join(tests)}"
        for file, tests in by_file.items()
    )
    return "<br>".join(links)


def _runs() -> str:
    """What the harnesses that take long told the last time."""
    runs = tomli.loads((HERE / "runs.toml").read_text("utf-8"))["run"]
    lines = [["Command", "When", "What", "Result"], ["---"] * 4]
    lines += [[f"`{run['command']}`", run["date"], run["what"], run["result"]] for run in runs]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
