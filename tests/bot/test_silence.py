"""What is due and comes to nothing: it takes no part of the pace from what there is to say."""

from bot.assembly import Rooms
from flows.teams.changes import Put
from flows.teams.records import Appointment, Team
from tests.bot.hall import open_hall
from tests.bot.house import Clock
from tests.bot.test_large_team import lead_of

MANY, AT_ONCE = 100, 25


async def test_what_comes_to_nothing_holds_up_nobody(url: str, rooms: Rooms, clock: Clock) -> None:
    async with open_hall(url, rooms, clock) as hall:
        await lead_of(hall)
        (team,) = await hall.storage.run(lambda unit: unit.find(Team))  # whose plan is not agreed
        silent = [Put(Appointment("review", team.id, 0, str(number), clock.now)) for number in range(MANY)]
        await hall.storage.run(lambda unit: unit.apply(silent))
        for _ in range(MANY // AT_ONCE):
            await hall.services.scheduler.round()
        assert await hall.storage.run(lambda unit: unit.next_due(MANY)) == []
