"""Taps that are late, doubled, forged or out of order do no harm."""

from random import Random  # noqa: TID251 - seeded

import pytest

from bot.services.ports import Unit
from tests.bot.answers import QUICK
from tests.bot.conftest import Invite
from tests.bot.faults import GONE
from tests.bot.house import House
from tests.bot.people import Person


async def answers(house: House, person: Person) -> str:
    row = await house.storage.run(lambda unit: unit.load(person.id))
    return row.session if row else ""


@pytest.mark.fault(22)
@pytest.mark.promise("G4")
async def test_a_tap_on_an_older_screen_changes_nothing_and_says_why(anna: Person, house: House) -> None:
    await anna.send("/quick")
    old = anna.raw_tap(":product_leadership")
    await anna.answer("customer_intimacy")
    before = await answers(house, anna)
    await anna.post(old)
    assert await answers(house, anna) == before
    assert anna.question == "management"
    assert anna.toast


@pytest.mark.fault(22)
@pytest.mark.promise("G4")
async def test_an_older_screen_does_not_count_although_the_same_is_asked_again(anna: Person) -> None:
    await anna.send("/quick")
    old = anna.raw_tap(":product_leadership")
    await anna.answer("customer_intimacy")
    await anna.tap("back")
    await anna.post(old)
    assert anna.question == "strategy"
    assert anna.toast


@pytest.mark.fault(21)
@pytest.mark.promise("G4")
async def test_a_double_tap_counts_once(anna: Person, house: House) -> None:
    await anna.send("/quick")
    tap, again = anna.raw_tap(":customer_intimacy"), anna.raw_tap(":customer_intimacy")
    await anna.post(tap, again)
    assert anna.question == "management"
    assert len(house.wire.calls_of("answerCallbackQuery")) == 2


@pytest.mark.fault(21)
@pytest.mark.promise("G4")
async def test_two_answers_at_once_count_as_the_first(anna: Person) -> None:
    await anna.send("/quick")
    await anna.post(anna.raw_tap(":customer_intimacy"), anna.raw_tap(":product_leadership"))
    await anna.tap("back")
    marked = [data for label, data in anna.screen.buttons if label.startswith("✓")]
    assert [data.rpartition(":")[2] for data in marked] == ["customer_intimacy"]


async def test_a_tap_on_a_message_that_is_no_longer_the_live_one_shows_where_they_are(anna: Person) -> None:
    await anna.send("/quick")
    old = anna.screen
    await anna.send("2")
    await anna.post(anna.raw_callback(old.buttons[0][1], old.id))
    assert anna.question == "management"
    assert anna.screen.id == anna.newest.id


async def test_somebody_of_whom_nothing_is_stored_is_told_the_way_in_although_the_message_is_gone(
    anna: Person, house: House
) -> None:
    await anna.send("/quick")
    old = anna.raw_tap(":customer_intimacy")
    await house.storage.run(lambda unit: unit.forget(anna.id))
    house.wire.fail("editMessageText", GONE)
    await anna.post(old)
    assert anna.toast
    assert anna.newest.text == anna.toast


@pytest.mark.threat("S3")
@pytest.mark.parametrize("data", [
    "", ":", "::", "1", "1:", "1:answer", "1:forget_all", "1:answer:strategy:nothing", "1:hint:failed",
    "1:start:full", "-1:quick", "99999999999999999999:quick", "1:" + "x" * 5_000, "\x00", "1:\u202e",
])  # fmt: skip
async def test_forged_data_changes_nothing(anna: Person, house: House, data: str) -> None:
    await anna.send("/quick")
    before = await answers(house, anna)
    await anna.post(anna.raw_callback(data, anna.screen.id))
    assert await answers(house, anna) == before
    assert anna.question == "strategy"
    assert anna.toast


@pytest.mark.threat("S3")
async def test_random_data_changes_nothing(anna: Person, house: House) -> None:
    chance = Random(7)
    await anna.send("/quick")
    before = await answers(house, anna)
    noise = [chance.randbytes(chance.randrange(80)).decode("latin-1") for _ in range(200)]
    await anna.post(*(anna.raw_callback(data, anna.screen.id) for data in noise))
    assert await answers(house, anna) == before
    assert anna.question == "strategy"


@pytest.mark.threat("S4", "S3")
async def test_another_persons_button_does_nothing_to_them_or_for_the_forger(
    invite: Invite, house: House
) -> None:
    anna, bob = invite(), invite()
    await anna.send("/quick")
    await anna.answer(*QUICK[:2])
    await bob.send("/start")
    before = await answers(house, anna), await answers(house, bob)
    await bob.post(bob.raw_callback(anna.screen.buttons[0][1], anna.screen.id))
    assert (await answers(house, anna), await answers(house, bob)) == before


@pytest.mark.threat("S4")
async def test_a_tap_in_a_group_is_answered_and_does_nothing(anna: Person, house: House) -> None:
    await anna.send("/quick")
    before = await answers(house, anna)
    tap = anna.raw_tap(":customer_intimacy")
    tap["callback_query"]["message"]["chat"] = {"id": -5, "type": "group"}
    await anna.post(tap)
    assert await answers(house, anna) == before
    assert len(house.wire.calls_of("answerCallbackQuery")) == 1


@pytest.mark.fault(2, 6)
@pytest.mark.promise("G3")
async def test_an_update_that_comes_twice_counts_once(anna: Person, house: House) -> None:
    await anna.send("/quick")
    again = anna.raw_message(text="/back")
    tap = anna.raw_tap(":customer_intimacy")
    await anna.post(tap)
    await anna.post(again)
    assert anna.question == "strategy"
    await anna.post(tap, again)
    assert anna.question == "strategy"
    assert (await house.counts()).undelivered == 0


@pytest.mark.fault(9)
@pytest.mark.promise("G3")
async def test_a_number_that_comes_with_something_else_is_refused_and_told(
    anna: Person, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await anna.send("/quick")
    tap = anna.raw_tap(":customer_intimacy")
    await anna.post(tap)
    before = await answers(house, anna)
    await anna.post({**anna.raw_tap(":approves"), "update_id": tap["update_id"]})
    assert await answers(house, anna) == before
    assert "other contents" in caplog.text


async def test_an_update_that_comes_again_as_it_was_is_no_alarm(
    anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await anna.send("/quick")
    tap = anna.raw_tap(":customer_intimacy")
    await anna.post(tap)
    await anna.post(tap)
    assert "other contents" not in caplog.text


@pytest.mark.fault(8)
@pytest.mark.promise("G3")
async def test_update_ids_that_jump_down_are_new(anna: Person, house: House) -> None:
    await anna.send("/quick")
    low = anna.raw_tap(":customer_intimacy")
    low["update_id"] = 3
    await house.desk.take_in(low)
    await house.at_rest()
    assert anna.question == "management"


@pytest.mark.fault(7)
async def test_a_command_that_overtakes_a_tap_loses_nothing(anna: Person) -> None:
    await anna.send("/quick")
    tap = anna.raw_tap(":customer_intimacy")
    await anna.send("/instellingen")
    await anna.post(tap)
    assert anna.can("language:en")
    await anna.tap("cancel")
    assert anna.question == "strategy"


async def test_a_stale_tap_does_not_make_the_live_buttons_stale(anna: Person) -> None:
    await anna.send("/quick")
    old = anna.raw_tap(":product_leadership")
    await anna.send("hm")
    live = anna.raw_tap(":customer_intimacy")
    await anna.post(old)
    await anna.post(live)
    assert anna.question == "management"


async def test_a_tap_tells_where_the_screen_is_before_its_delivery_was_noted(
    anna: Person, house: House
) -> None:
    await anna.send("/quick")

    def unnote(unit: Unit) -> None:
        row = unit.load(anna.id)
        assert row is not None
        row.message_id, row.delivered_version = None, 0
        unit.save(row)

    await house.storage.run(unnote)
    await anna.tap(":customer_intimacy")
    assert anna.question == "management"
    assert len(anna.chat) == 1
