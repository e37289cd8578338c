"""What the page is told, and who else may talk to the sandbox."""

import aiohttp
import orjson
import pytest

from bot.sandbox.sandbox import Telegram
from bot.sandbox.world import TOKEN
from messages.renderer import ROOM, languages_in
from tests.sandbox.api import Json

DEED = b'{"do": "add_person", "name": "Eve"}'
OWN = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Content-Type": "application/json; charset=utf-8"}, 200),
        ({"Host": "elsewhere.example"}, 421),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
async def test_other_websites_do_nothing_in_the_sandbox(
    address: str, telegram: Telegram, headers: dict[str, str], status: int
) -> None:
    async with (
        aiohttp.ClientSession(headers={**OWN, **headers}) as session,
        session.post(f"{address}/do", data=DEED) as answer,
    ):
        assert answer.status == status
    assert len(telegram.world.people) == (status == 200)


@pytest.mark.parametrize("name", ["Host", "Origin", "Sec-Fetch-Site"])
async def test_other_websites_do_not_act_as_the_bot(address: str, name: str) -> None:
    value = "cross-site" if name == "Sec-Fetch-Site" else "http://elsewhere.example"
    async with (
        aiohttp.ClientSession(headers={name: value}) as session,
        session.get(f"{address}/bot{TOKEN}/getMe") as answer,
    ):
        assert answer.status in (403, 421)


async def test_the_page_itself_is_let_in_under_both_names(address: str) -> None:
    for host in (address, address.replace("127.0.0.1", "localhost")):
        headers = {**OWN, "Host": host.removeprefix("http://"), "Origin": host}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(f"{address}/do", data=DEED) as answer,
        ):
            assert answer.status == 200


async def _snapshot(address: str) -> Json:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/events") as answer:
        line = await answer.content.readline()
        document: Json = orjson.loads(line.removeprefix(b"data: "))
        return document


async def test_a_page_that_is_loaded_again_sees_faults_and_what_waits(
    address: str, telegram: Telegram
) -> None:
    await telegram.deeds.do({"do": "fault", "method": "sendMessage", "kind": "500", "count": 2})
    anna = telegram.world.add_person("Anna", "nl")
    await telegram.people.send(anna, anna.id, "/start")
    seen = await _snapshot(address)
    assert seen["faults"] == [{"method": "sendmessage", "kind": "500", "left": 2}]
    assert [update["message"]["text"] for update in seen["updates"]] == ["/start"]


def test_the_page_offers_the_languages_there_are_texts_in(telegram: Telegram) -> None:
    assert telegram.site._snapshot()["languages"].keys() == set(languages_in(ROOM))
