"""The bot as a process of its own, as `vierstap run` would start it: so it can be killed and come back."""

import asyncio
import os
import sys
from collections.abc import Mapping

from bot.channels.sandbox.people import DeedError
from bot.channels.sandbox.world import TOKEN

STOP_SECONDS = 10.0
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

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        if not self.running:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self._environment, start_new_session=True
            )

    async def stop(self) -> None:
        """As an operator does; after its time is up as `kill -9`."""
        if self._process is None or not self.running:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """As `kill -9`: it learns nothing of it."""
        if self._process is not None and self.running:
            self._process.kill()
            await self._process.wait()

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
