"""A process that stores one turn after another, and prints each that was acknowledged."""

import asyncio
import sys
from dataclasses import replace

from bot.services.ports import Unit
from bot.storage import open_storage
from tests.storage.people import NOON, add, conversation

PEOPLE = range(20)


def update_id(user_id: int, number: int) -> int:
    return number * len(PEOPLE) + user_id


async def write(url: str) -> None:
    storage = open_storage(url)
    await add(storage, *(conversation(user_id, session="0") for user_id in PEOPLE))

    async def answer(user_id: int) -> None:
        def turn(unit: Unit) -> int:
            person = unit.load(user_id)
            assert person
            number = int(person.session) + 1
            unit.mark_seen(update_id(user_id, number), NOON)
            unit.save(replace(person, session=str(number)))
            return number

        while number := await storage.run(turn):
            sys.stdout.write(f"{user_id} {number}\n")
            sys.stdout.flush()

    await asyncio.gather(*map(answer, PEOPLE))


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
