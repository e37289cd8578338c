"""Whatever answers the bot gets, it goes on, and the next good one is handled."""

import json
from contextlib import suppress

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.answers import (
    LONGEST_WAIT,
    NotArrived,
    for_library,
    message_id_in,
    read_answer,
    updates_in,
)
from bot.channels.telegram.throttle import seconds_of
from tests.bot.answers import QUICK
from tests.bot.conftest import Invite
from tests.bot.faults import PAGE, Fault, odd
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.programs import program, settings_for
from tests.bot.wire import Wire

GOOD = b'{"ok":true,"result":[]}'
ODD = [
    odd(200),
    odd(204),
    odd(200, b"null"),
    odd(200, b"[]"),
    odd(200, b'"x"'),
    odd(200, b"{}"),
    odd(200, PAGE, Content_Type="text/html"),
    odd(200, b'{"ok":true}'),
    odd(200, b'{"ok":true,"result":null}'),
    odd(200, b'{"ok":true,"result":{"update_id":[]}}'),
    odd(200, b'{"ok":true,"result":[{"update_id":5,"mess'),
    odd(200, b'{"ok":true,"result":[{"update_id":\xff\xfe}]}'),
    odd(200, b'{"ok":"yes","result":[]}'),
    odd(200, b'{"ok":false}'),
    odd(200, b'{"ok":false,"error_code":true,"description":[]}'),
    odd(200, b"[" * 100_000),
    odd(200, b"\xef\xbb\xbf"),
    odd(200, GOOD, Content_Encoding="gzip"),
    odd(200, GOOD, Content_Encoding="x-unknown"),
    odd(301, b"", Location="http://127.0.0.1:9/"),
    odd(307, b"", Location="/elsewhere"),
    odd(400, PAGE),
    odd(401, PAGE),
    odd(403, PAGE),
    odd(404, PAGE),
    odd(418, b"{}"),
    odd(429, b'{"ok":false,"error_code":429,"parameters":{"retry_after":"soon"}}'),
    odd(429, b'{"ok":false,"error_code":429,"parameters":[1]}'),
    odd(429, PAGE),
    odd(420),
    odd(500, b'{"message":"no server available"}'),
    odd(502, PAGE),
    odd(599, b"\x00"),
]
keys = st.sampled_from(["update_id", "message_id", "id", "retry_after", "migrate_to_chat_id", "username"])
named = pytest.mark.parametrize("fault", ODD, ids=(str(number) for number in range(len(ODD))))


@pytest.mark.fault(11)
@named
async def test_after_any_answer_the_bot_goes_on(anna: Person, house: House, fault: Fault) -> None:
    await anna.send("/quick")
    house.wire.fail("getUpdates", fault)
    house.wire.fail("editMessageText", fault)
    await anna.answer(QUICK[0])
    await house.later(20)
    assert anna.question == "management"
    assert len(anna.chat) == 1
    await anna.answer(QUICK[1])
    assert anna.question == "resources"


def raised(status: int, body: object) -> BaseException:
    with pytest.raises(NetworkError) as caught:
        read_answer(status, body if isinstance(body, bytes) else orjson.dumps(body))
    return caught.value


@pytest.mark.fault(11, 12)
@pytest.mark.parametrize(
    ("status", "document"),
    [
        (429, {}),
        (420, {}),
        (429, b"<html>"),
        *(
            (code, {"ok": False, "error_code": code, "description": "x"})
            for code in (420, 429, 500, 502, 503)
        ),
        (200, {"ok": False, "error_code": 502}),
        (504, {"ok": False}),
    ],
)
def test_what_certainly_had_no_effect_is_known_to_have_had_none(status: int, document: object) -> None:
    assert isinstance(raised(status, document), NotArrived)


@pytest.mark.fault(12)
@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 413, 500, 502, 503, 504])
def test_of_a_page_of_a_gateway_nobody_knows_what_was_behind_it(status: int) -> None:
    error = raised(status, PAGE)
    assert not isinstance(error, NotArrived | BadRequest)


@pytest.mark.parametrize(
    ("code", "parameters", "meant"),
    [
        (400, {}, BadRequest),
        (413, {}, BadRequest),
        (403, {}, Forbidden),
        (401, {}, InvalidToken),
        (400, {"migrate_to_chat_id": -1001}, ChatMigrated),
        (400, {"migrate_to_chat_id": 2**80}, BadRequest),
        (400, {"migrate_to_chat_id": True}, BadRequest),
        (429, {"retry_after": 3}, RetryAfter),
        (429, {"retry_after": -3}, NotArrived),
        (429, {"retry_after": True}, NotArrived),
        (429, {"retry_after": "3"}, NotArrived),
    ],
)
def test_what_the_bot_api_refuses_has_its_name(
    code: int, parameters: dict[str, object], meant: type[Exception]
) -> None:
    document = {"ok": False, "error_code": code, "description": "x", "parameters": parameters}
    for status in (200, code):
        with pytest.raises(meant):
            read_answer(status, json.dumps(document).encode())


@pytest.mark.fault(10)
def test_nobody_is_told_to_wait_for_ever() -> None:
    document = {"ok": False, "error_code": 429, "parameters": {"retry_after": 1e300}}
    with pytest.raises(RetryAfter) as told:
        read_answer(429, orjson.dumps(document))
    assert seconds_of(told.value) == LONGEST_WAIT


def test_a_mark_of_byte_order_is_no_fault() -> None:
    assert read_answer(200, b"\xef\xbb\xbf" + GOOD) == []


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=20,
)
documents = st.fixed_dictionaries(
    {"ok": st.booleans() | json_like},
    optional=dict.fromkeys(("result", "error_code", "description", "parameters"), json_like),
)
bodies = st.binary(max_size=60) | st.builds(
    lambda document, cut: orjson.dumps(document)[:cut], documents | json_like, st.none() | st.integers(0, 200)
)


@settings(max_examples=400, deadline=None)
@given(st.integers(100, 599), bodies, st.sampled_from(["getMe", "sendPhoto", "setWebhook"]))
def test_whatever_is_answered_is_a_result_or_one_of_a_few_errors(
    status: int, body: bytes, method: str
) -> None:
    with suppress(TelegramError):
        result = read_answer(status, body)
        assert 200 <= status < 300
        for_library(method, result)
        message_id_in(result)
        updates_in(result)


async def test_who_answers_at_once_with_nothing_is_not_asked_as_fast_as_they_answer(house: House) -> None:
    house.wire.fail("getUpdates", *[odd(200, GOOD)] * 500)
    before = len(house.wire.calls_of("getUpdates"))
    with suppress(TimeoutError):
        await house.wire.wait_until(lambda: len(house.wire.calls_of("getUpdates")) > before + 12, seconds=1)
    assert len(house.wire.calls_of("getUpdates")) <= before + 12


@pytest.mark.fault(11)
async def test_the_program_goes_on_after_any_answer(wire: Wire, url: str) -> None:
    anna = Person(wire, wire.acknowledged, 900_000_001, "nl", "Anna")
    for method in ("getMe", "deleteWebhook", "getUpdates", "setMyCommands"):
        wire.fail(method, odd(200, b"<html>"), odd(200, b'{"ok":true,"result":[{"upd'))
    async with program("run", **settings_for(wire, url, LOG_LEVEL="ERROR")) as bot:
        await wire.post(anna.raw_message(text="/quick"))
        await wire.wait_until(lambda: anna.chat)
        ended = await bot.stop()
    assert ended.code == 0
    assert "Traceback" not in ended.err


# ---------------------------------------------------------------- one update that makes a batch unreadable


@pytest.mark.fault(34)
@pytest.mark.parametrize("by", [b"\xff\xfe", b"\\ud800", b"\x01", b'",NaN:"'])
async def test_an_update_that_cannot_be_read_is_stepped_over_and_noted(
    invite: Invite, house: House, by: bytes
) -> None:
    people = [invite() for _ in range(6)]
    before = [person.raw_message(text="/quick") for person in people[:3]]
    poison = people[0].raw_message(text="canary")
    after = [person.raw_message(text="/quick") for person in people[3:]]
    house.wire.spoil(b"canary", by)
    await people[0].post(*before, poison, *after)
    assert [person.question for person in people] == ["strategy"] * 6
    (kept,) = await house.storage.run(lambda unit: unit.parked(9))
    assert kept.update_id == poison["update_id"]
    await people[1].answer(QUICK[0])
    assert people[1].question == "management"


@pytest.mark.parametrize("by", [b"\xff\xfe", b"\\ud800"])
async def test_words_that_cannot_be_read_cost_others_no_time(invite: Invite, house: House, by: bytes) -> None:
    """All that came with them is taken at once, without asking for less."""
    people = [invite() for _ in range(3)]
    canaries = [people[0].raw_message(text="canary") for _ in range(5)]
    house.wire.spoil(b"canary", by)
    before = [call["limit"] for call in house.wire.calls_of("getUpdates")]
    await people[0].post(*canaries, *(person.raw_message(text="/quick") for person in people))
    assert [person.question for person in people] == ["strategy"] * 3
    limits = [call["limit"] for call in house.wire.calls_of("getUpdates")]
    assert set(limits[len(before) :]) == {100}
    parked = await house.storage.run(lambda unit: unit.parked(9))
    assert {one.update_id for one in parked} == {canary["update_id"] for canary in canaries}
