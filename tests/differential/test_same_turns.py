"""Whatever people do, every turn gives the same rows and screens on SQLite, on PostgreSQL, and done again."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from random import Random  # noqa: TID251 - seeded
from types import SimpleNamespace

import pytest

from bot.assembly import Rooms, build_rooms
from bot.services import turn_context
from bot.services.drawing import Studio
from bot.services.ports import Unit
from bot.services.turns import Incoming, Tap, Typed, Unreadable
from bot.storage import migrate
from bot.storage.schema import metadata
from bot.storage.unit import SqlUnit
from tests.bot.hall import Hall, Shown, open_hall
from tests.bot.house import Clock
from tests.monkey.words import WORDS

PEOPLE = (700_000_001, 700_000_002, 700_000_003)
FIRST = ("/diagnose", "/snel", "/team", "/start")
DEEDS = 60
OPTIONS_TAPPED = 0.75
PAUSES = (1.0, 5.0, 60.0, 3_600.0, 86_400.0)
BESIDE = frozenset({"leases", "heartbeat", "budgets"})
"""Of processes, and not of what people do."""
UNDER_WAY = re.compile(
    rb'"(?:delivered_version|message_id|lease_owner|lease_until|not_before|attempts)": \S+'
)

Rows = dict[str, list[str]]


@cache
def the_rooms() -> Rooms:
    return build_rooms("vierstap_bot", "privacy@example.org")


@pytest.fixture
async def halls(
    other: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Hall, Hall]]:
    monkeypatch.setattr(Studio, "draw", _draw)
    urls = [_sqlite(tmp_path / "one.sqlite3")]
    if other == "sqlite":
        urls.append(_sqlite(tmp_path / "two.sqlite3"))
    else:
        urls.append(request.getfixturevalue("postgres_server").make_database())
    async with AsyncExitStack() as stack:
        one, two = [await stack.enter_async_context(open_hall(url, the_rooms(), Clock())) for url in urls]
        yield one, two


def _sqlite(path: Path) -> str:
    migrate(f"sqlite:///{path}")
    return f"sqlite:///{path}"


async def _draw(_studio: Studio, shows: tuple[object, ...], _make: Callable[[], bytes]) -> bytes:
    """What a picture is of, which is what has to be the same."""
    return repr(shows).encode()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
async def test_every_turn_gives_the_same_rows_and_screens(
    halls: tuple[Hall, Hall], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, numbers = Random(seed), count(1)
    for update_id in range(1, DEEDS):
        deed = _draw_deed(halls[0], chance, update_id)
        pause = chance.choice(PAUSES)
        fresh = next(numbers) * 1_000_003
        monkeypatch.setattr(turn_context, "secrets", SimpleNamespace(randbits=lambda _, made=fresh: made))
        for hall in halls:
            await _do(hall, deed, pause)
        one, two = [await hall.storage.run(_rows) for hall in halls]
        assert one == two, f"after {deed}"
        for person in PEOPLE:
            assert _shown(halls[0], person) == _shown(halls[1], person), f"after {deed}"


def _shown(hall: Hall, person: int) -> list[Shown]:
    """What is in the chat.

    A file with all data is written beside the delivery of the screen: how far that was is not compared.
    """
    return [replace(message, file=UNDER_WAY.sub(b"", message.file)) for message in hall.memory.chat(person)]


def _draw_deed(hall: Hall, chance: Random, update_id: int) -> Incoming:
    """A button in view, now and then an old one, or words; now and then an update that was there before."""
    who = chance.choice(PEOPLE)
    shown = [message for message in hall.memory.chat(who) if message.keyboard]
    if chance.random() < 0.05:
        return Incoming(who, Typed("/start"), max(1, update_id - 1), "nl", "Anna")
    if not shown:
        return Incoming(who, Typed(chance.choice(FIRST)), update_id, "nl", "Anna")
    if chance.random() < OPTIONS_TAPPED:
        message = chance.choice([*shown[-1:] * 4, *shown])
        _, action = chance.choice(message.keyboard)
        return Incoming(who, Tap(f"{message.version}:{action}", message.id), update_id, "nl", "Anna")
    if chance.random() < 0.1:
        return Incoming(who, Unreadable(), update_id, "nl", "Anna")
    return Incoming(who, Typed(chance.choice((*FIRST, *WORDS))), update_id, "nl", "Anna")


async def _do(hall: Hall, deed: Incoming, pause: float) -> None:
    turn = await hall.services.reception.receive(deed)
    if turn.farewell is not None:
        await hall.services.reception.drop(deed.user_id)
    await hall.at_rest()
    await hall.at(hall.clock.now + pause)
    await hall.at_rest()


def _rows(unit: Unit) -> Rows:
    """Everything stored, in one order; how a database writes what is true or a number is its own affair."""
    assert isinstance(unit, SqlUnit)
    found: Rows = {}
    for table in metadata.sorted_tables:
        if table.name not in BESIDE:
            rows = unit._connection.execute(table.select())
            found[table.name] = sorted(repr(tuple(row)) for row in rows)
    return found
