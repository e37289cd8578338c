"""What is done to the bot: each kind by itself, again and again while people are at work."""

import asyncio
import shutil
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded

from bot.sandbox.faults import Fault
from bot.sandbox.sandbox import Telegram
from tests.torture.crowd import Crowd
from tests.torture.fleet import Fleet
from tests.torture.ground import Ground

HOUR, DAY = 3_600.0, 86_400.0
STORM = ("429", "429_bare", "420", "500", "502", "page", "garbage")
CUTS = ("cut_before", "cut_after", "timeout")
MODES = ("twice", "late", "out_of_order")


@dataclass(frozen=True, slots=True)
class Scene:
    """All that can be harmed, and with what chance."""

    telegram: Telegram
    fleet: Fleet
    crowd: Crowd
    ground: Ground
    chance: Random

    def any_replica(self) -> int:
        return self.chance.randrange(len(self.fleet.replicas))


Harm = Callable[[Scene], Awaitable[None]]


async def kill(scene: Scene) -> None:
    """kill -9 at any moment, and a start."""
    replica = scene.fleet.replicas[scene.any_replica()]
    await replica.kill()
    await asyncio.sleep(scene.chance.uniform(0, 0.5))
    await replica.start()


async def kill_at_the_worst_moment(scene: Scene) -> None:
    """kill -9 in the moment in which an update was taken or a message shown."""
    changes = scene.telegram.world.listen()
    wanted = scene.chance.choice(("message", "update", "call"))
    try:
        async with asyncio.timeout(3):
            while (await changes.get())["type"] != wanted:
                pass
    except TimeoutError:
        pass
    finally:
        scene.telegram.world.unlisten(changes)
    await kill(scene)


async def stand_still(scene: Scene) -> None:
    """SIGSTOP, and it wakes some seconds later."""
    replica = scene.fleet.replicas[scene.any_replica()]
    replica.signal(signal.SIGSTOP)
    await asyncio.sleep(scene.chance.uniform(1, 6))
    replica.signal(signal.SIGCONT)


async def restart_postgres(scene: Scene) -> None:
    await asyncio.to_thread(scene.ground.restart)
    await asyncio.sleep(scene.chance.uniform(0.5, 2))


async def fill_the_disk(scene: Scene) -> None:
    """Full to the last byte for a while."""
    ballast = scene.ground.folder / "ballast"
    free = shutil.disk_usage(scene.ground.folder).free
    with suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(bytes(min(2**16, max(free, 1))))
            file.flush()
    await asyncio.sleep(scene.chance.uniform(0.5, 3))
    ballast.unlink()


async def lock_the_database(scene: Scene) -> None:
    await asyncio.to_thread(scene.ground.lock, scene.chance.uniform(0.5, 4))


async def move_the_clock(scene: Scene) -> None:
    """An hour or a day, forward or back, at once."""
    clock = scene.telegram.clock
    clock._offset += scene.chance.choice((-DAY, -HOUR, HOUR, DAY))
    clock.NUMBER.pack_into(clock._shared, 0, clock._offset)


async def disturb_the_updates(scene: Scene) -> None:
    scene.telegram.updates.deliver(scene.chance.choice(MODES), 20)


async def storm(scene: Scene) -> None:
    """Telegram refuses the next calls, or something before it does."""
    scene.telegram.faults.add("*", Fault(scene.chance.choice(STORM), retry_after=1), 30)
    if scene.chance.random() < 0.3:
        scene.telegram.faults.add("getUpdates", Fault(scene.chance.choice(STORM), retry_after=1), 2)


async def cut(scene: Scene) -> None:
    """Connections are cut before or after the call took effect."""
    scene.telegram.faults.add("*", Fault(scene.chance.choice(CUTS)), 10)


async def change_the_content(scene: Scene) -> None:
    """A process comes back with other content, or with ours again."""
    replica = scene.fleet.replicas[scene.any_replica()]
    replica.use(scene.chance.choice((None, scene.ground.other_content)))
    await replica.stop()
    await replica.start()


async def all_at_once(scene: Scene) -> None:
    await scene.chance.choice((kill, kill_at_the_worst_moment, stand_still, disturb_the_updates, storm, cut))(
        scene
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of harm; `on`: the databases where it can be done; `rows`: the faults of tests/reliability."""

    name: str
    harm: Harm
    rows: tuple[int, ...]
    on: tuple[str, ...] = ("sqlite", "postgresql")
    pause: float = 0.7


KINDS = (
    Kind("kill -9 at random", kill, (1, 2, 3, 4, 5), pause=2.0),
    Kind("kill -9 at the worst moment", kill_at_the_worst_moment, (2, 4, 5), pause=1.5),
    Kind("SIGSTOP and wake", stand_still, (25,)),
    Kind("PostgreSQL restarted", restart_postgres, (27,), ("postgresql",)),
    Kind("disk full and freed", fill_the_disk, (29,), ("sqlite",)),
    Kind("database locked", lock_the_database, (26,)),
    Kind("clock jumps", move_the_clock, (31,)),
    Kind("updates doubled, late, out of order", disturb_the_updates, (6, 7)),
    Kind("429, 420, 5xx, pages", storm, (10, 11)),
    Kind("connections cut, calls not answered", cut, (11, 12)),
    Kind("other content", change_the_content, (37,), pause=2.0),
    Kind("all at once", all_at_once, (1, 5, 6, 10, 12, 24, 25), pause=0.3),
)
