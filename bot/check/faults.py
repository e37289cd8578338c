"""Faults as lines of text, each once: the same fault met again elsewhere is the same line."""

import re
from collections.abc import Iterable, Iterator

EXCERPT = " in: "
"""What follows shows where a fault was met."""

LINE = re.compile(r"line \d+: ")


class FaultList:
    """Faults in the order found; where only the line or the excerpt differs, the first one stands."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def add(self, fault: str) -> None:
        first, *_ = fault.splitlines()
        self._found.setdefault(LINE.sub("", first.partition(EXCERPT)[0]), first)

    def update(self, faults: Iterable[str]) -> None:
        for fault in faults:
            self.add(fault)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found.values())

    def __len__(self) -> int:
        return len(self._found)
