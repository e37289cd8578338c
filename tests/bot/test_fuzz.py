"""Whatever comes from outside, the bot goes on, and what people wrote sings nowhere."""

import logging
from collections.abc import AsyncIterator
from random import Random  # noqa: TID251 - seeded

import pytest

from bot.assembly import Rooms
from bot.logs import set_up_logging
from bot.services import pace
from tests.bot.fuzz import CANARY, Fuzz
from tests.bot.fuzzing import fuzz_a_team, fuzz_the_bot, fuzzed_town
from tests.bot.test_webhook import Site, site
from tests.monkey.town import Town

__all__ = ["site"]
SEED, CASES = 20_261_201, 300


@pytest.fixture(autouse=True)
def nobody_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_logging("DEBUG", "json")
    monkeypatch.setattr(pace, "AT_ONCE", 10**6)


@pytest.fixture
async def town(rooms: Rooms) -> AsyncIterator[Town]:
    async with fuzzed_town(rooms) as town:
        yield town


@pytest.mark.fault(34, 11)
@pytest.mark.threat("S1", "S3")
@pytest.mark.promise("G11", "G14")
async def test_whatever_comes_the_bot_goes_on_and_tells_nobodys_words(town: Town) -> None:
    assert not (found := await fuzz_the_bot(town, Random(SEED), CASES)), found


@pytest.mark.fault(11, 16)
@pytest.mark.threat("S12")
async def test_whatever_is_answered_a_team_and_its_group_go_on(town: Town) -> None:
    assert not (found := await fuzz_a_team(town, Random(SEED), weeks=4)), found


@pytest.mark.fault(34)
@pytest.mark.threat("S2")
@pytest.mark.promise("G14")
async def test_whatever_is_posted_to_the_webhook_is_answered(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Never by an error of ours, and without a word of it in the log."""
    fuzz = Fuzz(Random(SEED), 700_000_001, 50_000)
    with caplog.at_level(logging.DEBUG):
        answers = {(await site.deliver(fuzz.body()))[0] for _ in range(CASES)}
    assert answers <= {200, 400}
    assert CANARY not in caplog.text.lower()
    parked = await site.house.storage.run(lambda unit: unit.parked(CASES))
    assert {one.error for one in parked} <= {"not an update", "not readable"}
    assert CANARY not in str(parked).lower()
    site.house.wire.refused.clear()
