"""What an operator can mend ends the program with one line that names the setting."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot.__main__
import bot.command_line
from bot.channels.web.server import PortInUse, build_web, serve
from tests.bot.faults import refusal
from tests.bot.programs import Ended, all_well, free_port, nothing_measured, run, settings_for
from tests.bot.wire import TOKEN, Wire


def names(ended: Ended, setting: str) -> bool:
    """Whether it failed with one line about this setting, and nothing else."""
    return ended.code > 0 and ended.err.count("\n") == 1 and setting in ended.err and not ended.out


def run_here(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Ended:
    """What fails before anybody is served needs no process."""
    monkeypatch.setattr(bot.command_line, "set_up_logging", lambda *_: None)
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
    ("WEBHOOK_URL", "https://example.org/tele%20gram"),
    ("WEBHOOK_URL", "https://example.org/tele gram"),
    ("WEBHOOK_URL", "https://example.org/{bot}"),
    ("WEBHOOK_URL", "https://example.org/metrics/"),
    ("WEBHOOK_URL", "https://example.org/a/../healthz"),
    ("WEBHOOK_URL", "https://[::1/telegram"),
    ("WEBHOOK_URL", "https://example.org:port/telegram"),
    ("WEBHOOK_URL", "https://exa mple.org/telegram"),
    ("WEBHOOK_URL", "https://user:password@example.org/telegram"),
    ("TELEGRAM_API_URL", "https://[api"),
    ("HTTPS_PROXY", "http://user:secret@proxy:port"),
    ("WEBHOOK_SECRET", "a space"),
    ("PORT", "telegram"),
    ("PORT", "70000"),
    ("LOG_LEVEL", "LOUD"),
])  # fmt: skip
def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, url: str, setting: str, value: str
) -> None:
    assert names(run_here(monkeypatch, **{**settings_for(Wire(), url), setting: value}), setting)


PASSWORDS = ("s@cret", "@secret", "secr@t/x", "a/s@cret?x", "secret@", "s%zz@cret")


@pytest.mark.parametrize("password", PASSWORDS)
@pytest.mark.parametrize("address", [
    "postgresql://user:{}@127.0.0.1:9/vierstap", "postgresql://us/er:{}@127.0.0.1:9/vierstap",
    "postgresql://user:{}@127.0.0.1:9/vierstap?sslmode=disable",
])  # fmt: skip
def test_a_password_that_cannot_be_read_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, address: str, password: str
) -> None:
    ended = run_here(monkeypatch, **settings_for(Wire(), address.format(password)))
    assert names(ended, "DATABASE_URL")
    assert "%40" in ended.err
    assert not any(part in ended.err for part in ("cret", "secr"))


@pytest.mark.threat("S1")
@pytest.mark.parametrize("password", ["secret", "%73ecret%40", "secret:/?#[]%", "s c r e t"])
@pytest.mark.parametrize("address", [
    "postgresql://user:{}@127.0.0.1:9/vierstap", "postgresql://127.0.0.1:9/vierstap?user=a&password={}",
])  # fmt: skip
def test_a_password_is_never_shown(monkeypatch: pytest.MonkeyPatch, address: str, password: str) -> None:
    ended = run_here(monkeypatch, **settings_for(Wire(), address.format(password)))
    assert names(ended, "DATABASE_URL")
    assert not any(part in ended.err for part in (password, "ecret", "c r e"))


@pytest.mark.parametrize("address", [
    "sqlite://data/x", "sqlite://data", "sqlite://user:secret@host/x", "sqlite:///data/x?mode=ro", "sqlite:///data/",
])  # fmt: skip
def test_an_address_that_names_no_file_says_how_one_is_named(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert names(run_here(monkeypatch, **settings_for(Wire(), address)), "DATABASE_URL")


def test_without_a_token_the_sandbox_is_suggested(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    ended = run_here(monkeypatch, DATABASE_URL=url)
    assert names(ended, "TELEGRAM_TOKEN")
    assert "vierstap sandbox" in ended.err


def test_all_that_is_wrong_is_named_at_once_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = run_here(monkeypatch, DATABASE_URL="sqlite://x/y", PORT="x", LOG_LEVEL="LOUD")
    first, *others = ended.err.splitlines()
    assert "4 settings are wrong" in first
    assert {line.strip().partition(":")[0] for line in others} == {
        "TELEGRAM_TOKEN", "DATABASE_URL", "PORT", "LOG_LEVEL",
    }  # fmt: skip


def test_a_lock_of_somebody_else_is_named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    Path(f"{url.removeprefix('sqlite:///')}.lock").mkdir()  # what even root cannot open
    ended = run_here(monkeypatch, **settings_for(Wire(), url))
    assert names(ended, "DATABASE_URL")
    assert ".lock" in ended.err


def test_a_database_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, this is no database. " * 100)
    assert names(run_here(monkeypatch, **settings_for(Wire(), f"sqlite:///{file}")), "DATABASE_URL")


@pytest.mark.fault(17)
@pytest.mark.threat("S1")
async def test_a_token_that_telegram_does_not_know_is_named_and_not_shown(wire: Wire, url: str) -> None:
    unknown = TOKEN[:-2] + "99"
    ended = await run("run", **{**settings_for(wire, url), "TELEGRAM_TOKEN": unknown})
    assert names(ended, "TELEGRAM_TOKEN")
    assert unknown not in ended.err


@pytest.mark.parametrize("port", [99_999, -1])
async def test_a_port_that_is_none_is_named_by_the_sandbox(port: int) -> None:
    assert names(await run("sandbox", "--port", str(port)), "--port")


@pytest.mark.parametrize("host", ["::", "[::]", "::1"])
async def test_addresses_of_ipv6_can_be_listened_on(host: str) -> None:
    port = free_port()
    reachable = ("::1",) if host == "::1" else ("127.0.0.1", "::1")

    async with serve(build_web(None, all_well, nothing_measured), host, port):
        for address in reachable:
            with socket.create_connection((address, port)):
                pass


@pytest.mark.parametrize(
    ("host", "shown"), [("::", "[::]:{}"), ("127.0.0.1", "127.0.0.1:{}"), ("a" * 70 + ".x", "a.x:{}")]
)
async def test_an_address_that_cannot_be_had_is_shown_as_it_is_written(host: str, shown: str) -> None:
    with socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse) as refused:
            async with serve(build_web(None, all_well, nothing_measured), host, port):
                pass
    assert shown.format(port) in str(refused.value)


async def test_a_port_in_use_is_named(wire: Wire, url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = await run("run", **settings_for(wire, url, PORT=str(taken.getsockname()[1])))
    assert names(ended, "PORT")


async def test_a_webhook_that_telegram_refuses_is_named(wire: Wire, url: str) -> None:
    wire.fail("setWebhook", refusal(400, "Bad Request: bad webhook: IP address 127.0.0.1 is reserved"))
    webhook = {"WEBHOOK_URL": "https://example.org/telegram", "PORT": str(free_port())}
    ended = await run("run", **settings_for(wire, url, LOG_LEVEL="ERROR", **webhook))
    assert names(ended, "WEBHOOK_URL")
