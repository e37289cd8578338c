"""Joining in three screens, a no that nobody hears, and an invitation that can be passed on."""

import pytest

from flows.teams.records import Guest, Member, Ownership
from tests.bot.conftest import Invite
from tests.bot.house import House
from tests.bot.teams import join, lead_of, link_in, records


async def test_joining_is_three_screens_with_a_tap_each(invite: Invite, house: House) -> None:
    anna = await lead_of(invite, name="Anna")
    await anna.tap("invite")
    ben = invite("nl", "Ben")
    await ben.send(f"/start {link_in(anna)}")
    assert ben.sees("Anna")
    await ben.tap("join")
    await ben.tap("take:2")
    (owned,) = await records(house, Ownership)
    assert (owned.number, owned.user_id) == (2, ben.id)
    await ben.tap("routine")
    await ben.tap("habit:coffee")
    (me,) = [one for one in await records(house, Member) if one.user_id == ben.id]
    assert me.cue == me.routine == "habit:coffee"
    assert ben.sees("eerste koffie")
    await ben.send("/language")
    await ben.tap("language:en")
    await ben.send("/team")
    assert ben.sees("first coffee")


async def test_what_was_taken_while_joining_is_given_back_with_the_same_tap(
    invite: Invite, house: House
) -> None:
    anna = await lead_of(invite)
    await anna.tap("invite")
    ben = await join(invite, anna, "Ben")
    for _ in range(2):
        await ben.tap("take:1")
    assert await records(house, Ownership) == []
    assert ben.can("take:1")


async def test_nobody_takes_more_than_two_or_what_is_anothers(invite: Invite, house: House) -> None:
    anna = await lead_of(invite)
    await anna.tap("invite")
    ben, cees = [await join(invite, anna, name) for name in ("Ben", "Cees")]
    for number in (1, 2, 3):
        await ben.tap(f"take:{number}")
    owned = {one.number: one.user_id for one in await records(house, Ownership)}
    assert owned == {1: ben.id, 2: ben.id}
    await cees.tap("take:1")
    assert {one.number: one.user_id for one in await records(house, Ownership)} == owned


async def test_a_no_is_said_and_heard_by_nobody(invite: Invite, house: House) -> None:
    anna = await lead_of(invite)
    await anna.tap("invite")
    heard = len(anna.chat)
    ben = invite("nl", "Ben")
    token = link_in(anna)
    await ben.send(f"/start {token}")
    await ben.tap("decline")
    assert ben.sees("je doet niet mee")
    await house.services.housekeeping.tick()
    assert len(anna.chat) == heard
    assert await records(house, Guest) == []
    await ben.send(f"/start {token}")
    await ben.tap("join")
    assert {one.user_id for one in await records(house, Member)} == {anna.id, ben.id}


@pytest.mark.parametrize("habit", ["habit:coffee", "habit:gone", "habit:"])
async def test_what_looks_like_a_ready_made_routine_and_is_typed_breaks_nothing(
    invite: Invite, habit: str
) -> None:
    anna = await lead_of(invite)
    await anna.send("/team")
    await anna.tap("routine")
    for _ in range(2):
        await anna.send(habit)
    assert anna.sees("Jouw routine") or anna.can("plan")
