"""The bot as a process of its own: started, watched and stopped."""

import os
import socket
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.updates import TOKEN

STOP_WITHIN = 15.0
LINES_OF_LOG = 12

Bot = subprocess.Popen[bytes]


def spawn(command: Sequence[str], log: Path, settings: Mapping[str, str]) -> Bot:
    """Start a bot with these settings beside the token; `log` gets everything it prints."""
    environment = {name: value for name, value in os.environ.items() if name != "WEBHOOK_URL"}
    with log.open("wb") as output:
        return subprocess.Popen(
            command,
            env={**environment, "TELEGRAM_TOKEN": TOKEN, "LOG_LEVEL": "WARNING", **settings},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def expect_alive(bot: Bot) -> None:
    """RuntimeError where the bot has stopped by itself."""
    if bot.poll() is not None:
        raise RuntimeError(f"the bot stopped with exit code {bot.returncode}")


def stop(bot: Bot) -> int:
    """Its exit code after SIGTERM, or after SIGKILL where it takes too long."""
    bot.terminate()
    try:
        return bot.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        bot.kill()
        return bot.wait()


def tail(log: Path) -> str:
    """The last it printed."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-LINES_OF_LOG:])


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
