"""What is on its way when another process forgets somebody does not stay in their chat."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.assembly import Rooms
from tests.bot.hall import Hall, open_hall
from tests.bot.house import Clock

LAST_WORDS = ("/vergeet", "ja, wis alles van mij")


@pytest.fixture
async def hall(url: str, rooms: Rooms, clock: Clock) -> AsyncIterator[Hall]:
    async with open_hall(url, rooms, clock) as hall:
        yield hall


async def test_a_letter_that_arrives_after_its_reader_was_forgotten_is_taken_back(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, elsewhere = hall.guest(1), hall.beside("another").guest(1)
    await anna.types("/quick")
    sending, forgotten, send = asyncio.Event(), asyncio.Event(), hall.memory.document

    async def slowly(user_id: int, name: str, content: bytes) -> int:
        sending.set()
        await forgotten.wait()
        return await send(user_id, name, content)

    monkeypatch.setattr(hall.memory, "document", slowly)
    exporting = asyncio.create_task(anna.types("/export"))
    await sending.wait()
    for words in LAST_WORDS:
        turn = await elsewhere.types(words)
    assert turn.farewell is not None
    forgotten.set()
    await exporting
    await hall.at_rest()
    assert not [shown for shown in anna.chat if shown.text.endswith(".json")]
