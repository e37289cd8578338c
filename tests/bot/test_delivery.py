"""The screen that somebody should see reaches them, whatever happens on the way; a letter goes once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.telegram.throttle import Kind, Rank, Throttle
from tests.bot.answers import FULL, QUICK
from tests.bot.conftest import Invite, Start
from tests.bot.faults import (
    BARE_PAUSE,
    BLOCKED,
    BROKEN_SERVER,
    CUT_AFTER,
    CUT_BEFORE,
    FLOOD,
    GATEWAY,
    GONE,
    UNREADABLE,
    Fault,
    refusal,
    too_many,
)
from tests.bot.house import Clock, House
from tests.bot.people import Person
from tests.bot.wire import Wire


def person(house: House) -> Person:
    return Person(house.wire, house.settle, 700_000_001, "nl", "Anna")


async def undelivered(house: House) -> int:
    return (await house.counts()).undelivered


@pytest.mark.fault(4)
@pytest.mark.promise("G5")
async def test_an_undelivered_screen_goes_out_after_a_restart(start: Start, wire: Wire) -> None:
    async with start() as house:
        await person(house).send("/quick")
        wire.fail("editMessageText", BROKEN_SERVER)
        await person(house).answer(QUICK[0])
        assert person(house).question == "strategy"
    async with start() as house:
        await house.later(20)
        assert person(house).question == "management"
        assert len(person(house).chat) == 1


@pytest.mark.fault(11)
@pytest.mark.promise("G1")
async def test_an_answer_is_stored_although_nothing_can_be_sent(start: Start, wire: Wire) -> None:
    async with start() as house:
        wire.fail("sendMessage", CUT_BEFORE)
        await person(house).send("/quick")
        assert person(house).chat == []
        assert await undelivered(house) == 1
    async with start() as house:
        await house.later(20)
        assert person(house).question == "strategy"
        assert await undelivered(house) == 0


@pytest.mark.fault(13)
async def test_an_edit_that_changes_nothing_is_a_success(anna: Person, house: House) -> None:
    await anna.send("/quick")
    house.wire.fail("editMessageText", refusal(400, "Bad Request: message is not modified"))
    await anna.answer(QUICK[0])
    edits = len(house.wire.calls_of("editMessageText"))
    await house.later(600)
    assert len(house.wire.calls_of("editMessageText")) == edits
    assert await undelivered(house) == 0


@pytest.mark.fault(15)
@pytest.mark.parametrize("fault", [GONE, refusal(400, "Bad Request: message can't be edited")])
async def test_a_message_that_is_gone_is_sent_anew(anna: Person, house: House, fault: Fault) -> None:
    await anna.send("/quick")
    first = anna.screen.id
    house.wire.fail("editMessageText", fault)
    await anna.answer(QUICK[0])
    assert anna.screen.id > first
    assert anna.question == "management"
    await anna.answer(QUICK[1])
    assert anna.question == "resources"


@pytest.mark.fault(16)
@pytest.mark.parametrize(
    "fault",
    [
        BLOCKED,
        refusal(403, "Forbidden: user is deactivated"),
        refusal(400, "Bad Request: chat not found"),
    ],
)
async def test_who_blocked_the_bot_is_left_alone_until_they_return(
    anna: Person, house: House, fault: Fault
) -> None:
    await anna.send("/quick")
    house.wire.fail("editMessageText", fault)
    await anna.answer(QUICK[0])
    calls = len(house.wire.calls_of("sendMessage", "editMessageText"))
    await house.later(600)
    assert len(house.wire.calls_of("sendMessage", "editMessageText")) == calls
    assert (await house.counts()).unreachable == 1
    await anna.send("/start")
    await anna.tap("resume")
    assert anna.question == "management"
    assert (await house.counts()).unreachable == 0


@pytest.mark.fault(16)
async def test_a_block_that_telegram_tells_of_is_noted(anna: Person, house: House) -> None:
    await anna.send("/quick")
    await anna.post(anna.raw_membership("kicked"))
    assert (await house.counts()).unreachable == 1
    await anna.post(anna.raw_membership("member"))
    await anna.send("/start")
    assert (await house.counts()).unreachable == 0


@pytest.mark.fault(10)
async def test_after_a_pause_that_telegram_asks_for_the_screen_of_that_moment_is_sent(
    anna: Person, house: House
) -> None:
    await anna.send("/quick")
    house.wire.fail("editMessageText", too_many(30))
    await anna.answer(QUICK[0])
    edits = len(house.wire.calls_of("editMessageText"))
    await house.later(20)
    await anna.post(anna.raw_callback("2:answer:management:approves", anna.screen.id))
    assert len(house.wire.calls_of("editMessageText")) == edits
    await house.later(20)
    assert len(house.wire.calls_of("editMessageText")) == edits + 1
    assert anna.question == "resources"


@pytest.mark.fault(10)
@pytest.mark.parametrize("seconds", [1, 59, 3_600])
async def test_however_long_telegram_asks_to_wait_nothing_is_lost(
    anna: Person, house: House, seconds: int
) -> None:
    await anna.send("/quick")
    house.wire.fail("editMessageText", too_many(seconds))
    await anna.answer(QUICK[0])
    edits = len(house.wire.calls_of("editMessageText"))
    house.clock.now += seconds - 1
    await house.services.housekeeping.tick()
    await house.at_rest()
    assert len(house.wire.calls_of("editMessageText")) == edits
    house.clock.now += 2
    await house.services.housekeeping.tick()
    await house.at_rest()
    assert anna.question == "management"
    assert len(house.wire.calls_of("editMessageText")) == edits + 1


@pytest.mark.fault(10)
@pytest.mark.promise("G11")
async def test_who_must_wait_holds_up_nobody_else(invite: Invite, house: House) -> None:
    anna, bob = invite(), invite()
    await anna.send("/quick")
    await bob.send("/quick")
    house.wire.fail("editMessageText", too_many(3_600))
    await anna.answer(QUICK[0])
    await bob.answer(QUICK[0])
    assert (anna.question, bob.question) == ("strategy", "management")


@pytest.mark.fault(11)
@pytest.mark.promise("G5")
@pytest.mark.parametrize("fault", [BROKEN_SERVER, CUT_BEFORE, refusal(500, "Internal Server Error")])
async def test_a_screen_that_did_not_arrive_is_tried_again_until_it_does(
    anna: Person, house: House, fault: Fault
) -> None:
    await anna.send("/quick")
    house.wire.fail("editMessageText", *[fault] * 4)
    await anna.answer(QUICK[0])
    await house.later(1_200)
    assert anna.question == "management"
    assert await undelivered(house) == 0


@pytest.mark.fault(5, 12)
@pytest.mark.promise("G5")
async def test_a_screen_whose_arrival_is_not_known_is_repeated_once_at_most(
    anna: Person, house: House
) -> None:
    house.wire.fail("sendMessage", CUT_AFTER)
    await anna.send("/quick")
    await house.later(600)
    assert len(anna.chat) == 2
    await anna.answer(QUICK[0])
    assert anna.question == "management"


@pytest.mark.fault(12)
@pytest.mark.promise("G5")
async def test_an_edit_whose_arrival_is_not_known_is_seen_once(anna: Person, house: House) -> None:
    await anna.send("/quick")
    house.wire.fail("editMessageText", CUT_AFTER)
    await anna.answer(QUICK[0])
    await house.later(300)
    assert len(anna.chat) == 1
    assert anna.question == "management"


@pytest.mark.fault(5, 12)
@pytest.mark.parametrize("fault", [CUT_AFTER, GATEWAY])
async def test_a_letter_whose_fate_is_not_known_is_never_repeated(
    anna: Person, house: House, fault: Fault
) -> None:
    await anna.send("/diagnose")
    house.wire.fail("sendPhoto", fault)
    await anna.answer(*FULL)
    await house.later(600)
    assert len(house.wire.calls_of("sendPhoto")) == 1
    assert anna.can("show:why")


@pytest.mark.fault(11)
@pytest.mark.parametrize("fault", [too_many(20), BARE_PAUSE, FLOOD, BROKEN_SERVER])
async def test_a_letter_that_certainly_was_not_sent_is_sent_later_and_once(
    anna: Person, house: House, fault: Fault
) -> None:
    await anna.send("/diagnose")
    house.wire.fail("sendPhoto", fault)
    await anna.answer(*FULL)
    assert anna.pictures == []
    await house.later(600)
    assert len(anna.pictures) == 1
    assert anna.can("show:why")


@pytest.mark.parametrize("fault", [CUT_AFTER, GATEWAY, refusal(400, "Bad Request: PHOTO_INVALID")])
async def test_a_card_that_did_not_arrive_for_sure_is_due_and_asking_sends_it(
    anna: Person, house: House, fault: Fault
) -> None:
    await anna.send("/diagnose")
    house.wire.fail("sendPhoto", fault)
    await anna.answer(*FULL)
    await house.later(1)
    assert anna.can("card")
    hinted = anna.screen.text
    before = len(anna.pictures)
    await anna.tap("card")
    assert len(anna.pictures) == before + 1
    assert not anna.can("card")
    assert anna.screen.text != hinted
    assert anna.can("show:why")


async def test_advice_is_there_while_its_card_is_on_its_way(start: Start, wire: Wire) -> None:
    held = asyncio.Event()
    async with start() as house:
        await person(house).send("/diagnose")
        await person(house).answer(*FULL[:-1])
        asked = person(house).screen.id
        wire.fail("sendPhoto", Fault(held=held))
        await wire.post(person(house).raw_tap(f":{FULL[-1]}"))
        async with asyncio.timeout(10):
            while not person(house).can("show:week"):  # noqa: ASYNC110 - what a wire shows has no event
                await asyncio.sleep(0.01)
        assert person(house).screen.id == asked
        assert person(house).pictures == []
        held.set()


async def test_the_advice_stands_once_and_below_its_card(anna: Person, house: House) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    (card,) = anna.pictures
    advice = [
        message for message in anna.chat if "advice" in message.text or "show:week" in str(message.buttons)
    ]
    assert [message.id for message in advice] == [anna.newest.id]
    assert anna.newest.id > card.id
    assert house.wire.calls_of("deleteMessage")
    await anna.tap("show:week")
    assert anna.screen.id > card.id


async def test_where_calls_wait_the_advice_once_more_is_as_late_as_its_card(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranks: list[Rank] = []
    call = Throttle.call

    async def noted(
        throttle: Throttle, kind: Kind, rank: Rank, chat_id: int, work: Callable[[], Awaitable[object]]
    ) -> object:
        ranks.extend([rank] if kind is Kind.SEND else [])
        return await call(throttle, kind, rank, chat_id, work)

    monkeypatch.setattr(Throttle, "call", noted)
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    assert ranks == [Rank.TEXT, Rank.FILE, Rank.FILE]


async def test_a_tap_on_the_advice_that_its_card_pushed_away_still_counts(anna: Person, house: House) -> None:
    await anna.send("/diagnose")
    await anna.answer(*FULL[:-1])
    asked = anna.screen
    house.wire.fail("deleteMessage", refusal(400, "Bad Request: message can't be deleted"))
    await anna.answer(FULL[-1])
    data = next(data for _, data in anna.screen.buttons if data.endswith("show:week"))
    await anna.post(anna.raw_callback(data, asked.id))
    assert "show:advice" in str(anna.screen.buttons)


async def test_whoever_reads_on_is_not_moved(start: Start, wire: Wire) -> None:
    held = asyncio.Event()
    async with start() as house:
        reader = person(house)
        await reader.send("/diagnose")
        await reader.answer(*FULL[:-1])
        asked = reader.screen.id
        wire.fail("sendPhoto", Fault(held=held))
        await wire.post(reader.raw_tap(f":{FULL[-1]}"))
        await wire.wait_until(lambda: reader.can("show:week"))
        await wire.post(reader.raw_tap("show:week"))
        await wire.wait_until(lambda: not reader.can("show:menu"))
        held.set()
        await wire.wait_until(lambda: reader.pictures)
        await house.settle()
        assert reader.screen.id == asked


async def test_a_card_whose_process_died_while_it_was_sent_is_offered_again(
    start: Start, wire: Wire, clock: Clock
) -> None:
    held = asyncio.Event()
    async with start() as house:
        await person(house).send("/diagnose")
        await person(house).answer(*FULL[:-1])
        wire.fail("sendPhoto", Fault(held=held, cut="before"))
        await wire.post(person(house).raw_tap(f":{FULL[-1]}"))
        await wire.acknowledged()
        while not await house.storage.run(lambda unit: unit.unsettled_letters(0, clock())):
            assert (await house.counts()).letters_waiting <= 1
    held.set()
    async with start() as house:
        await house.later(120)
        assert person(house).can("card")
        await person(house).tap("card")
        assert len(person(house).pictures) == 1


@pytest.mark.parametrize("fault", [CUT_BEFORE, GATEWAY])
async def test_an_export_that_did_not_arrive_is_not_said_to_be_there(
    anna: Person, house: House, fault: Fault
) -> None:
    await anna.send("/quick")
    house.wire.fail("sendDocument", fault)
    await anna.send("/export")
    assert anna.sees("Ik weet niet zeker")
    assert anna.question == "strategy"
    await anna.send("/export")
    assert sum(bool(message.file) for message in anna.chat) == 1


@pytest.mark.fault(14)
async def test_a_text_that_telegram_cannot_parse_goes_as_plain_text(anna: Person, house: House) -> None:
    await anna.send("/quick")
    house.wire.fail("editMessageText", UNREADABLE)
    await anna.answer(QUICK[0])
    assert anna.question == "management"
    assert anna.screen.content["entities"] == []
    assert "<" not in anna.screen.text


@pytest.mark.fault(19)
async def test_a_tap_answered_too_late_is_as_good(anna: Person, house: House) -> None:
    await anna.send("/quick")
    house.wire.fail("answerCallbackQuery", refusal(400, "Bad Request: query is too old"))
    await anna.answer(QUICK[0])
    assert anna.question == "management"


@pytest.mark.fault(20)
@pytest.mark.promise("G10")
async def test_who_was_answering_when_an_outage_began_is_asked_again_by_a_new_message(
    invite: Invite, house: House
) -> None:
    anna, bob = invite(), invite()
    await bob.send("/start")
    await anna.send("/quick")
    await house.outage(0)
    asked = anna.screen
    await house.outage(119)
    assert anna.newest.id == asked.id
    await house.outage(121)
    assert anna.newest.id > asked.id
    assert anna.question == "strategy"
    assert anna.newest.buttons
    assert not any(message.buttons for message in anna.chat if message.id == asked.id)
    assert len(bob.chat) == 1
    await anna.answer(QUICK[0])
    assert anna.question == "management"


@pytest.mark.fault(20)
@pytest.mark.promise("G10")
@pytest.mark.parametrize("answers", [1, 2])
async def test_who_answered_after_the_last_heartbeat_of_an_outage_is_asked_again_too(
    anna: Person, house: House, answers: int
) -> None:
    await anna.send("/quick")
    await house.outage(0)
    house.clock.now += 10
    await anna.answer(*QUICK[:answers])
    asked, question = anna.screen, anna.question
    await house.outage(170)
    assert anna.newest.id > asked.id
    assert anna.question == question
    await anna.answer(QUICK[answers])
    assert anna.question != question


async def test_a_card_that_cannot_be_drawn_holds_up_nothing(
    anna: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.pictures.pictures.stack", break_down)
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    assert anna.can("show:why")
    assert anna.pictures == []
    assert (await house.counts()).letters_waiting == 0


async def test_what_was_leased_for_a_letter_alone_keeps_nobody_waiting(anna: Person, house: House) -> None:
    """A letter is asked for while old buttons still go away: the screen is there, in nobody's hands."""
    await anna.send("/quick")
    await anna.send("/privacy")
    stripping = Fault(held=asyncio.Event())
    house.wire.fail("editMessageReplyMarkup", stripping)
    house.wire.fail("deleteMessage", stripping)
    await house.wire.post(anna.raw_message(text="/mijngegevens"))
    await house.wire.wait_until(lambda: anna.can("export"))
    await house.wire.post(anna.raw_tap("export"))
    await house.wire.acknowledged()
    assert stripping.held is not None
    stripping.held.set()
    await house.settle()
    await house.counts()
    row = await house.storage.run(lambda unit: unit.load(anna.id))
    assert row is not None
    assert row.lease_owner is None


async def test_who_taps_something_old_while_old_buttons_go_away_is_shown_where_they_are(
    anna: Person, house: House
) -> None:
    """At once, and not when the lease on what is under way would have ended."""
    await anna.send("/quick")
    old, data = anna.screen.id, anna.screen.buttons[0][1]
    stripping = Fault(held=asyncio.Event())
    house.wire.fail("editMessageReplyMarkup", stripping)
    await house.wire.post(anna.raw_message(text="/quick"))
    await house.wire.wait_until(lambda: anna.newest.id > old)
    shown = anna.newest.id
    while await undelivered(house):
        """The new one is noted by then, and the old buttons are on their way."""
    await house.wire.post(anna.raw_callback(data, old))
    await house.wire.acknowledged()
    assert stripping.held is not None
    stripping.held.set()
    await house.settle()
    assert anna.newest.id > shown
