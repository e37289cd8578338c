"""What is kept of a person can be seen, taken along and wiped out."""

import orjson
import pytest

from bot.storage.engines import transaction
from bot.storage.schema import metadata
from flows.handlers.questionnaire import HANDLERS
from tests.bot.answers import FULL
from tests.bot.bugs import fail
from tests.bot.conftest import Invite
from tests.bot.faults import BLOCKED
from tests.bot.house import House
from tests.bot.people import Person


def rows_with(url: str, person: Person) -> list[str]:
    with transaction(url) as connection:
        rows = [
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(table.select())
        ]
    return [row for row in rows if str(person.id) in row]


@pytest.mark.promise("G13")
async def test_the_export_holds_everything_that_is_stored(anna: Person, url: str) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    await anna.send("/export")
    document = orjson.loads(next(message.file for message in anna.chat if message.file[:1] == b"{"))
    in_words = document["in_words"]
    assert {
        "question": "Wat voor organisatie zijn jullie?",
        "answer": "Winkel, webwinkel, horeca",
    } in in_words["answers"]
    assert in_words["latest_advice"]["date"] == in_words["here_since"]
    assert document["conversation"]["user_id"] == anna.id
    assert set(document["conversation"]["session"]["answers"].values()) == set(FULL)
    assert [letter["kind"] for letter in document["messages_sent_once"]] == ["card", "export"]
    assert len(rows_with(url, anna)) == 3


async def test_my_data_names_every_answer(anna: Person) -> None:
    await anna.send("/quick")
    await anna.answer("customer_intimacy")
    await anna.send("/mijngegevens")
    assert anna.can("export")
    assert anna.can("forget")
    assert anna.sees("Persoonlijk en op maat")


async def test_privacy_names_whom_to_ask(anna: Person) -> None:
    await anna.send("/privacy")
    assert anna.sees("privacy@example.org")


@pytest.mark.promise("G13")
async def test_forgetting_is_asked_once_and_leaves_nothing_of_one_person(invite: Invite, url: str) -> None:
    anna, bob = invite(), invite()
    await bob.send("/quick")
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    await anna.send("/vergeet")
    assert rows_with(url, anna)
    await anna.tap("forget_all")
    assert rows_with(url, anna) == []
    assert len(rows_with(url, bob)) == 1
    assert not any(message.buttons for message in anna.chat)


@pytest.mark.promise("G13")
async def test_parked_updates_are_forgotten_too(
    anna: Person, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await anna.send("/start")
    monkeypatch.setitem(HANDLERS, "help", fail)
    await anna.send("/help")
    assert len(rows_with(url, anna)) == 2
    await anna.send("/forget")
    await anna.tap("forget_all")
    assert rows_with(url, anna) == []


async def test_a_tap_after_forgetting_stores_nothing(anna: Person, house: House) -> None:
    await anna.send("/quick")
    old = anna.raw_tap(":customer_intimacy")
    await anna.send("/forget")
    await anna.tap("forget_all")
    await anna.post(old)
    assert await house.storage.run(lambda unit: unit.load(anna.id)) is None


async def test_who_was_forgotten_may_begin_anew(anna: Person) -> None:
    await anna.send("/quick")
    await anna.answer("customer_intimacy")
    await anna.send("/forget")
    await anna.tap("forget_all")
    await anna.send("/quick")
    assert anna.question == "strategy"
    assert not any(label.startswith("✓") for label, _ in anna.screen.buttons)


async def test_a_farewell_that_does_not_arrive_leaves_nothing_either(
    anna: Person, house: House, url: str
) -> None:
    await anna.send("/forget")
    house.wire.fail("editMessageText", BLOCKED)
    await anna.tap("forget_all")
    assert rows_with(url, anna) == []


async def test_an_update_of_who_is_not_stored_is_parked_without_their_id(
    anna: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HANDLERS, "help", fail)
    await anna.send("/help")
    (parked,) = await house.storage.run(lambda unit: unit.parked(9))
    assert parked.user_id is None
