"""Updates whose turn cannot come yet, on disk as they came; they are gone once it is over."""

from typing import Any

import orjson

from bot.channels.telegram.answers import number_of, sender_of
from bot.channels.telegram.desk import Desk
from bot.services.failures import set_aside
from bot.services.ports import Storage


class KeptUpdates:
    """The port `Keeper` on the database."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def keep(self, number: int, update: Any) -> None:  # noqa: ANN401 - whatever Telegram sends
        written = orjson.dumps(update).decode()
        await self._storage.run(lambda unit: unit.keep_update(number, sender_of(update), written))

    async def drop(self, number: int) -> None:
        await self._storage.run(lambda unit: unit.drop_kept(number))

    async def all(self) -> list[Any]:
        """What a process left when it ended, in its order."""
        return [orjson.loads(one) for one in await self._storage.run(lambda unit: unit.kept_updates())]

    async def take_up(self, desk: Desk) -> None:
        """Take in what a process that polled left, where nobody polls any more."""
        for update in await self.all():
            with set_aside("kept update not taken up"):  # it is left to the next process
                await desk.take_in(update)
                if (number := number_of(update)) is not None:
                    await self.drop(number)
