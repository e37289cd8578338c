"""Where a process can die: at every statement and commit, and wherever it waits."""

from collections import Counter
from collections.abc import Coroutine
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

from sqlalchemy import Executable

from bot.storage import (
    appointments,
    budgets,
    conversations,
    delivery,
    forgotten,
    leases,
    outbox,
    signs_of_life,
    teams,
    updates,
)

TOPICS = (
    appointments,
    budgets,
    conversations,
    delivery,
    forgotten,
    leases,
    outbox,
    signs_of_life,
    teams,
    updates,
)
BOT = Path(conversations.__file__).parents[1]
ROOMS = ("services/", "channels/telegram/")
WAITED_IN = frozenset(
    {"channels/telegram/transport", "services/tasks", "services/held", "channels/telegram/throttle"}
)
"""What others wait in: where those are is counted."""

Point = tuple[str, str]
"""What the process was at, and where in it: a statement, a commit or an await."""


class Points:
    """How often each was passed, and how often a process died there."""

    def __init__(self) -> None:
        self.passed: Counter[Point] = Counter()
        self.died: Counter[Point] = Counter()

    def add(self, other: "Points") -> None:
        self.passed += other.passed
        self.died += other.died


@cache
def _names() -> dict[int, str]:
    found: dict[int, str] = {}
    for topic in TOPICS:
        for name, value in vars(topic).items():
            every = value if isinstance(value, tuple) else (value,)
            for statement in every:
                if isinstance(statement, Executable) and name.isupper():
                    found.setdefault(id(statement), f"{topic.__name__.rpartition('.')[2]}.{name}")
    return found


def name_of(statement: Executable) -> str:
    """A statement by the name of its constant; those made on the way by their table."""
    if (name := _names().get(id(statement))) is not None:
        return name
    kind, table = type(statement).__name__.lower(), getattr(statement, "table", None)
    return f"{kind} {getattr(table, 'name', '')}".strip()


def where_it_waits(coroutine: Coroutine[Any, Any, Any]) -> list[str]:
    """The lines of ours at which a coroutine waits, one within the other."""
    found: list[str] = []
    waiting: Any = coroutine
    while (frame := getattr(waiting, "cr_frame", None)) is not None:
        if (place := _place(frame.f_code)) is not None:
            found.append(f"{place}:{frame.f_lineno}")
        waiting = waiting.cr_await
    return found


@cache
def _place(code: CodeType) -> str | None:
    """The module of ours; None where it is only what others wait in."""
    path = Path(code.co_filename)
    if not path.is_relative_to(BOT):
        return None
    name = path.relative_to(BOT).with_suffix("").as_posix()
    return name if name.startswith(ROOMS) and name not in WAITED_IN else None
