"""What an operator can mend ends the program with one line that names the setting."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.__main__
from tests.bot.faults import refusal
from tests.bot.programs import Ended, free_port, run, settings_for
from tests.bot.wire import TOKEN, Wire


def names(ended: Ended, setting: str) -> bool:
    """Whether it failed with one line about this setting, and nothing else."""
    return ended.code > 0 and ended.err.count("\n") == 1 and setting in ended.err and not ended.out


def run_here(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Ended:
    """What fails before anybody is served needs no process."""
    monkeypatch.setattr(bot.__main__, "set_up_logging", lambda *_: None)
    result = CliRunner(env=variables).invoke(bot.__main__.app, ["run"])
    return Ended(result.exit_code, result.stdout, result.stderr)


@pytest.mark.parametrize(("setting", "value"), [
    ("TELEGRAM_TOKEN", ""),
    ("TELEGRAM_TOKEN", "no token"),
    ("TELEGRAM_TOKEN", "123/getMe:x"),
    ("TELEGRAM_API_URL", "localhost"),
    ("DATABASE_URL", "mysql://localhost/vierstap"),
    ("DATABASE_URL", "sqlite:////proc/nowhere/vierstap.sqlite3"),
    ("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/vierstap"),
    ("WEBHOOK_URL", "http://example.org/telegram"),
    ("WEBHOOK_URL", "https://example.org"),
    ("WEBHOOK_SECRET", "a space"),
    ("PORT", "telegram"),
    ("PORT", "70000"),
    ("LOG_LEVEL", "LOUD"),
])  # fmt: skip
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, url: str, setting: str, value: str
) -> None:
    assert names(run_here(monkeypatch, **{**settings_for(Wire(), url), setting: value}), setting)


def test_a_database_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, this is no database. " * 100)
    assert names(run_here(monkeypatch, **settings_for(Wire(), f"sqlite:///{file}")), "DATABASE_URL")


async def test_a_token_that_telegram_does_not_know_is_named_and_not_shown(wire: Wire, url: str) -> None:
    unknown = TOKEN[:-2] + "99"
    ended = await run("run", **{**settings_for(wire, url), "TELEGRAM_TOKEN": unknown})
    assert names(ended, "TELEGRAM_TOKEN")
    assert unknown not in ended.err


@pytest.mark.parametrize("port", [99_999, -1])
async def test_a_port_that_is_none_is_named_by_the_sandbox(port: int) -> None:
    assert names(await run("sandbox", "--port", str(port)), "--port")


async def test_a_port_in_use_is_named(wire: Wire, url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = await run("run", **settings_for(wire, url, PORT=str(taken.getsockname()[1])))
    assert names(ended, "PORT")


async def test_a_webhook_that_telegram_refuses_is_named(wire: Wire, url: str) -> None:
    wire.fail("setWebhook", refusal(400, "Bad Request: bad webhook: IP address 127.0.0.1 is reserved"))
    webhook = {"WEBHOOK_URL": "https://example.org/telegram", "PORT": str(free_port())}
    ended = await run("run", **settings_for(wire, url, LOG_LEVEL="ERROR", **webhook))
    assert names(ended, "WEBHOOK_URL")
