"""The real bot, put together as in production, as a process that can be killed and started again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded
from typing import Any

from pydantic import SecretStr
from starlette.routing import Router

from bot import app
from bot.services.ports import Storage
from bot.settings import BotSettings
from tests.simulation.clock import ProcessClock, WallClock
from tests.simulation.disk import AFTER_COMMIT, Disk, Killed, full_disk
from tests.simulation.loop import Steps, Task, within
from tests.simulation.points import Point, Points, where_it_waits

TOKEN = "110201543:AAsandboxSandboxSandboxSandboxSandb"
SECRET = "a-secret-of-the-webhook"
HOOK = "https://bot.example.org/hook"


LONGEST_BURIAL = 600.0


@dataclass(slots=True)
class Doom:
    """When a process is to die: at the n-th of all its steps and statements, or the n-th at one place."""

    nth: int
    place: str | None = None

    def strikes(self, place: str) -> bool:
        if self.place is not None and self.place != place:
            return False
        self.nth -= 1
        return self.nth == 0


class BotProcess(Steps):
    """`committed`, `died`, `failed`: told of a commit, of its death and what it died of, and of a disk that
    could do nothing.
    """

    def __init__(
        self,
        url: str,
        wall: WallClock,
        chance: Random,
        committed: Callable[["BotProcess"], None],
        died: Callable[["BotProcess", Exception | None], None],
        failed: Callable[[], None],
        *,
        by_webhook: bool = False,
        alone: bool = True,
    ) -> None:
        self.clock = ProcessClock(wall, chance)
        self.points = Points()
        self.dead = False
        self.doom: Doom | None = None
        self.disk_full = 0.0
        self.web: Router | None = None
        self.died_at: Point | None = None
        self._url = url
        self._chance = chance
        self._committed = committed
        self._died = died
        self._failed = failed
        self._by_webhook = by_webhook
        self._alone = alone
        self._stopping = asyncio.Event()
        self._tasks: list[asyncio.Task[Any]] = []
        self._unheard: list[tuple[Callable[..., object], tuple[Any, ...]]] = []
        self.buried = False
        self._life: asyncio.Task[None] | None = None
        self.disk: Disk | None = None

    # ------------------------------------------------------------ living

    def start(self) -> None:
        self._life = within(self, self._run(), "process")

    async def stop(self) -> None:
        """As on SIGTERM."""
        self._stopping.set()
        while self._life is not None and not self._life.done() and not self.dead:
            await asyncio.wait((self._life,), timeout=1.0)

    async def _run(self) -> None:
        """As the command line does it: what ends the bot is told to who started it."""
        settings = BotSettings(
            telegram_token=SecretStr(TOKEN),
            telegram_api_url="https://telegram",
            webhook_url=HOOK if self._by_webhook else None,
            webhook_secret=SecretStr(SECRET) if self._by_webhook else None,
        )
        try:
            await app.run_bot(settings)
        except Exception as error:  # noqa: BLE001 - whatever ends it
            self.dead = True
            self._died(self, error)

    def open_storage(self) -> Storage:
        """Where the bot opens its database."""
        self.disk = Disk(self._url, self, self._chance, lambda: self._committed(self), alone=self._alone)
        return self.disk.storage

    def stopping(self) -> asyncio.Event:
        """What a signal would set."""
        return self._stopping

    # ------------------------------------------------------------ dying

    def step(self, callback: Callable[..., object], *args: Any) -> None:  # noqa: ANN401 - any callback's
        if self.dead:
            if self.buried:
                callback(*args)
            else:
                self._unheard.append((callback, args))
            return
        callback(*args)
        task = getattr(callback, "__self__", None)
        if isinstance(task, Task) and not task.done() and not self.dead:
            for where in where_it_waits(task.get_coro()):  # type: ignore[arg-type] # of a task
                self._pass((task.get_name(), where))

    def statement(self, activity: str, name: str) -> None:
        if not self.dead:
            self._pass((activity, name))
        if self.dead:
            raise Killed
        if self.disk_full and name != AFTER_COMMIT and self._chance.random() < self.disk_full:
            self._failed()
            raise full_disk()

    def _pass(self, point: Point) -> None:
        self.points.passed[point] += 1
        if self.dead:
            return
        if self.doom is not None and self.doom.strikes(point[1]):
            self.points.died[point] += 1
            self.died_at = point
            self.kill()

    def kill(self) -> None:
        """As by kill -9: nothing of it runs any more, and nothing of it says goodbye."""
        if not self.dead:
            self.dead = True
            self._died(self, None)

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """A task that is this process's; it is kept, so that no collector of rubbish ends it."""
        self._tasks.append(task)

    async def bury(self) -> None:
        """What is left of a dead process in memory comes to its end, without reaching anything."""
        self.buried = True
        loop = asyncio.get_running_loop()
        for callback, args in self._unheard:
            loop.call_soon(callback, *args)
        tasks = [task for task in self._tasks if not task.done()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=LONGEST_BURIAL)
        self._tasks.clear()
