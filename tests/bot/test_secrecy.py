"""Neither the token nor what people write reaches the log, whatever goes wrong."""

import pytest

from bot.logs import set_up_logging
from flows.handlers.questionnaire import HANDLERS
from tests.bot.answers import FULL
from tests.bot.bugs import fail
from tests.bot.faults import (
    BLOCKED,
    BROKEN_SERVER,
    CUT_AFTER,
    CUT_BEFORE,
    GONE,
    UNREADABLE,
    refusal,
    too_many,
)
from tests.bot.people import Person
from tests.bot.programs import program, settings_for
from tests.bot.wire import TOKEN, Wire

FAULTS = (
    BLOCKED,
    BROKEN_SERVER,
    CUT_AFTER,
    CUT_BEFORE,
    GONE,
    UNREADABLE,
    too_many(1),
    refusal(400, "Bad Request: X"),
)


@pytest.mark.threat("S1")
@pytest.mark.promise("G14")
@pytest.mark.parametrize("style", ["text", "json"])
async def test_the_token_never_reaches_the_log(wire: Wire, url: str, style: str) -> None:
    wire.fail("getMe", BROKEN_SERVER, CUT_AFTER)
    wire.fail("setMyCommands", BROKEN_SERVER)
    wire.fail("getUpdates", BROKEN_SERVER, CUT_AFTER, refusal(409, "Conflict"))
    wire.fail("sendMessage", *FAULTS)
    wire.fail("answerCallbackQuery", *FAULTS)
    variables = settings_for(wire, url, LOG_LEVEL="DEBUG", LOG_FORMAT=style)
    people = [Person(wire, wire.acknowledged, 900_000_001 + number, "nl", "Anna") for number in range(9)]
    async with program("run", **variables) as bot:
        await wire.post(*(anna.raw_message(text="/diagnose") for anna in people))
        await wire.post({"update_id": wire.new_update_id(), "message": {"text": TOKEN}})
        await wire.wait_until(lambda: len(wire.calls_of("sendMessage")) >= len(FAULTS))
        ended = await bot.stop()
    assert "not delivered" in ended.err
    assert TOKEN not in ended.err + ended.out
    assert TOKEN.partition(":")[2] not in ended.err + ended.out
    wire.refused.clear()


@pytest.mark.threat("S1")
@pytest.mark.promise("G14")
async def test_what_was_written_is_in_no_trace_of_a_failure(
    anna: Person, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("DEBUG", "text")
    monkeypatch.setitem(HANDLERS, "help", fail)
    await anna.send("/diagnose")
    await anna.answer(*FULL[:3])
    await anna.send("/help my secret")
    await anna.post({"update_id": "my secret", "message": {"text": "my secret"}})
    logged = capfd.readouterr().err
    assert "turn failed" in logged
    assert "secret" not in logged
    assert "Anna" not in logged
    assert not any(option in logged for option in FULL)
