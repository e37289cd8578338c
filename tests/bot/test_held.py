"""A row that somebody else holds, on PostgreSQL, keeps only that person waiting, and loses nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import pytest
from sqlalchemy import create_engine, text

from bot.channels.telegram import unacknowledged
from bot.services import held
from bot.storage import engines
from bot.storage.engines import transaction
from tests.bot.conftest import Start
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.wire import Wire
from tests.conftest import PostgresServer

MANY = 150  # more than Telegram tells of beyond what is not acknowledged


@pytest.fixture
def url(postgres_server: PostgresServer) -> str:
    return postgres_server.make_database()


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "HELD_SECONDS", 0.02)
    monkeypatch.setattr(held, "PAUSE", 0.05)
    monkeypatch.setattr(unacknowledged, "SLOW", 0.1)


@contextmanager
def holding(url: str, user_id: int) -> Iterator[None]:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    row = text("SELECT 1 FROM conversations WHERE user_id = :id FOR UPDATE")
    with engine.connect() as connection, connection.begin():
        connection.execute(row, {"id": user_id})
        yield
    engine.dispose()


def kept(url: str) -> int:
    with transaction(url) as connection:
        return int(connection.scalar(text("SELECT count(*) FROM kept_updates")) or 0)


def somebody(house: House, number: int) -> Person:
    return Person(house.wire, house.settle, number, "nl", "Ben")


async def test_only_that_person_waits_and_is_served_in_order_after(
    wire: Wire, start: Start, url: str
) -> None:
    async with start() as house:
        anna = somebody(house, 1)
        await anna.send("/quick")
        with holding(url, 1):
            await wire.post(anna.raw_message(text="A"), anna.raw_message(text="B"))
            for number in range(2, MANY):
                await wire.post(somebody(house, number).raw_message(text="/quick"))
            await house.wire.acknowledged()
            await wire.wait_until(lambda: somebody(house, MANY - 1).chat)
            assert kept(url) == 2
            assert anna.question == "strategy"
        await wire.wait_until(lambda: anna.question == "resources")
        await wire.wait_until(lambda: kept(url) == 0)


async def test_what_was_kept_when_a_process_ended_is_taken_up_by_the_next(
    wire: Wire, start: Start, url: str
) -> None:
    async with start() as house:
        anna = somebody(house, 1)
        await anna.send("/quick")
        answer = anna.raw_message(text="A")
    with transaction(url) as connection:
        row = {"id": answer["update_id"], "written": orjson.dumps(answer).decode()}
        connection.execute(text("INSERT INTO kept_updates VALUES (:id, 1, :written)"), row)
    async with start() as house:
        await wire.wait_until(lambda: anna.question == "management")
        await wire.wait_until(lambda: kept(url) == 0)


async def test_what_is_kept_of_a_person_is_forgotten_with_them(start: Start, url: str) -> None:
    async with start() as house:
        await house.storage.run(lambda unit: unit.keep_update(9, 1, '{"text": "secret"}'))
        await house.storage.run(lambda unit: unit.keep_update(10, 2, "{}"))
        await house.storage.run(lambda unit: unit.forget(1))
        assert kept(url) == 1


def message_from(person: int, number: int) -> dict[str, object]:
    return {"update_id": number, "message": {"from": {"id": person}}}


class Nowhere:
    """Keeps nothing."""

    async def keep(self, number: int, update: object) -> None:
        """Nobody comes back for it."""

    async def drop(self, number: int) -> None:
        """It is not there."""


async def test_more_is_asked_for_while_one_persons_many_updates_have_their_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unacknowledged, "A_MOMENT", 60.0)
    go_on, taken = asyncio.Event(), list[int]()

    async def take_in(update: dict[str, int]) -> None:
        if update["update_id"] > 1:
            await go_on.wait()
        taken.append(update["update_id"])

    hands = unacknowledged.Hands(take_in, Nowhere())
    flood = [message_from(7, number) for number in range(1, 5)]
    async with asyncio.timeout(30):
        await hands.take(flood)
    assert taken == [1]
    assert hands.offset_after(flood) == 2
    go_on.set()
    await hands.finish(5)
    assert hands.offset_after(flood) == 5
