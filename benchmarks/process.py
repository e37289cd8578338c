"""CPU and memory of a process with all its threads and children, from /proc."""

import os
from contextlib import suppress
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PARENT, _FIRST_TIME, _LAST_TIME = 1, 11, 14


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, its living children, and those it has waited for."""
    ticks = 0
    for member in family(pid):
        with suppress(OSError):  # a child may end just now
            ticks += sum(int(value) for value in _stat(member)[_FIRST_TIME : _LAST_TIME + 1])
    return ticks / TICKS_PER_SECOND


def memory_mb(pid: int, field: str = "VmRSS") -> float:
    """Resident memory in MB, now (`VmRSS`) or at its highest (`VmHWM`), summed over the family."""
    kilobytes = 0
    for member in family(pid):
        for line in Path(f"/proc/{member}/status").read_text().splitlines():
            if line.startswith(f"{field}:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


def family(pid: int) -> list[int]:
    """The process and its descendants."""
    members = [pid]
    parents = {int(path.name): _parent(path) for path in Path("/proc").glob("[0-9]*")}
    for member in members:
        members += [child for child, parent in parents.items() if parent == member]
    return members


def _parent(path: Path) -> int:
    try:
        return int(_stat(int(path.name))[_PARENT])
    except OSError:
        return 0


def _stat(pid: int) -> list[str]:
    """The fields after the process's name, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
