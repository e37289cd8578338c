"""Everything that a seed plays with: Telegram, the network, the clock, the disk, and the bot's processes."""

import asyncio
import atexit
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random  # noqa: TID251 - seeded
from typing import Any

from starlette.routing import Router

from bot import app
from bot.assembly import Rooms, build_rooms
from bot.channels.telegram import channel
from bot.channels.web import server
from bot.sandbox import updates as sandbox_updates
from bot.sandbox.world import BOT, ChatGroup, Person
from bot.services.drawing import Studio
from bot.services.ports import StorageError
from bot.services.tasks import end
from bot.storage import migrate
from tests.bot.chats import Json
from tests.simulation import disk
from tests.simulation.clock import MONDAY_MORNING, TrueTime, WallClock, virtual
from tests.simulation.hook import Deliveries
from tests.simulation.journal import Journal
from tests.simulation.loop import PROCESS, outside
from tests.simulation.network import Line, Network
from tests.simulation.oracle import Oracle
from tests.simulation.phone import Phone
from tests.simulation.plan import Plan
from tests.simulation.points import Points
from tests.simulation.process import BotProcess, Doom
from tests.simulation.replacing import replaced
from tests.simulation.telegram import FIRST_UPDATE, Telegram

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where a disk that is forced to write costs nothing."""
PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)
NAMES = ("Anouk", "Bram", "Chaima", "Dirk", "Esra")
LANGUAGES = ("nl", "nl", "en")
FIRST_NUMBER, GROUP = 864_200_011, -864_300_011
FORGED_UPDATE = 900_001
MOST_DUE, ROUND = 60, 7.0
LOOK_SECONDS = 5.0
"""How often those who wait at the look-alike look; each look costs us, and nobody else."""


@cache
def the_rooms() -> Rooms:
    return build_rooms(BOT["username"], "privacy@example.org")


@cache
def empty_database() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vierstap-simulation-", dir=MEMORY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrate(f"sqlite:///{folder / 'empty.sqlite3'}")
    return folder / "empty.sqlite3"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What people and Telegram know: every message, and in which order they were touched."""

    messages: dict[tuple[int, int], Json]
    last_ids: dict[int, int]
    started: tuple[int, ...]
    next_update: int
    order: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What was before a life begins."""

    database: bytes
    remembered: Remembered
    lasted: float


class Simulation:
    """What a plan can make use of: the bot's processes, everything around them, and time."""

    def __init__(self, plan: Plan, folder: Path, past: Past | None = None) -> None:
        self.plan = plan
        self.rooms = the_rooms()
        self.loop_time = asyncio.get_running_loop().time
        self.true_time = TrueTime()
        self.wall = WallClock(self.true_time)
        self.journal = Journal(self.true_time)
        self.database = folder / "vierstap.sqlite3"
        self.database.write_bytes(past.database if past is not None else empty_database().read_bytes())
        self.processes: list[BotProcess] = []
        self.points = Points()
        self.oracle = Oracle(self)
        self.telegram = Telegram(self.true_time, self.oracle.happened)
        self.telegram.updates.acknowledged = self.oracle.acknowledged
        self.network = Network(self.telegram, self.chance("network"), self.oracle.answered)
        self.phones = [
            Phone(
                self.telegram,
                self._moves_in(place, name),
                self.chance(name),
                self.oracle.changed,
            )
            for place, name in enumerate(NAMES)
        ]
        self.group = ChatGroup(GROUP, "Team", [phone.id for phone in self.phones])
        self.telegram.world.groups[GROUP] = self.group
        if past is not None:
            self._begin_with(past)
        self.hook = Deliveries(self.telegram, self.chance("hook"), lambda: self.network.storm, self.processes)
        self._numbers = self.chance("numbers")
        self._graves: list[BotProcess] = []
        self._begun = 0
        self._wanted = False
        self._doom: tuple[int, str | None] | None = None
        self._downtime = 1.0
        self._disk_full = 0.0
        self._delivering = outside(self.hook.run(), "webhook") if plan.mode.by_webhook else None

    def _begin_with(self, past: Past) -> None:
        world, remembered = self.telegram.world, deepcopy(past.remembered)
        world.messages.update(remembered.messages)
        world._last_ids.update(remembered.last_ids)
        self.telegram.updates._next_id = remembered.next_update
        for number in remembered.started:
            world.people[number].started = True
        self.true_time.skip(past.lasted)
        for place, chat in enumerate(remembered.order):
            self.oracle.changed[chat] = place - len(remembered.order)

    def end_of_past(self) -> Past:
        """All that there is now, for other lives to begin with."""
        world = self.telegram.world
        started = tuple(person.id for person in world.people.values() if person.started)
        order = tuple(sorted(self.oracle.changed, key=self.oracle.changed.__getitem__))
        remembered = Remembered(
            world.messages, world._last_ids, started, self.telegram.updates._next_id, order
        )
        lasted = self.true_time() - MONDAY_MORNING
        return deepcopy(Past(self.oracle.ledger.image(), remembered, lasted))

    def _moves_in(self, place: int, name: str) -> Person:
        """Somebody whose number is found in no date and no other number."""
        number = FIRST_NUMBER + place * 1_000
        person = Person(number, name, LANGUAGES[place % len(LANGUAGES)])
        self.telegram.world.people[number] = person
        return person

    def chance(self, what: str) -> Random:
        """Luck of its own for each part: what one draws changes nothing for the others."""
        return Random(f"{self.plan.seed}:{what}")

    # ------------------------------------------------------------ processes

    def start(self) -> None:
        """As many processes as there are to be; those that die are started again."""
        self._wanted = True
        while len(self.processes) < self.plan.mode.processes:
            self._begun += 1
            process = BotProcess(
                f"sqlite:///{self.database}",
                self.wall,
                self.chance(f"process {self._begun}"),
                self.oracle.committed,
                self._died,
                self.oracle.doubted,
                by_webhook=self.plan.mode.by_webhook,
                alone=self.plan.mode.processes == 1,
            )
            process.disk_full = self._disk_full
            self._hang_over(process)
            self.processes.append(process)
            process.start()
            self.journal.note("start", process=self._begun)
            self.oracle.weather()

    def doom(self, nth: int, place: str | None = None, *, after: float) -> None:
        """The process that comes there first dies there, and is started again after some seconds."""
        self._doom, self._downtime = (nth, place), after
        for process in self.processes:
            self._hang_over(process)

    def _hang_over(self, process: BotProcess) -> None:
        process.doom = Doom(*self._doom) if self._doom is not None else None

    def kill_all(self) -> None:
        """The machine is gone."""
        self._wanted = False
        for process in [*self.processes]:
            process.kill()
            self._clear_away(process)

    def _died(self, process: BotProcess, error: Exception | None) -> None:
        self.journal.note("died", place=process.died_at, of=type(error).__name__)
        if error is not None and not isinstance(error, StorageError):
            self.oracle.fail("stopped", f"the bot ended with {type(error).__name__}: {error}")
        self.oracle.doubted()
        if self._wanted:
            self._doom = None
            for other in self.processes:
                other.doom = None
            _ = outside(self._replace(process), "machine")

    async def _replace(self, process: BotProcess) -> None:
        self._clear_away(process)
        await asyncio.sleep(self._downtime)
        if self._wanted:
            self.start()

    def _clear_away(self, process: BotProcess) -> None:
        if process.disk is not None:
            process.disk.close()
        self._gone(process)

    def _gone(self, process: BotProcess) -> None:
        self.points.add(process.points)
        if process in self.processes:
            self.processes.remove(process)
        self._graves.append(process)

    async def stop(self) -> None:
        """As on SIGTERM, all of them."""
        self._wanted = False
        for process in [*self.processes]:
            await process.stop()
            if not process.dead:
                self._gone(process)
            elif process in self.processes:
                self._clear_away(process)

    async def end(self) -> None:
        """All that is left of them goes, quietly."""
        logging.disable()
        try:
            await self.stop()
            if self._delivering is not None:
                await end(self._delivering)
            for process in self._graves:
                await process.bury()
            await end(*asyncio.all_tasks() - {asyncio.current_task()})
        finally:
            logging.disable(logging.NOTSET)
            self.oracle.close()

    # ------------------------------------------------------------ what goes wrong

    @property
    def in_trouble(self) -> bool:
        """Whether anything is not as it should be at this moment."""
        fewer = len(self.processes) < self.plan.mode.processes
        return fewer or self.network.storm > 0 or self.network.broken or self._disk_full > 0

    def storm(self, share: float) -> None:
        """That share of all calls goes wrong in some way."""
        self.network.storm = share
        self.oracle.weather()

    def cut_off(self, seconds: float) -> None:
        """Telegram cannot be reached for some time."""
        self.network.broken = True
        self.oracle.weather()
        asyncio.get_running_loop().call_later(seconds, self._reach_again)

    def _reach_again(self) -> None:
        self.network.broken = False
        self.oracle.doubted()  # whoever was answering is asked again
        self.oracle.weather()

    def set_clock(self, seconds: float) -> None:
        """Somebody sets the machine's clock: that looks like an outage, and ends leases."""
        self.wall.move(seconds)
        self.oracle.doubted()

    def fill_disk(self, share: float) -> None:
        """That share of all statements finds the disk full."""
        self._disk_full = share
        self.oracle.weather()
        for process in self.processes:
            process.disk_full = share

    def fewer_numbers(self) -> None:
        """After a silent week Telegram numbers updates anew."""
        if not self.telegram.updates.count:
            self.telegram.updates._next_id = self._numbers.randrange(11, FIRST_UPDATE - 10_000)

    async def forge_delivery(self) -> None:
        """Somebody who does not know the secret delivers something."""
        if not self.plan.mode.by_webhook or not self.processes:
            return
        person = self.phones[0]
        update = {**person.raw_message(text="/vergeet"), "update_id": FORGED_UPDATE}
        for secret in (None, "", "a-secret-of-the-webhooK", "a-secret-of-the-webhook-and-more"):
            self.oracle.forged(await self.hook.hand_over(update, secret))

    def clear_up(self) -> None:
        """From now on everything works."""
        self._doom, self._downtime = None, 1.0
        self.storm(0.0)
        self.fill_disk(0.0)
        self.network.broken = False
        self.telegram.updates.deliver("normal", 0)
        for process in self.processes:
            process.doom = None
        self.start()

    async def later(self, seconds: float) -> None:
        """Time goes by for everybody, or as much of it as has not too much in it. What comes due meanwhile is
        done when it does, and what failed is tried again; nobody stood still.
        """
        until = self.true_time() + seconds
        for _ in range(MOST_DUE):
            due = self.true_time() if self.network.on_their_way else self.oracle.next_due()
            moment = min(until, until if due is None else max(due + 1, self.true_time() + 1))
            self._skip_to(moment)
            await asyncio.sleep(ROUND)
            if self.true_time() >= until:
                return

    def _skip_to(self, moment: float) -> None:
        ahead = max(0.0, moment - self.true_time())
        self.true_time.skip(ahead)
        for process in self.processes:
            process.clock.skipped(ahead)


def _process() -> BotProcess:
    """The one that asks."""
    process = PROCESS.get()
    assert isinstance(process, BotProcess)
    return process


@asynccontextmanager
async def _served(web: Router, *_address: object) -> AsyncIterator[None]:
    """A web server, which Telegram calls without a socket."""
    process = _process()
    process.web = web
    try:
        yield
    finally:
        process.web = None


async def _drawn(_studio: Studio, shows: tuple[object, ...], _make: object) -> bytes:
    """A picture of nothing: how drawings look is tested elsewhere, and by threads."""
    return PNG + repr(shows).encode()[:64]


class _TheirClock:
    """In the place of the system's clock: that of the process that asks."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a clock's
        return getattr(_process().clock, name)

    def __call__(self) -> float:
        return _process().clock()


@contextmanager
def surroundings(simulation: Simulation) -> Iterator[None]:
    """What the bot finds in the place of a machine."""
    Line.network = simulation.network
    with (
        virtual(simulation.wall, simulation.chance("secrets")),
        disk.watched(),
        replaced(
            (app, "build_rooms", lambda *_: the_rooms()),
            (app, "open_storage", lambda *_, **__: _process().open_storage()),
            (app, "stop_on_signals", lambda: _process().stopping()),
            (app, "SYSTEM_CLOCK", _TheirClock()),
            (channel, "HttpRequest", Line),
            (server, "serve", _served),
            (sandbox_updates, "LOOK_SECONDS", LOOK_SECONDS),
            (Studio, "draw", _drawn),
        ),
    ):
        yield
