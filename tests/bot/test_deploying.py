"""What is shipped to install the bot for good agrees with the bot, and what it tells systemd."""

import asyncio
import re
import shutil
import socket
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

import bot.__main__
from bot.app import DEFAULT_PORT
from bot.service_manager import ServiceManager
from bot.settings import SECRETS, Settings, SettingsError, read_settings
from tests.bot.programs import PROGRAM, program, settings_for
from tests.bot.wire import Wire

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SETTINGS = {*Settings.model_fields, *(f"{name}_file" for name in SECRETS)}
NOT_OURS = {"PGPASSWORD", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "VIERSTAP_PASSWORD"}
WEBHOOK = "https://bot.example.org/telegram"


def settings_in(text: str) -> set[str]:
    """The names of settings that a unit, a manifest or a compose file gives."""
    found = re.findall(r"^Environment=(\w+)=|name: ([A-Z_]+), value|^\s+([A-Z][A-Z_]+): ", text, re.MULTILINE)
    return {name for names in found for name in names if name} - NOT_OURS


@pytest.mark.parametrize(
    "page",
    [*UNITS, *sorted((DEPLOY / "kubernetes").iterdir()), ROOT / "compose.yaml"],
    ids=lambda page: page.name,
)
def test_every_setting_that_is_given_is_one(page: Path) -> None:
    assert {name.lower() for name in settings_in(page.read_text())} <= SETTINGS


def test_settings_are_found_in_what_is_shipped() -> None:
    assert "TELEGRAM_TOKEN_FILE" in settings_in(UNITS[0].read_text())
    assert "DATABASE_URL_FILE" in settings_in((DEPLOY / "kubernetes/deployment.yaml").read_text())


def copy_for_here(unit: Path, folder: Path) -> Path:
    """The unit with the program that is installed here, under a name that can be started."""
    copy = folder / unit.name.replace("@", "@zwolle")
    copy.write_text(unit.read_text().replace("/opt/vierstap/bin/vierstap", str(PROGRAM)))
    return copy


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
async def test_systemd_understands_the_unit(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here: the unit was not verified")
    copy = copy_for_here(unit, tmp_path)
    verify = await asyncio.create_subprocess_exec(
        "systemd-analyze", "verify", copy, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await verify.communicate()
    assert [line for line in said.decode().splitlines() if copy.name in line] == []


@pytest.mark.parametrize("proxy", ["nginx.conf", "Caddyfile"])
def test_a_proxy_lets_through_the_webhook_alone(proxy: str) -> None:
    text = re.sub(r"#.*", "", (DEPLOY / proxy).read_text())
    assert set(re.findall(r"(?:http://|reverse_proxy )(127\.0\.0\.1:\d+)", text)) == {
        f"127.0.0.1:{DEFAULT_PORT}"
    }
    path = urlsplit(WEBHOOK).path
    assert set(re.findall(r"(?:location(?: =)?|\bpath) (/\S*)", text)) - {"/"} == {path}
    assert re.search(r"(return|respond) 404", text)
    assert WEBHOOK in (DEPLOY / "kubernetes/deployment.yaml").read_text()


async def test_systemd_hears_that_the_bot_is_up_lives_and_stops(wire: Wire, url: str, tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(address)
        listening.setblocking(False)  # noqa: FBT003 - the library's own
        told: list[str] = []

        async def hears(words: str) -> None:
            async with asyncio.timeout(20):
                while not any(words in each for each in told):
                    told.append((await asyncio.get_running_loop().sock_recv(listening, 4096)).decode())

        manager = {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "200000"}
        async with program("run", **settings_for(wire, url), **manager) as bot:
            await hears("READY=1\nSTATUS=Serving @")
            told.clear()
            await hears("WATCHDOG=1")
            await bot.stop()
            await hears("STOPPING=1")


def test_the_version_is_told() -> None:
    told = CliRunner().invoke(bot.__main__.app, ["--version"])
    assert (told.exit_code, told.stdout) == (0, f"vierstap {version('vierstap')}\n")


async def test_without_a_service_manager_nothing_is_told_and_nothing_waits() -> None:
    manager = ServiceManager({})
    manager.is_up("Serving")
    await manager.show_life()


def test_a_secret_is_read_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "token").write_text("123456:ABC-DEF\n")
    (tmp_path / "url").write_text("postgresql://vierstap@localhost/vierstap\n")
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "url"))
    settings = read_settings(Settings)
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == "123456:ABC-DEF"
    assert settings.database_url == "postgresql://vierstap@localhost/vierstap"


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    ("content", "said"), [(None, "No such file"), ("", "is empty"), ("\x00\xff", "UTF-8")]
)
def test_a_file_without_a_secret_is_named_and_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str | None, said: str
) -> None:
    for other in SECRETS:
        monkeypatch.delenv(other.upper(), raising=False)
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content.encode("latin-1"))
    monkeypatch.setenv(f"{name.upper()}_FILE", str(file))
    with pytest.raises(SettingsError, match=rf"^{name.upper()}_FILE: .*{said}"):
        read_settings(Settings)


def test_a_secret_that_is_given_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("a" * 8)
    monkeypatch.setenv("WEBHOOK_SECRET", "b" * 8)
    monkeypatch.setenv("WEBHOOK_SECRET_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingsError, match="keep one of them") as told:
        read_settings(Settings)
    assert "a" * 8 not in str(told.value)
