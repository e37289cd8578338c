"""The bot as a process of its own, as `vierstap run` would start it: so it can be killed and come back."""

import asyncio
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping

from bot.sandbox.people import DeedError
from bot.sandbox.world import TOKEN, Json
from bot.services.tasks import begin, end

STOP_SECONDS = 10.0
LINES_KEPT = 8
"""Of what it said last, for who wants to know why it is gone."""
LONGEST_LINE = 1_000
INHERITED = (
    "PATH",
    "HOME",
    "LANG",
    "VIRTUAL_ENV",
    "PYTHONPATH",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "OPERATOR_CONTACT",
)


class BotProcess:
    """Starts, stops and kills the bot."""

    def __init__(self, api_url: str, database_url: str, clock_path: str, extra: Mapping[str, str]) -> None:
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self._environment = {
            **inherited,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": api_url,
            "DATABASE_URL": database_url,
            "VIERSTAP_SANDBOX_CLOCK": clock_path,
            **extra,
        }
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._asked_to_end = False
        self._said: deque[str] = deque(maxlen=LINES_KEPT)
        self.tell: Callable[[Json], None] = lambda _: None
        """Hears how the bot is whenever that changes."""

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def as_json(self) -> Json:
        """How it is, for the page: `running`, `stopped` by somebody, or `crashed` by itself."""
        if self.running:
            return {"running": True, "state": "running", "said": []}
        crashed = self._process is not None and not self._asked_to_end
        state = "crashed" if crashed else "stopped"
        return {"running": False, "state": state, "said": list(self._said) if crashed else []}

    async def start(self) -> None:
        if self.running:
            return
        self._asked_to_end = False
        self._said.clear()
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.sandbox.bot_child"),
            env=self._environment,
            start_new_session=True,
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        self._watching = begin(self._watch(self._process), "watch over the bot")
        self.tell(self.as_json())

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Pass on what it says, and tell when it is gone."""
        listening = begin(self._listen(process), "log of the bot")
        await process.wait()
        # What it started can hold its log open.
        await asyncio.wait((listening,), timeout=1)
        await end(listening)
        self.tell(self.as_json())

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        begun = b""
        while process.stderr is not None and (piece := await process.stderr.read(2**16)):
            sys.stderr.buffer.write(piece)
            sys.stderr.flush()
            *lines, begun = (begun + piece).split(b"\n")
            self._said.extend(line.decode(errors="replace")[:LONGEST_LINE] for line in lines)

    async def _ended(self) -> None:
        if self._watching is not None:
            await self._watching

    async def stop(self) -> None:
        """As an operator does; after its time is up as `kill -9`."""
        if self._process is None or not self.running:
            return
        self._asked_to_end = True
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            await self.kill()
        await self._ended()

    async def kill(self) -> None:
        """As `kill -9`: it learns nothing of it."""
        if self._process is not None and self.running:
            self._asked_to_end = True
            self._process.kill()
            await self._ended()

    async def act(self, action: str) -> None:
        """What the page asks for: start, stop, kill or restart."""
        if action not in ("start", "stop", "kill", "restart"):
            raise DeedError("The bot can start, stop, restart or be killed.")
        if action == "kill":
            await self.kill()
        if action in ("stop", "restart"):
            await self.stop()
        if action in ("start", "restart"):
            await self.start()
