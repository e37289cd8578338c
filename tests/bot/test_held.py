"""A row that somebody else holds, on PostgreSQL, keeps only that person waiting, and loses nothing."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import pytest
from sqlalchemy import create_engine, text

from bot.assembly import build_rooms
from bot.channels.telegram import backlog, polling, unacknowledged
from bot.channels.telegram.kept import KeptUpdates
from bot.services import held
from bot.services.exported import export_document
from bot.services.ports import Crowded
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


@pytest.mark.fault(24, 35)
@pytest.mark.promise("G11")
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


async def test_who_polls_again_after_another_takes_up_what_that_one_kept(
    wire: Wire, start: Start, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "LEASE_SECONDS", 0.4)
    monkeypatch.setattr(polling, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(polling, "LOOK_SECONDS", 0.05)
    async with start() as house:
        anna = somebody(house, 1)
        await anna.send("/quick")
        answer = anna.raw_message(text="A")
        with transaction(url) as connection:
            other = {"now": time.time(), "until": time.time() + 0.5}
            connection.execute(text("UPDATE leases SET owner = 'another', until = :until"), other)
            row = {"id": answer["update_id"], "written": orjson.dumps(answer).decode()}
            connection.execute(text("INSERT INTO kept_updates VALUES (:id, 1, :written)"), row)
        await wire.wait_until(lambda: anna.question == "management")
        await wire.wait_until(lambda: kept(url) == 0)


async def test_by_webhook_what_a_process_that_polled_left_is_taken_up(start: Start, url: str) -> None:
    async with start() as house:
        anna = somebody(house, 1)
        await anna.send("/quick")
        answer = anna.raw_message(text="A")
        updates = KeptUpdates(house.storage)
        await updates.keep(answer["update_id"], answer)
        await updates.take_up(house.desk)
        await house.at_rest()
        assert anna.question == "management"
        assert kept(url) == 0


async def test_what_is_kept_of_a_person_is_exported(start: Start) -> None:
    async with start() as house:
        await somebody(house, 1).send("/quick")
        await house.storage.run(lambda unit: unit.keep_update(9, 1, '{"text": "mine"}'))
        stored = await house.storage.run(lambda unit: unit.stored(1))
        assert export_document(stored, build_rooms().presenter)["updates_that_wait"] == [{"text": "mine"}]


@pytest.mark.promise("G13")
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


@pytest.mark.fault(39)
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


@pytest.mark.fault(39)
@pytest.mark.threat("S11")
@pytest.mark.promise("G11")
async def test_of_whom_too_much_waits_the_rest_is_kept_and_others_are_served() -> None:
    room, taken = asyncio.Event(), list[int]()

    async def take_in(update: dict[str, int]) -> None:
        if update["update_id"] != 4 and not room.is_set():
            raise Crowded("too much of one person waits")
        taken.append(update["update_id"])

    written = Written()
    hands = unacknowledged.Hands(take_in, written)
    updates = [*(message_from(7, number) for number in range(1, 4)), message_from(8, 4)]
    await hands.take(updates)
    assert taken == [4]
    assert hands.offset_after(updates) == 5
    assert written.numbers == {1, 2, 3}
    room.set()
    newer = [message_from(7, 5)]
    await hands.take(newer)
    assert hands.offset_after(newer) == 6
    await hands.finish(5)
    assert taken == [4, 1, 2, 3, 5]
    assert written.numbers == set()


async def test_what_one_person_can_have_kept_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "MOST_KEPT", 2)

    async def take_in(_: object) -> None:
        raise Crowded("too much of one person waits")

    written = Written()
    hands = unacknowledged.Hands(take_in, written)
    updates = [message_from(7, number) for number in range(1, 9)]
    await hands.take(updates)
    assert hands.offset_after(updates) == 9
    assert written.numbers == {1, 2}
    await hands.finish(0)


async def test_nobody_waits_for_one_who_is_held_back_and_they_hide_nobody_behind_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unacknowledged, "A_MOMENT", 60.0)
    go_on = asyncio.Event()

    async def take_in(update: dict[str, int]) -> None:
        if update["update_id"] > 1:
            await go_on.wait()

    written = Written()
    hands = unacknowledged.Hands(take_in, written, lambda person: person == 7)
    updates = [message_from(8, 1), *(message_from(7, number) for number in range(2, 5))]
    async with asyncio.timeout(30):
        await hands.take(updates)
    assert hands.offset_after(updates) == 5
    assert written.numbers == {2, 3, 4}
    go_on.set()
    await hands.finish(5)
    assert written.numbers == set()


class Written(Nowhere):
    """Keeps the numbers."""

    def __init__(self) -> None:
        self.numbers = set[int]()

    async def keep(self, number: int, _: object) -> None:
        self.numbers.add(number)

    async def drop(self, number: int) -> None:
        self.numbers.discard(number)
