"""Where a process can be told to die: every statement, both sides of a commit, and every await of ours."""

import ast

from sqlalchemy import Executable

from tests.simulation.points import BOT, ROOMS, TOPICS, WAITED_IN

COMMITS = ("before the commit", "after the commit")


def _statements() -> list[str]:
    return [
        f"{topic.__name__.rpartition('.')[2]}.{name}"
        for topic in TOPICS
        for name, value in vars(topic).items()
        if name.isupper() and isinstance(value, Executable)
    ]


def _awaits() -> list[str]:
    found = []
    for room in ROOMS:
        for path in sorted((BOT / room).glob("*.py")):
            name = path.relative_to(BOT).with_suffix("").as_posix()
            if name not in WAITED_IN:
                found += [f"{name}:{line}" for line in _lines(ast.parse(path.read_text()))]
    return found


def _lines(tree: ast.AST) -> list[int]:
    """Lines on which something is waited for."""
    waits = (ast.Await, ast.AsyncWith, ast.AsyncFor)
    return sorted({node.lineno for node in ast.walk(tree) if isinstance(node, waits)})


STATEMENTS = tuple(_statements())
AWAITS = tuple(_awaits())
PLACES = (*STATEMENTS, *COMMITS, *AWAITS)
