"""People with phones, the clock, and the whole bot in one process: only HTTP and polling are left out."""

import asyncio
from pathlib import Path

import orjson
from sqlalchemy import func, select
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import RequestData

from bot.assembly import Process, Rooms, build_services, name_process
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.transport import HttpRequest
from bot.services.ports import Unit
from bot.storage import open_storage
from bot.storage.appointments import appointments
from bot.storage.schema import metadata
from bot.storage.unit import SqlUnit
from tests.bot.chats import Json
from tests.bot.house import Clock, House
from tests.bot.people import Person
from tests.bot.wire import TOKEN, Wire

Rows = dict[str, list[str]]
"""Everything that is stored, by table."""

NAMES = ("Anouk", "Bram", "Chaima", "Dirk", "Esra", "Femke", "Gijs")
FIRST_ID = 700_000_001


class Hands(Clock):
    """A clock that says when it was moved: then time passed that nobody has to make up for."""

    def __init__(self) -> None:
        super().__init__()
        self._moved = 0.0

    def move(self, to: float) -> None:
        self._moved += to - self.now
        self.now = to

    def moved(self) -> float:
        moved, self._moved = self._moved, 0.0
        return moved


class Line(HttpRequest):
    """The transport, with the look-alike of Telegram at its other end instead of a network."""

    __slots__ = ("_wire",)

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def _send(self, method: str, url: str, content: bytes | RequestData | None) -> tuple[int, bytes]:
        answer = await self._wire.take(url.rpartition("/")[2], _parameters(content))
        if answer is None:
            raise NetworkError(f"connection failed: {method}")
        return answer.status, bytes(answer.body)  # type: ignore[arg-type]


def _parameters(content: bytes | RequestData | None) -> Json:
    if isinstance(content, RequestData):
        ((_, file, _),) = content.multipart_data.values()
        return {**content.json_parameters, "file": file}
    parsed: Json = orjson.loads(content) if content else {}
    return parsed


class Street(Wire):
    """Telegram, which hands over what people do at once."""

    def __init__(self, town: "Town") -> None:
        super().__init__()
        self._town = town

    async def post(self, *updates: object) -> None:
        self._town.last = [update for update in updates if isinstance(update, dict)]
        for update in self._town.last:
            did = update.get("message") or update.get("callback_query")
            self.blocked_by.discard(did["from"]["id"] if did else 0)
        await self._town.take_in()


class Town:
    """Where everybody lives: the bot may stop and come back, and the people stay."""

    def __init__(self, database: Path, rooms: Rooms) -> None:
        self._url = f"sqlite:///{database}"
        self.rooms = rooms
        self.last: list[Json] = []
        self.wire = Street(self)
        self.clock = Hands()
        self.house: House
        self.people = [
            Person(self.wire, self.settle, FIRST_ID + place, "en" if place % 3 == 2 else "nl", name)
            for place, name in enumerate(NAMES)
        ]

    async def open(self) -> None:
        """The bot starts, on what is stored."""
        storage = open_storage(self._url)
        await storage.enter()
        line = Line(self.wire)
        bot = Bot(TOKEN, request=line, get_updates_request=line)
        await bot.initialize()
        channel = TelegramChannel(bot, line, line)
        process = Process(name_process(), self.clock)
        services = build_services(self.rooms, storage, channel.messenger, process)
        desk = channel.open_desk(services.reception, services.inline, self.rooms.presenter)
        self.house = House(self.wire, storage, services, desk, self.clock, channel.health)

    async def take_in(self) -> None:
        """What was done last comes in, all at the same moment."""
        await asyncio.gather(*(self.house.desk.take_in(update) for update in self.last))

    async def repeat(self) -> None:
        """Telegram delivers once more what was done last."""
        await self.take_in()
        await self.settle()

    async def restart(self) -> None:
        await self.close()
        await self.open()

    async def close(self) -> None:
        """The bot stops."""
        await self.settle()
        await self.house.services.delivery.finish(1)
        await self.house.storage.close()

    async def settle(self) -> None:
        """Wait until all is said that follows from what was done."""
        delivery = self.house.services.delivery
        await self.house.at_rest()
        await delivery.sweep()  # what was drawn anew for others goes out with the housekeeper's next round
        await self.house.at_rest()
        while delivery._edited:
            await delivery._note_edited()
            await self.house.at_rest()

    async def later(self, seconds: float) -> None:
        """This much time goes by, and what comes due is done when it does."""
        if seconds > 86_400:
            self.last = []  # Telegram delivers nothing older than a day
        until = self.clock.now + seconds
        while (due := await self.house.storage.run(_next_due)) is not None and due < until:
            await self._keep_house(max(due, self.clock.now) + 1)
        await self._keep_house(max(until, self.clock.now))

    async def _keep_house(self, moment: float) -> None:
        self.clock.move(moment)
        while await self.house.services.housekeeping.tick():
            self.clock.move(self.clock.now + 1)
        await self.settle()

    async def outage(self, seconds: float) -> None:
        """For this long the bot stands still."""
        self.clock.now += seconds
        await self._keep_house(self.clock.now)

    async def rows(self) -> Rows:
        return await self.house.storage.run(_rows)


def _next_due(unit: Unit) -> float | None:
    assert isinstance(unit, SqlUnit)
    due, later, leased = appointments.c.due_at, appointments.c.not_before, appointments.c.lease_until
    earliest = select(func.min(func.max(due, later, leased))).where(appointments.c.attempted_at.is_(None))
    found: float | None = unit._connection.execute(earliest).scalar()
    return found


def _rows(unit: Unit) -> Rows:
    assert isinstance(unit, SqlUnit)
    tables = metadata.sorted_tables
    return {table.name: [str(row) for row in unit._connection.execute(table.select())] for table in tables}
