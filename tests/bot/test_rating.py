"""Whether an advice is right, in one tap: kept with the advice it is of, counted only with others."""

import orjson

from bot.services.ports import StoredConversation, Unit
from flows.questionnaire.progress import Path
from flows.state.session import Finished, Rating, Session
from tests.bot.answers import FULL, QUICK
from tests.bot.house import FORGET_KEY, House
from tests.bot.people import Person
from tests.bot.programs import run, settings_for
from tests.bot.test_inheriting import everything_in
from tests.bot.wire import Wire

RATED = '"rating":"fits"'
RATES = ("rate:fits", "rate:partly", "rate:not")


async def test_full_advice_is_rated_below_the_first_week_and_not_before(anna: Person) -> None:
    """Nothing stands in the way of the main deed; a mind can be changed, and what is chosen is seen."""
    await anna.send("/start")
    await anna.tap("full")
    await anna.answer(*FULL)
    assert not any(map(anna.can, RATES))
    await anna.tap("show:week")
    await anna.tap("rate:partly")
    await anna.tap("rate:not")
    marked = [data for label, data in anna.screen.buttons if label.startswith("✓")]
    assert [data.partition(":")[2] for data in marked] == ["rate:not"]


async def test_a_rating_is_given_out_goes_with_its_advice_and_is_erased(url: str, anna: Person) -> None:
    await anna.send("/quick")
    await anna.answer(*QUICK)
    await anna.tap("show:menu")
    await anna.tap("rate:fits")
    await anna.send("/export")
    document = orjson.loads(next(message.file for message in anna.chat if message.file[:1] == b"{"))
    assert document["in_words"]["latest_advice"]["rating"] == "Klopt"
    assert RATED in everything_in(url).replace("\\", "")
    await anna.send("/answers")
    await anna.tap("change:management")
    await anna.tap(":against")
    assert RATED not in everything_in(url).replace("\\", "")


async def test_an_operator_sees_what_five_said_and_not_what_four_did(
    wire: Wire, house: House, url: str
) -> None:
    """Figures come in fives, and those of fewer are not told."""

    def person(user_id: int, rating: Rating) -> StoredConversation:
        last = Finished(path=Path.QUICK, answers={}, on="2026-12-01", rating=rating)
        session = Session(path=Path.QUICK, last=last).model_dump_json()
        return StoredConversation(user_id, "nl", session, created_at=0, active_at=0)

    def add(unit: Unit) -> None:
        for user_id in range(1, 12):
            unit.add(person(user_id, "fits" if user_id <= 7 else "not"))

    await house.storage.run(add)
    ended = await run("figures", **settings_for(wire, url, FORGET_KEY=FORGET_KEY.decode()))
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert "People: at least 10" in lines
    assert "Call it right: at least 5" in lines
    assert "Call it partly right: fewer than five" in lines
    assert "Call it not right: fewer than five" in lines


async def test_where_people_stop_is_counted_once_they_stayed_away(wire: Wire, house: House, url: str) -> None:
    """Who is answering just now has not stopped; of five who were away for a day it is told."""
    session = Session(path=Path.QUICK, answers={"strategy": "customer_intimacy"}).model_dump_json()

    def add(unit: Unit) -> None:
        for user_id in range(1, 6):
            unit.add(StoredConversation(user_id, "nl", session, created_at=0, active_at=0))

    await house.storage.run(add)
    ended = await run("figures", **settings_for(wire, url, FORGET_KEY=FORGET_KEY.decode()))
    lines = [line.strip() for line in ended.out.splitlines()]
    assert "management: at least 5, at least 5" in lines
    assert "strategy: at least 5, fewer than five" in lines
