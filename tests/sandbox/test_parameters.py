"""Parameters in every form that Telegram reads them in, and of the kinds that the documentation names."""

from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.api import Api
from bot.sandbox.faults import Faults
from bot.sandbox.inline import Inline
from bot.sandbox.limits import Limits
from bot.sandbox.methods import Methods
from bot.sandbox.schema import Schema
from bot.sandbox.taps import Taps
from bot.sandbox.updates import Updates
from bot.sandbox.world import TOKEN, World
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = ("chat_id", "message_id", "text", "reply_markup", "commands", "media", "photo", "caption", "action")
METHODS = (
    "sendMessage",
    "sendPhoto",
    "editMessageText",
    "editMessageMedia",
    "deleteMessage",
    "setMyCommands",
)


@pytest.mark.parametrize("form", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_four_forms(address: str, anna: Phone, form: str) -> None:
    # D: Making requests
    given = {"chat_id": str(anna.id), "text": "é👍"}
    place = f"{address}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession() as session:
        match form:
            case "query":
                calling = session.get(f"{place}?{urlencode(given)}")
            case "form":
                calling = session.post(place, data=given)
            case "json":
                calling = session.post(place, json=given)
            case _:
                calling = session.post(place, data=_multipart(given))
        async with calling as answer:
            assert (await answer.json())["result"]["text"] == "é👍"


def _multipart(given: dict[str, str]) -> aiohttp.MultipartWriter:
    writer = aiohttp.MultipartWriter("form-data")
    for name, value in given.items():
        writer.append(value).set_content_disposition("form-data", name=name)
    return writer


async def test_a_method_is_found_in_any_letters(call: Caller) -> None:
    # D: Making requests, "All methods in the Bot API are case-insensitive"
    assert (await call("GETME"))["result"]["is_bot"] is True


@pytest.mark.parametrize(
    "parameters",
    [
        {"link_preview_options": {"is_disabled": "perhaps"}},
        {"link_preview_options": "[]"},
        {"entities": [{"type": "bold", "offset": 0}]},
        {"reply_parameters": [1]},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "url": {"no": "text"}}]]}},
    ],
)
async def test_an_optional_parameter_of_the_wrong_kind_is_refused(
    call: Caller, anna: Phone, parameters: dict[str, object]
) -> None:
    # D: sendMessage and the objects that it names, as aiogram has them
    refused = await call.refusal("sendMessage", chat_id=anna.id, text="x", **parameters)
    assert refused.startswith("400 Bad Request: can't parse")


@pytest.mark.parametrize(
    "parameters",
    [
        {"disable_notification": "true"},
        {"link_preview_options": '{"is_disabled": true}'},
        {"entities": [{"type": "bold", "offset": 0, "length": 1}]},
        {"nobody_knows": "this"},
        {"text": "[not a list"},
        {"text": "[1]"},
    ],
)
async def test_what_telegram_reads_is_let_through(
    call: Caller, anna: Phone, parameters: dict[str, object]
) -> None:
    # D: Making requests; S: Client.cpp reads arguments by name, and a text as a text
    assert (await call("sendMessage", **{"chat_id": anna.id, "text": "x", **parameters}))["ok"]


@pytest.mark.parametrize(
    ("method", "refusal"),
    [
        ("sendMessage", "message text is empty"),
        ("getChat", "chat_id is empty"),
        ("deleteMessage", "chat_id is empty"),
        ("sendChatAction", "wrong parameter action in request"),
        ("setMyCommands", "can't parse commands JSON object"),
        ("getFile", "file_id not specified"),
        ("answerCallbackQuery", "query is too old and response timeout expired or query ID is invalid"),
    ],
)
async def test_what_a_method_cannot_do_without_is_missed(call: Caller, method: str, refusal: str) -> None:
    # S: Client.cpp, each method in its own words
    assert await call.refusal(method) == f"400 Bad Request: {refusal}"


def test_where_aiogram_is_not_installed_nothing_is_checked() -> None:
    Schema().check("sendMessage", {"link_preview_options": []})


@given(method=st.sampled_from(METHODS), parameters=st.dictionaries(st.sampled_from(NAMES), JSON))
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_gets_an_answer(schema: Schema, method: str, parameters: dict[str, Any]) -> None:
    """Nothing breaks, with the checks of parameters and without them."""
    for checked in (schema, None):
        _api(checked).call(method, {"chat_id": 7_001, **parameters})


def _api(schema: Schema | None) -> Api:
    """Only calls, without a server."""
    world = World(lambda: 0.0)
    world.add_person("Anna", "nl").started = True
    updates = Updates(world, None, lambda: 0.0)
    methods = Methods(world, Taps(world), Inline(world, updates), Limits(lambda: 0.0))
    return Api(world, methods, updates, Faults(), None, schema)
