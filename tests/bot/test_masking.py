"""No password reaches an operator's terminal or log, in whatever form an error quotes it."""

from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from bot.masking import masked, secrets_in
from tests.bot.faults import too_many
from tests.bot.programs import free_port, program, run, settings_for
from tests.bot.wire import TOKEN, Wire

PASSWORD = "p@ss/w:örd +%'"
"""Whatever a person may choose."""


@pytest.mark.threat("S1")
@pytest.mark.parametrize("form", [PASSWORD, quote(PASSWORD), quote(PASSWORD, safe=""), quote_plus(PASSWORD)])
@pytest.mark.parametrize("address", [
    "postgresql://vierstap:{}@localhost/vierstap", "postgresql://localhost/vierstap?user=v&password={}",
])  # fmt: skip
@pytest.mark.parametrize("setting", ["DATABASE_URL", "https_proxy"])
def test_a_password_is_masked_as_it_is_and_as_it_is_written(setting: str, address: str, form: str) -> None:
    secrets = secrets_in({setting: address.format(quote(PASSWORD, safe=""))})
    told = masked(f'connection failed: invalid port number: "{form}" of the server', secrets)
    assert form not in told
    assert told.startswith("connection failed")


@pytest.mark.threat("S1")
def test_what_stands_in_a_file_is_masked_too(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a key that is kept apart\n")
    secrets = secrets_in({"FORGET_KEY_FILE": str(tmp_path / "key"), "DATABASE_URL_FILE": "/nowhere"})
    assert masked("it is a key that is kept apart", secrets) == "it is ***"


@pytest.mark.threat("S1")
@pytest.mark.parametrize("told", [
    "postgresql://user:hunter@host/db", "postgresql+psycopg://:hunter@host", "password=hunter user=x",
    "socks5://u:a@b/hunter@proxy:80 is no proxy", "PASSWORD = 'hunter 2' dbname=x",
    "?sslmode=x&password=hunter&x=y",
])  # fmt: skip
def test_a_password_that_is_no_setting_is_masked_where_passwords_stand(told: str) -> None:
    assert "hunter" not in masked(told)


@pytest.mark.parametrize("told", [
    "https://bot.example.org/telegram: ask privacy@example.org", "sqlite:///data/vierstap.db does not work",
])  # fmt: skip
def test_what_holds_no_password_stays(told: str) -> None:
    assert masked(told, secrets_in({"DATABASE_URL": "sqlite:///data/vierstap.db"})) == told


@pytest.mark.parametrize("address", [
    "postgresql://u:zq#zq:x@127.0.0.1:port/db", "postgresql://u:zq@zq@127.0.0.1/db", "postgresql://u:zq?%t@127.0.0.1:9/db",
])  # fmt: skip
async def test_percent_encoding_is_named_where_a_password_breaks_the_address(address: str) -> None:
    ended = await run("migrate", DATABASE_URL=address)
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "%40" in ended.err
    assert not any(part in ended.err for part in ("zq", "?%"))


async def test_a_move_shows_no_password_of_its_addresses() -> None:
    ended = await run("move", "postgresql://u:hunter2@127.0.0.1:9/x", "postgresql://u:hunter3@127.0.0.1:9/x")
    assert ended.code == 1
    assert "hunter" not in ended.err


@pytest.mark.fault(17)
async def test_too_many_calls_are_called_so_and_a_bot_without_contact_warns(wire: Wire, url: str) -> None:
    wire.fail("setWebhook", too_many(1))
    port = str(free_port())
    webhook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "PORT": port}
    async with program("run", **settings_for(wire, url, **webhook)) as running:
        await running.said("OPERATOR_CONTACT is not set")
        await running.said("called too often")
        await wire.wait_until(lambda: len(wire.calls_of("setWebhook")) == 2)
        ended = await running.stop()
    assert TOKEN not in ended.err
    assert "is there a network" not in ended.err
