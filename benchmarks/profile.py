"""Where the time of a turn goes: a running bot is sampled, and each sample counted for the part it is in."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

RATE = 400
"""Samples a second."""
PY_SPY = str(Path(sys.executable).with_name("py-spy"))

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("HTTP to Telegram", ("/aiohttp/", "/pyreqwest/", "/telegram/transport.py", "/yarl/", "/multidict/")),
    ("HTTP from Telegram", ("/uvicorn/", "/starlette/", "/bot/channels/web/")),
    ("database", ("/sqlalchemy/", "/sqlite3/", "/psycopg/", "/bot/storage/")),
    ("deciding", ("/flows/", "/transitions/")),
    ("rendering", ("/jinja2/", "/messages/", "/markupsafe/", "<template>", ".j2")),
    ("session as JSON", ("/pydantic/",)),
    ("metrics", ("/prometheus_client/",)),
    ("log", ("/structlog/", "/logging/")),
    ("channel", ("/bot/channels/",)),
    ("services", ("/bot/",)),
    ("event loop, threads", ("/asyncio/", "/threading.py", "/queue.py", "/concurrent/", "/selectors.py")),
)
"""The innermost frame of a sample that lies in one of these decides; the first that fits counts."""
REST = "the rest"


class Recorder:
    """Samples a process until it is told to stop."""

    def __init__(self, pid: int, folder: Path) -> None:
        self._stacks = folder / "stacks.txt"
        options = ["--format", "raw", "--full-filenames", "--nonblocking", "--rate", str(RATE)]
        self._process = subprocess.Popen(
            [
                PY_SPY,
                "record",
                "--pid",
                str(pid),
                *options,
                "--output",
                str(self._stacks),
                "--duration",
                "600",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> dict[str, float]:
        """Each part's share of the samples, the largest first."""
        self._process.send_signal(2)
        self._process.wait()
        counts: Counter[str] = Counter()
        for line in self._stacks.read_text().splitlines():
            stack, _, number = line.rpartition(" ")
            counts[part_of(stack.split(";"))] += int(number)
        return {part: number / counts.total() for part, number in counts.most_common()}


def part_of(stack: list[str]) -> str:
    """The part that a stack, outermost frame first, is in."""
    for frame in reversed(stack):
        for part, places in PARTS:
            if any(place in frame for place in places):
                return part
    return REST
