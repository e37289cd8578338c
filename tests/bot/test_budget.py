"""Asking is cheap, so what it costs is bounded: by a budget, by gathering, by what waits (G11)."""

import asyncio
from operator import methodcaller

import pytest

from bot.assembly import Rooms
from bot.services import pace
from bot.services.ports import OutboxMessage, StorageError
from bot.services.receiver import MOST_WAITING
from bot.services.turns import Incoming, Typed
from flows.handlers.budget import BUDGETS, EXPENSES, Expense
from tests.bot.answers import FULL
from tests.bot.conftest import Invite
from tests.bot.faults import too_many
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.teams import lead_of, team_of


async def letters_of(house: House, person: Person) -> tuple[OutboxMessage, ...]:
    return (await house.storage.run(lambda unit: unit.stored(person.id))).letters


def files_of(person: Person) -> int:
    return sum(bool(message.file) for message in person.chat)


@pytest.mark.threat("S11")
@pytest.mark.promise("G11")
@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_flood_of_exports_ends_with_a_kind_line(
    invite: Invite, house: House, rooms: Rooms, language: str
) -> None:
    anna, ben = invite(language), invite(language, "Ben")
    await anna.post(*[anna.raw_message(text="/export") for _ in range(100)])
    assert files_of(anna) <= BUDGETS[Expense.EXPORT].at_once
    assert len(await letters_of(house, anna)) <= BUDGETS[Expense.EXPORT].at_once
    assert anna.sees(rooms.presenter.hint(language, "enough_for_now"))
    await ben.send("/export")
    assert files_of(ben) == 1


@pytest.mark.parametrize(
    ("way", "file"),
    [(("show:week",), "calendar"), (("show:menu", "show:management", "show:memo"), "print_memo")],
)
async def test_a_flood_of_files_of_an_advice_ends(invite: Invite, way: tuple[str, ...], file: str) -> None:
    anna = invite("nl")
    await anna.send("/diagnose")
    await anna.answer(*FULL)
    for view in way:
        await anna.tap(view)
    before, budget = files_of(anna), BUDGETS[EXPENSES[file]]
    for _ in range(2 * budget.at_once):
        await anna.tap(file)
    assert files_of(anna) - before == budget.at_once


async def test_a_budget_that_is_spent_fills_up_again(invite: Invite, house: House) -> None:
    anna = invite("nl")
    budget = BUDGETS[Expense.EXPORT]
    for _ in range(budget.at_once + 1):
        await anna.send("/export")
    assert files_of(anna) == budget.at_once
    house.clock.now += budget.seconds
    await anna.send("/export")
    assert files_of(anna) == budget.at_once + 1
    house.clock.now += 10 * budget.at_once * budget.seconds
    for _ in range(2 * budget.at_once):
        await anna.send("/export")
    assert files_of(anna) == 2 * budget.at_once + 1


@pytest.mark.fault(31)
async def test_a_clock_that_goes_back_takes_no_budget_away(invite: Invite, house: House) -> None:
    anna = invite("nl")
    await anna.send("/export")
    house.clock.now -= 10 * 86_400
    await anna.send("/export")
    assert files_of(anna) == 2


async def test_of_what_cannot_be_sent_one_of_each_waits(invite: Invite, house: House) -> None:
    anna = invite("nl")
    await anna.send("/start")
    house.wire.fail("sendDocument", too_many(3_600))
    for _ in range(4):
        await anna.send("/export")
    assert len(await letters_of(house, anna)) == 1
    assert files_of(anna) == 0


async def test_a_card_that_was_too_many_can_be_asked_for_later(invite: Invite, house: House) -> None:
    anna = invite("nl")
    budget = BUDGETS[Expense.PICTURE]
    for _ in range(budget.at_once + 1):
        await anna.send("/diagnose")
        if anna.can("new:full"):
            await anna.tap("new:full")
        await anna.answer(*FULL)
    assert len(anna.pictures) == budget.at_once
    house.clock.now += budget.seconds
    await anna.tap("card")
    assert len(anna.pictures) == budget.at_once + 1


async def test_what_a_lead_does_often_is_told_once(invite: Invite, house: House) -> None:
    anna, ben = await team_of(invite, 2)
    await house.later(30)
    seen = len(ben.chat)
    await anna.send("/plan")
    for _ in range(10):
        for number in ("1", "2"):
            await anna.tap(f"plan_action:{number}")
            await anna.tap(f"plan_owner:{number}")
            await anna.tap(f"give:{number}:{ben.id}")
            await anna.tap(f"plan_owner:{number}")
            await anna.tap(f"free:{number}")
            await anna.tap("plan")
    await house.later(600)
    assert len(ben.chat) <= seen + 1


async def test_a_screen_waits_for_nothing_that_nobody_asked_for(invite: Invite, house: House) -> None:
    _, ben = await team_of(invite, 2)
    await house.later(30)

    for number in range(50):
        payload = '{"hint": "you_lead", "values": {"team": "Webcare"}}'
        letter = OutboxMessage(ben.id, "told", payload, f"{number}:standing", not_before=house.clock.now)
        await house.storage.run(methodcaller("enqueue", letter, house.clock.now))
    await ben.send("/help")
    assert ben.newest.buttons
    assert len([letter for letter in await letters_of(house, ben) if letter.kind == "told"]) == 50
    await house.later(20)
    assert "trekker" in ben.newest.text


@pytest.mark.parametrize("choices", [("hour:10", "hour:11"), ("rhythm:2", "rhythm:1")])
async def test_whoever_leads_pays_for_what_everybody_gets(
    invite: Invite, rooms: Rooms, choices: tuple[str, str]
) -> None:
    anna, _ = await team_of(invite, 2)
    await anna.send("/team")
    await anna.tap("team_settings")
    await anna.tap("team_moment")
    for _ in range(BUDGETS[Expense.ARRANGING].at_once):
        for choice in choices:
            await anna.tap(choice)
    assert anna.toast == rooms.presenter.hint("nl", "enough_for_now")


def test_leaving_and_being_left_alone_are_never_too_much() -> None:
    assert not EXPENSES.keys() & {
        "leave",
        "delete_team",
        "forget_all",
        "remind",
        "remind_of",
        "check",
        "answer",
    }


async def test_a_lead_who_invites_without_end_is_stopped(invite: Invite) -> None:
    anna = await lead_of(invite)
    for _ in range(BUDGETS[Expense.INVITATION].at_once + 3):
        await anna.send("/uitnodigen")
    assert len(anna.pictures) - 1 == BUDGETS[Expense.INVITATION].at_once


async def send_help(house: House, number: int, user_id: int = 7) -> None:
    incoming = Incoming(user_id, Typed("/help"), number, "nl", "Anna")
    await house.services.reception.receive(incoming)


@pytest.mark.fault(39)
@pytest.mark.threat("S11")
@pytest.mark.promise("G11")
async def test_of_one_persons_flood_no_more_waits_than_there_is_room_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "AT_ONCE", 2 * MOST_WAITING)
    flood = [asyncio.ensure_future(send_help(house, number)) for number in range(2_000)]
    await asyncio.sleep(0)
    await send_help(house, 3_000, user_id=8)
    refused = [error for error in await asyncio.gather(*flood, return_exceptions=True) if error]
    assert len(refused) == 2_000 - MOST_WAITING
    assert all(isinstance(error, StorageError) for error in refused)
    await house.at_rest()
    await send_help(house, 1_999)


@pytest.mark.fault(39)
@pytest.mark.threat("S11")
@pytest.mark.promise("G11")
async def test_of_one_persons_flood_few_have_their_turns_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "AT_ONCE", 3)
    monkeypatch.setattr(pace, "A_SECOND", 1 / 3_600)
    flood = [asyncio.ensure_future(send_help(house, number)) for number in range(9)]
    await asyncio.gather(*(send_help(house, 100 + person, person) for person in range(20, 29)))
    await asyncio.gather(*flood[:3])
    await asyncio.sleep(0)
    assert house.desk.holds_back(7)
    assert not house.desk.holds_back(20)
    assert not any(waiting.done() for waiting in flood[3:])
    for waiting in flood:
        waiting.cancel()


class Watch:
    """A clock that is set by hand."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.threat("S11")
@pytest.mark.promise("G11")
def test_who_sends_more_than_anybody_makes_goes_on_at_a_pace_and_is_forgiven() -> None:
    watch = Watch()
    each = pace.Pace(watch)
    assert max(each.count(7) for _ in range(pace.AT_ONCE)) == pytest.approx(0.0, abs=1e-9)
    assert each.holds_back(7)
    assert each.count(7) == pytest.approx(1 / pace.A_SECOND)
    assert each.count(8) == 0.0
    assert not each.holds_back(8)
    watch.now += 2 / pace.A_SECOND
    assert each.count(7) == pytest.approx(0.0, abs=1e-9)
    watch.now += pace.AT_ONCE
    assert max(each.count(7) for _ in range(pace.AT_ONCE)) == pytest.approx(0.0, abs=1e-9)


def test_nobody_is_remembered_for_longer_than_it_matters() -> None:
    watch = Watch()
    each = pace.Pace(watch)
    for person in range(1_000):
        each.count(person)
    watch.now += pace.AT_ONCE
    each.count(7)
    assert len(each) == 1
