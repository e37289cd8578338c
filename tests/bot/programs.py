"""The program itself, as a process."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.services.health import HealthCheck
from tests.bot.wire import TOKEN, Wire

PROGRAM = Path(sys.executable).with_name("vierstap")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended, and what it said."""

    code: int
    out: str
    err: str


class Program:
    """A `vierstap` that is running."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def kill(self) -> None:
        """As `kill -9`."""
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> Ended:
        """As an operator does; it has the 10 seconds it is promised to need at most."""
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            return await self.ended()

    async def ended(self, typed: str | None = None) -> Ended:
        out, err = await self._process.communicate(typed.encode() if typed is not None else None)
        assert self._process.returncode is not None
        return Ended(self._process.returncode, out.decode(errors="replace"), err.decode())

    async def said(self, words: str) -> None:
        """Wait for a line in its log."""
        assert self._process.stderr is not None
        async with asyncio.timeout(20):
            while words.encode() not in await self._process.stderr.readline():
                assert self.running

    @property
    def running(self) -> bool:
        return self._process.returncode is None


@asynccontextmanager
async def program(*arguments: str, **variables: str) -> AsyncIterator[Program]:
    """Start it with these settings; whatever happens, it does not outlive the block."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *arguments,
        env={**inherited, **variables},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    started = Program(process)
    try:
        yield started
    finally:
        if started.running:
            await started.kill()


async def run(*arguments: str, typed: str | None = None, **variables: str) -> Ended:
    """Run it to its end."""
    async with program(*arguments, **variables) as started, asyncio.timeout(30):
        return await started.ended(typed)


def settings_for(wire: Wire, url: str, **more: str) -> Mapping[str, str]:
    return {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": wire.address, "DATABASE_URL": url, **more}


async def all_well() -> frozenset[HealthCheck]:
    return frozenset()


async def nothing_measured() -> bytes:
    return b""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
