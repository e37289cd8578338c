"""The bot as a process of its own: the page knows how it is, and it does not outlive the sandbox."""

import asyncio
import os
import re
import select
import signal
import sys
from pathlib import Path

import pytest

from bot.sandbox.bot_process import BotProcess
from bot.sandbox.sandbox import Telegram, first_message
from tests.bot.programs import free_port


async def test_a_bot_that_ends_by_itself_is_told_with_what_it_said_last(
    telegram: Telegram, address: str
) -> None:
    bot = BotProcess(address, "nonsense", str(telegram.clock.path), {})
    told: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    bot.tell = told.put_nowait
    await bot.start()
    async with asyncio.timeout(20):
        assert (await told.get())["state"] == "running"
        assert (await told.get())["state"] == "crashed"
    assert any("DATABASE_URL" in line for line in bot.as_json()["said"])


async def test_a_bot_that_was_stopped_or_killed_is_told_as_stopped(
    telegram: Telegram, address: str, tmp_path: Path
) -> None:
    bot = BotProcess(address, f"sqlite:///{tmp_path / 'bot.db'}", str(telegram.clock.path), {})
    for ending in (bot.kill, bot.stop):
        await bot.start()
        await ending()
        assert bot.as_json() == {"running": False, "state": "stopped", "said": []}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks for the bot in Linux's /proc")
@pytest.mark.parametrize("ending", [signal.SIGHUP, signal.SIGKILL])
async def test_however_the_sandbox_ends_the_bot_ends_too(ending: signal.Signals) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # A `nohup` around the tests would be obeyed
    command = [sys.executable, "-m", "bot", "sandbox", "--port", str(free_port())]
    sandbox = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert sandbox.stdout is not None
    async with asyncio.timeout(60):
        await sandbox.stdout.readline()
        bot = os.pidfd_open(_child_of(sandbox.pid))
        sandbox.send_signal(ending)
        await sandbox.wait()
    gone, _, _ = await asyncio.to_thread(select.select, [bot], [], [], 20)
    os.close(bot)
    assert gone


def _child_of(pid: int) -> int:
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if re.search(rf"^PPid:\t{pid}$", text, re.MULTILINE):
            return int(status.parent.name)
    raise AssertionError("no bot was started")


def test_a_bot_with_an_old_database_gets_messages_with_numbers_it_never_saw(tmp_path: Path) -> None:
    database, now = tmp_path / "bot.db", 1_800_000_000.0
    assert first_message(database, now) == 1
    database.write_bytes(b"of before")
    assert first_message(database, now) > 10_000_000
    assert first_message(database, now + 1) > first_message(database, now)
