"""Nobody waits for ever: not for a statement that hangs, nor for what somebody else holds."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import create_engine, text

from bot.services.ports import Held, Storage, Unit
from bot.storage import StorageError, engines, open_storage, threads
from bot.storage.unit import SqlUnit
from tests.conftest import PostgresServer
from tests.storage.people import NOON, add, conversation, load

ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(600)",
}


def hang(unit: Unit) -> None:
    assert isinstance(unit, SqlUnit)
    connection = unit._run.connection
    connection.exec_driver_sql(ENDLESS[connection.dialect.name])


async def test_a_statement_that_hangs_is_broken_off_and_others_go_on(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(storage, conversation(1))
    monkeypatch.setattr(threads, "PATIENCE", 0.2)
    monkeypatch.setattr(threads, "HANGS", 0.1)
    with pytest.raises(StorageError, match="did not answer"):
        await storage.run(hang)
    monkeypatch.setattr(threads, "PATIENCE", 9.0)
    assert [await load(storage, 1) for _ in range(9)] == [conversation(1)] * 9  # on each connection


async def test_what_was_given_up_before_it_began_is_not_done(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(storage, conversation(1))
    end = Event()
    busy = [asyncio.create_task(storage.run(lambda _: end.wait(9))) for _ in range(engines.THREADS)]
    await asyncio.sleep(0)
    monkeypatch.setattr(threads, "PATIENCE", 0.05)
    with pytest.raises(StorageError, match="did not answer"):
        await storage.run(lambda unit: unit.forget(1))
    monkeypatch.setattr(threads, "PATIENCE", 9.0)
    end.set()
    await asyncio.gather(*busy)
    assert await load(storage, 1) == conversation(1)


@contextmanager
def held(url: str, user_id: int) -> Iterator[None]:
    """A row locked from outside, as by an administrator who went for lunch."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection, connection.begin():
        connection.execute(
            text("SELECT 1 FROM conversations WHERE user_id = :id FOR UPDATE"), {"id": user_id}
        )
        yield
    engine.dispose()


async def test_a_row_locked_from_outside_keeps_nobody_else_waiting(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "HELD_SECONDS", 0.05)
    url = postgres_server.make_database()
    storage = open_storage(url)
    await add(storage, conversation(1), conversation(2))
    with held(url, 1):
        waiting = [storage.run(lambda unit: unit.load(1)) for _ in range(2 * engines.THREADS)]
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(result, Held) for result in results)
        assert await storage.run(lambda unit: unit.load(2)) == conversation(2)
        assert await storage.run(lambda unit: unit.claim(1, "us", NOON, NOON + 15)) is None
        await storage.run(lambda unit: unit.ask_again(0, NOON * 2))
        await storage.run(lambda unit: unit.set_back(0, 0))
    assert await storage.run(lambda unit: unit.load(1))
    await storage.close()
