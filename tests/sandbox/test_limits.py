"""How much a bot may send."""

import aiohttp
import pytest

from bot.sandbox.errors import CallRefused
from bot.sandbox.limits import Limits
from bot.sandbox.sandbox import Telegram
from bot.sandbox.world import TOKEN
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone
from tests.sandbox.wall import Wall


async def test_a_chat_takes_a_short_burst_and_then_one_a_second(
    call: Caller, anna: Phone, wall: Wall
) -> None:
    # D: Bots FAQ, "avoid sending more than one message per second"; the burst is not published
    wall.stop()
    for _ in range(10):
        assert (await call("sendMessage", chat_id=anna.id, text="x"))["ok"]
    answer = await call("sendMessage", chat_id=anna.id, text="x")
    assert (answer["error_code"], answer["description"]) == (429, "Too Many Requests: retry after 1")
    assert answer["parameters"] == {"retry_after": 1}
    wall.move(1)
    assert (await call("sendMessage", chat_id=anna.id, text="x"))["ok"]
    assert not (await call("sendMessage", chat_id=anna.id, text="x"))["ok"]


async def test_too_many_requests_say_when_to_come_back_in_the_head_too(
    address: str, telegram: Telegram
) -> None:
    # S: HttpConnection.cpp, send_response
    await telegram.deeds.do({"do": "fault", "method": "getMe", "kind": "429", "retry_after": 7})
    async with aiohttp.ClientSession() as session, session.get(f"{address}/bot{TOKEN}/getMe") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


async def test_a_group_takes_twenty_messages_a_minute(
    call: Caller, telegram: Telegram, anna: Phone, wall: Wall
) -> None:
    # D: Bots FAQ, "more than 20 messages per minute to the same group"
    wall.stop()
    group = telegram.world.add_group("Team", [anna.id])
    await telegram.people.add_bot(telegram.world.people[anna.id], group)
    for _ in range(2):
        for _ in range(10):
            assert (await call("sendMessage", chat_id=group.id, text="x"))["ok"]
        wall.move(10)
    answer = await call("sendMessage", chat_id=group.id, text="x")
    assert answer["parameters"] == {"retry_after": 40}
    wall.move(40)
    assert (await call("sendMessage", chat_id=group.id, text="x"))["ok"]


def test_all_chats_together_take_thirty_messages_a_second(wall: Wall) -> None:
    # D: Bots FAQ, "not more than about 30 messages per second"
    wall.stop()
    limits = Limits(wall)
    for chat_id in range(1, 31):
        limits.spend(chat_id)
    with pytest.raises(CallRefused, match="retry after 1"):
        limits.spend(31)
    wall.move(1)
    limits.spend(31)
