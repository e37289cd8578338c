"""`make torture`, second part: what nobody ever sends, by the hundred thousand."""

import asyncio
import time
from random import Random  # noqa: TID251 - seeded
from typing import Annotated

import typer

from bot.assembly import build_rooms
from bot.logs import set_up_logging
from bot.services import delivery
from tests.bot.fuzzing import Found, fuzz_the_bot, fuzzed_town

app = typer.Typer(add_completion=False)


async def fuzz(seed: int, cases: int) -> Found:
    async with fuzzed_town(build_rooms("vierstap_bot", "x@example.org")) as town:
        return await fuzz_the_bot(town, Random(seed), cases)


@app.command()
def main(
    cases: Annotated[int, typer.Option(help="updates, bodies and answers")] = 100_000,
    seed: Annotated[int, typer.Option(help="the same cases again")] = 1,
) -> None:
    """Send the bot what nobody sends; 1 where it raised, failed by itself, told or kept a canary."""
    set_up_logging("ERROR", "json")
    delivery.GATHERING = 86_400.0  # notes of edits are made when asked for
    begun = time.monotonic()
    found = asyncio.run(fuzz(seed, cases))
    print(f"{cases} cases, seed {seed}, {time.monotonic() - begun:.0f} s")
    for name in ("raised", "parked", "told", "stuck"):
        held = getattr(found, name)
        print(f"{name}: {len(held)}")
        for one in held[:10]:
            print(f"    {one}")
    raise typer.Exit(1 if found else 0)


if __name__ == "__main__":
    app()
