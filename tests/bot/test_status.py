"""`vierstap status` only looks, says what is not there in one line, and knows what waits at Telegram."""

from pathlib import Path

import orjson
import pytest

from bot.operating.status import Found
from bot.services.ports import Counts
from tests.bot.faults import Fault, odd, refusal
from tests.bot.programs import Ended, run, settings_for
from tests.bot.wire import TOKEN, Wire

TOLD = {
    "url": "https://bot.example.org/a-secret-path",
    "pending_update_count": 12,
    "last_error_date": 60,
    "last_error_message": "Connection\nrefused",
}


def telling(wire: Wire, **result: object) -> None:
    wire.fail("getWebhookInfo", odd(200, orjson.dumps({"ok": True, "result": result})))


async def status(wire: Wire, url: str, *options: str) -> Ended:
    return await run("status", *options, **settings_for(wire, url))


async def test_what_waits_at_telegram_is_told_with_its_last_error(wire: Wire, url: str) -> None:
    telling(wire, **TOLD)
    ended = await status(wire, url)
    assert ended.code == 0, ended.err
    assert "12 updates, delivered to bot.example.org" in ended.out
    assert "1970-01-01 00:01:00+00:00: Connection refused" in ended.out
    assert "secret" not in ended.out
    assert "None" not in ended.out


async def test_programs_get_a_document_and_people_no_none(wire: Wire, url: str) -> None:
    telling(wire, url="", pending_update_count=0)
    document = orjson.loads((await status(wire, url, "--json")).out)
    assert document["telegram"]["updates"] == document["stored"]["appointments_late"] == 0
    assert document["stored"]["oldest_due_at"] is None


@pytest.mark.parametrize(("fault", "named"), [
    (refusal(401, "Unauthorized"), "TELEGRAM_TOKEN"),
    (odd(502), "HTTPS_PROXY"),
    (odd(200, b'{"ok":true,"result":7}'), "TELEGRAM_API_URL"),
])  # fmt: skip
async def test_where_telegram_says_nothing_the_rest_is_told(
    wire: Wire, url: str, fault: Fault, named: str
) -> None:
    wire.fail("getWebhookInfo", fault)
    ended = await status(wire, url)
    assert ended.code == 1
    assert ended.err.count("\n") == 1
    assert named in ended.err
    assert TOKEN not in ended.err
    assert "People: 0" in ended.out


async def test_what_is_not_there_is_one_line_and_is_not_made(wire: Wire, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "nothing.db"
    ended = await status(wire, f"sqlite:///{file}")
    assert (ended.code, ended.err.count("\n"), ended.out) == (1, 1, "")
    assert "DATABASE_URL" in ended.err
    assert not file.parent.exists()


def test_late_reminders_are_told_beside_those_that_are_due() -> None:
    lines = "\n".join(
        Found(Counts(appointments_due=3, appointments_late=2, oldest_due_at=0), [], 7200).as_lines()
    )
    assert "3 reminders, 2 of them late (the oldest for 2 hours)" in lines
