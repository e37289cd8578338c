"""A bot, a Telegram and people."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot.assembly import Rooms, build_rooms
from bot.logs import set_up_logging
from bot.storage import migrate
from tests.bot.house import Clock, House, living
from tests.bot.people import Person
from tests.bot.wire import Wire

Start = Callable[..., AbstractAsyncContextManager[House]]
Invite = Callable[..., Person]


@pytest.fixture(scope="session")
def rooms() -> Rooms:
    return build_rooms("vierstap_bot", "privacy@example.org")


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pattern") / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def url(empty_database: Path, tmp_path: Path) -> str:
    """A SQLite database of one's own."""
    return f"sqlite:///{shutil.copy(empty_database, tmp_path / 'vierstap.sqlite3')}"


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """Telegram, which had nothing to refuse in the end but what it was told to."""
    wire = Wire()
    async with wire.open():
        yield wire
    assert wire.refused == []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def start(wire: Wire, url: str, rooms: Rooms, clock: Clock) -> Start:
    """Start the bot; again and again on the same database."""
    return partial(living, wire, url, rooms, clock)


@pytest.fixture
async def house(start: Start) -> AsyncIterator[House]:
    async with start() as house:
        yield house


@pytest.fixture
def invite(house: House) -> Invite:
    """Make people, each with a phone."""
    numbers = count(700_000_001)

    def person(language: str | None = "nl", name: str = "Anna") -> Person:
        return Person(house.wire, house.settle, next(numbers), language, name)

    return person


@pytest.fixture
def anna(invite: Invite) -> Person:
    return invite("nl")


@pytest.fixture(scope="session", autouse=True)
def logging() -> None:
    """As in production."""
    set_up_logging("WARNING", "text")
