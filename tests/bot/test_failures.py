"""A mistake in the program, or an update of any shape, stops nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.telegram import unacknowledged
from bot.operating.status import Found
from bot.services.groups import Groups
from bot.services.ports import StorageError
from bot.services.turns import Incoming, TurnResult
from bot.storage import read_stored
from bot.storage.unit import SqlUnit
from flows.handlers.questionnaire import HANDLERS
from flows.state.result import Result
from flows.state.session import Session
from flows.teams.changes import Put
from flows.teams.records import Review
from tests.bot.bugs import QUOTED, fail
from tests.bot.conftest import Invite
from tests.bot.faults import BROKEN_SERVER
from tests.bot.house import House
from tests.bot.people import Person


async def parked(house: House) -> list[str]:
    return [update.error for update in await house.storage.run(lambda unit: unit.parked(20))]


@pytest.fixture
def broken_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, "help", fail)


@pytest.mark.fault(34)
@pytest.mark.promise("G11")
@pytest.mark.usefixtures("broken_help")
async def test_an_update_that_fails_is_parked_and_the_person_can_go_on(anna: Person, house: House) -> None:
    await anna.send("/quick")
    await anna.send("/help")
    assert len(await parked(house)) == 1
    assert anna.can("resume")
    await anna.tap("resume")
    assert anna.question == "strategy"
    await anna.answer("customer_intimacy")
    assert anna.question == "management"


@pytest.mark.usefixtures("broken_help")
async def test_a_stranger_whose_first_update_fails_is_not_left_in_silence(anna: Person) -> None:
    await anna.send("/help")
    assert anna.can("resume")
    await anna.tap("resume")
    assert anna.can("quick")


async def test_a_failure_that_passes_is_not_noticed(
    anna: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def fail_twice(*arguments: Any) -> Any:  # noqa: ANN401 - as whatever works
        tries.append(arguments)
        return fail() if len(tries) < 3 else works(*arguments)

    works = HANDLERS["quick"]
    monkeypatch.setitem(HANDLERS, "quick", fail_twice)
    await anna.send("/quick")
    assert anna.question == "strategy"
    assert await parked(house) == []


@pytest.mark.fault(34)
@pytest.mark.promise("G11")
@pytest.mark.usefixtures("broken_help")
async def test_a_failing_update_holds_up_none_that_came_with_it(invite: Invite, house: House) -> None:
    anna, bob = invite(), invite()
    await house.wire.post(anna.raw_message(text="/help"), bob.raw_message(text="/quick"))
    await anna.post(anna.raw_message(text="/quick"))
    assert (anna.question, bob.question) == ("strategy", "strategy")
    assert len(await parked(house)) == 1


@pytest.mark.promise("G14")
@pytest.mark.usefixtures("broken_help")
async def test_status_shows_what_failed_without_what_was_written(anna: Person, url: str) -> None:
    await anna.send("/start")
    await anna.send("/help")
    said = "\n".join(read_stored(url, lambda unit: [*Found(unit.counts(0), unit.parked(9), 0).as_lines()]))
    assert "failed: 1" in said
    assert "Teams: 0" in said
    assert "LookupError" in said
    assert "secret" not in said


REFUSED = Result(Session(), changes=(Put(Review(1, QUOTED, 1, (), moved=False)),))
"""A move whose change the database refuses: there is no such team."""


@pytest.fixture
def refused_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, "help", lambda *_: REFUSED)


@pytest.mark.fault(34)
@pytest.mark.promise("G11")
@pytest.mark.usefixtures("refused_help")
async def test_what_the_database_refuses_is_parked_with_the_constraint_and_holds_up_nobody(
    invite: Invite, house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        unacknowledged, "SLOW", 60.0
    )  # then all have had their turns when all are acknowledged
    anna, bob = invite(), invite()
    poison = [anna.raw_message(text="/help") for _ in range(100)]
    await house.wire.post(*poison, bob.raw_message(text="/quick"))
    await house.settle()
    await bob.answer("customer_intimacy")
    assert bob.question == "management"
    assert len(await house.storage.run(lambda unit: unit.parked(200))) == len(poison)
    assert set(await parked(house)) == {"Unstorable: FOREIGN KEY constraint failed in a turn"}
    assert "FOREIGN KEY constraint failed" in caplog.text
    assert f"'update_id': {poison[0]['update_id']}" in caplog.text
    assert QUOTED not in caplog.text
    await anna.tap("resume")
    assert anna.can("quick")


async def test_a_group_whose_update_fails_holds_up_nobody(
    anna: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Groups, "take", fail)
    await house.wire.post(anna.raw_added(-4_000_001))
    await anna.send("/quick")
    assert anna.question == "strategy"
    assert await parked(house) == ["LookupError in a turn"]


async def test_an_update_that_cannot_even_be_parked_holds_up_nobody(
    anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SqlUnit, "park", fail)
    monkeypatch.setitem(HANDLERS, "help", fail)
    await anna.send("/help")
    assert anna.can("resume")


@pytest.mark.parametrize("part", ["beat", "prune", "inactive", "groups_to_leave"])
async def test_a_part_of_the_house_that_fails_leaves_the_others_alone(
    anna: Person, house: House, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    house.wire.fail("sendMessage", BROKEN_SERVER)
    await anna.send("/quick")
    assert anna.chat == []
    monkeypatch.setattr(SqlUnit, part, fail)
    await house.later(20)
    assert anna.question == "strategy"


@asynccontextmanager
async def no_storage(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[int]]:
    """The database fails at every update meanwhile."""
    tries: list[int] = []

    async def refuse(_work: object) -> None:
        tries.append(1)
        raise StorageError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(house.services.reception, "_storage", type("Full", (), {"run": staticmethod(refuse)}))
        yield tries


@pytest.mark.fault(1, 26, 29)
@pytest.mark.promise("G2")
async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(
    anna: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with no_storage(house, monkeypatch) as tries:
        update = anna.raw_message(text="/quick")
        await house.wire.post(update)
        polls = len(house.wire.calls_of("getUpdates"))
        await house.wire.wait_until(lambda: len(house.wire.calls_of("getUpdates")) > polls + 1)
        assert tries
        offsets = [call.get("offset", 0) for call in house.wire.calls_of("getUpdates")]
        assert max(offsets) <= update["update_id"]
    await house.settle()
    assert anna.question == "strategy"


@pytest.fixture
def stuck(anna: Person, house: House, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Anna's turns do not end before this happens; those of others do."""
    go_on = asyncio.Event()

    async def receive(incoming: Incoming) -> TurnResult:
        if incoming.user_id == anna.id:
            await go_on.wait()
        return await receives(incoming)

    receives = house.services.reception.receive
    monkeypatch.setattr(house.services.reception, "receive", receive)
    return go_on


@pytest.mark.fault(35)
@pytest.mark.promise("G11")
async def test_a_turn_that_does_not_end_holds_up_nobody_else(
    anna: Person, invite: Invite, house: House, stuck: asyncio.Event
) -> None:
    first = anna.raw_message(text="/quick")
    await house.wire.post(first)
    for _ in range(3):
        bob = invite()
        await house.wire.post(bob.raw_message(text="/quick"))
        await house.wire.wait_until(partial(getattr, bob, "chat"))
    offsets = [call.get("offset", 0) for call in house.wire.calls_of("getUpdates")]
    assert max(offsets) <= first["update_id"]
    stuck.set()
    await house.settle()
    assert anna.question == "strategy"
    assert len(anna.chat) == 1


async def test_what_cannot_be_stored_for_one_is_stored_for_others_and_comes_again(
    anna: Person, invite: Invite, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    async def receive(incoming: Incoming) -> TurnResult:
        if incoming.user_id == anna.id and len(tries) < 3:
            tries.append(1)
            raise StorageError("canceling statement due to lock timeout")
        return await receives(incoming)

    receives = house.services.reception.receive
    monkeypatch.setattr(house.services.reception, "receive", receive)
    bob = invite()
    await house.wire.post(anna.raw_message(text="/quick"), bob.raw_message(text="/quick"))
    await house.settle()
    assert len(tries) == 3
    assert (anna.question, bob.question) == ("strategy", "strategy")


@pytest.mark.fault(6)
@pytest.mark.promise("G3")
async def test_an_update_that_comes_twice_in_one_answer_is_taken_once(
    anna: Person, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    update = anna.raw_message(text="/quick")
    await house.wire.post(update, update)
    await house.settle()
    assert len(anna.chat) == 1
    assert "failed" not in caplog.text


# ---------------------------------------------------------------- updates of any shape

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=9)
)
names = st.sampled_from([
    "update_id", "message", "callback_query", "my_chat_member", "edited_message", "from", "chat", "id",
    "type", "text", "data", "message_id", "language_code", "is_bot", "new_chat_member", "status",
])  # fmt: skip
shapes = st.recursive(
    scalars | st.sampled_from(["private", "kicked", "/start", "1:quick"]),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(names, children, max_size=6),
    max_leaves=25,
)


def update_like(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """An update in which any part may be of any shape."""
    person = st.fixed_dictionaries({"id": st.integers(1, 9) | shapes}, optional={"language_code": shapes})
    chat = st.fixed_dictionaries({"type": st.just("private") | shapes, "id": shapes})
    text = st.sampled_from(["/start", "/quick", "1", "\x00", "/forget"]) | shapes
    message = st.fixed_dictionaries(
        {"from": person | shapes, "chat": chat | shapes, "message_id": st.integers() | shapes},
        optional={"text": text},
    )
    tap = st.fixed_dictionaries(
        {"id": shapes, "from": person | shapes, "message": message | shapes, "data": text}
    )
    content = {"message": message, "callback_query": tap, "my_chat_member": message}[kind]
    return st.fixed_dictionaries(
        {"update_id": st.integers(-(2**63), 2**64 - 1) | shapes, kind: content | shapes}
    )


odd = st.one_of(
    st.dictionaries(names, shapes, max_size=5),
    *(update_like(kind) for kind in ("message", "callback_query", "my_chat_member")),
)


@pytest.mark.fault(34)
async def test_an_update_of_any_shape_is_taken_in(house: House) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(odd, min_size=1, max_size=20))
    def collect(batch: list[dict[str, Any]]) -> None:
        batches.append(batch)

    batches: list[list[dict[str, Any]]] = []
    collect()
    for update in (update for batch in batches for update in batch):
        await house.desk.take_in(update)
    await house.at_rest()
    house.wire.refused.clear()


@pytest.mark.parametrize(
    "poison", [{}, [], None, 7, "x", {"update_id": None}, {"update_id": "9"}, {"message": {}}]
)
async def test_polling_goes_on_after_what_is_no_update(anna: Person, house: House, poison: object) -> None:
    await house.wire.post(poison)
    await anna.send("/quick")
    assert anna.question == "strategy"
