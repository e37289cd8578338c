"""What goes wrong on demand."""

import asyncio

import aiohttp
import pytest

from bot.sandbox.sandbox import Telegram
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone


async def _go_wrong(telegram: Telegram, kind: str, **more: object) -> None:
    await telegram.deeds.do({"do": "fault", "method": "sendMessage", "kind": kind, **more})


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("429", "429 Too Many Requests: retry after 5"),
        ("429_bare", "429 Too Many Requests"),
        ("420", "420 FLOOD"),
        ("500", "500 Internal Server Error"),
        ("502", "502 Bad Gateway"),
    ],
)
async def test_faults_come_as_often_as_asked(
    telegram: Telegram, call: Caller, anna: Phone, kind: str, said: str
) -> None:
    await _go_wrong(telegram, kind, count=2)
    for _ in range(2):
        assert await call.refusal("sendMessage", chat_id=anna.id, text="x") == said
    assert (await call("getMe"))["ok"]
    assert (await call("sendMessage", chat_id=anna.id, text="x"))["ok"]


@pytest.mark.parametrize(("kind", "shown"), [("cut_before", []), ("cut_after", ["x"])])
async def test_a_connection_is_cut_before_or_after_the_effect(
    telegram: Telegram, call: Caller, anna: Phone, kind: str, shown: list[str]
) -> None:
    await _go_wrong(telegram, kind)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await call("sendMessage", chat_id=anna.id, text="x")
    assert [message["text"] for message in anna.newest] == shown


async def test_a_call_that_times_out_has_no_effect_and_no_answer(
    telegram: Telegram, call: Caller, anna: Phone
) -> None:
    await _go_wrong(telegram, "timeout")
    asking = asyncio.create_task(call("sendMessage", chat_id=anna.id, text="x"))
    while telegram.faults.as_json():
        await call("getMe")
    assert (await call("getMe"))["ok"]
    assert not asking.done()
    asking.cancel()
    await asyncio.wait((asking,))
    assert anna.newest == []


async def test_asking_for_updates_goes_wrong_only_by_name(telegram: Telegram, call: Caller) -> None:
    await telegram.deeds.do({"do": "fault", "method": "*", "kind": "500"})
    assert await call.updates() == []
    await telegram.deeds.do({"do": "fault", "method": "getUpdates", "kind": "500"})
    assert await call.refusal("getUpdates") == "500 Internal Server Error"


async def test_faults_can_be_called_off(telegram: Telegram, call: Caller, anna: Phone) -> None:
    await _go_wrong(telegram, "500", count=3)
    await telegram.deeds.do({"do": "clear_faults"})
    assert (await call("sendMessage", chat_id=anna.id, text="x"))["ok"]
