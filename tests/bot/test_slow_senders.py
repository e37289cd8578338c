"""Whoever is slow to say what they want, or comes with too many, keeps nobody from being served."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.channels.web import senders
from tests.bot.people import Person
from tests.bot.test_webhook import SECRET, Site, anna, site

__all__ = ["anna", "site"]

BEGUN = b"POST /telegram HTTP/1.1\r\nHost: x\r\n"
OPENINGS = {
    "nothing": b"",
    "half a line": BEGUN[:9],
    "no end of the head": BEGUN,
    "no body": BEGUN + f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: 40\r\n\r\n".encode(),
    "half a body": (
        BEGUN + f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: 40\r\n\r\nhalf".encode()
    ),
    "answered, and nothing since": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
}


async def connect(site: Site, opening: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    base = site.http._base_url
    assert base is not None
    reader, writer = await asyncio.open_connection(base.host, base.port)
    writer.write(opening)
    await writer.drain()
    return reader, writer


async def is_closed(reader: asyncio.StreamReader) -> bool:
    async with asyncio.timeout(10):
        try:
            while await reader.read(4_096):
                pass
        except ConnectionResetError:
            pass
    return True


@pytest.mark.parametrize("opening", OPENINGS.values(), ids=OPENINGS)
async def test_who_is_slow_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch, opening: bytes
) -> None:
    monkeypatch.setattr(senders, "REQUEST_SECONDS", 0.05)
    reader, writer = await connect(site, opening)
    assert await is_closed(reader)
    writer.close()


async def test_who_sends_a_head_without_end_is_not_listened_to(site: Site) -> None:
    reader, writer = await connect(site, BEGUN + b"X: " + b"x" * (senders.LARGEST_HEAD + 1))
    assert await is_closed(reader)
    writer.close()


@pytest.mark.fault(30)
@pytest.mark.threat("S11")
async def test_a_hundred_who_wait_keep_no_update_from_being_served(
    site: Site, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders, "MOST_CONNECTIONS", 20)
    async with AsyncExitStack() as stack:
        first, writer = await connect(site, BEGUN)
        stack.callback(writer.close)
        for opening in [*OPENINGS.values()] * 17:
            _, writer = await connect(site, opening)
            stack.callback(writer.close)
        assert await is_closed(first)  # the place of whoever waits longest is taken
        assert (await site.deliver(anna.raw_message(text="/quick")))[0] == 200
        assert anna.question == "strategy"
        assert site.taken_in
