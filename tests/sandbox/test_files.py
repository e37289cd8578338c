"""Photos and documents, as large as Telegram takes them."""

import struct

import aiohttp
import pytest

from bot.sandbox.errors import CallRefused
from bot.sandbox.files import (
    LARGEST_DOWNLOAD,
    LARGEST_FILE,
    LARGEST_PHOTO,
    PNG,
    describe_file,
    read_file,
)
from bot.sandbox.sandbox import Telegram
from bot.sandbox.world import TOKEN
from tests.sandbox.api import Caller
from tests.sandbox.driver import Phone

EVERY_BYTE = bytes(range(256)) * 2 + b"\r\n--\r\n\n"


async def test_a_file_can_be_had_as_it_was_sent(address: str, call: Caller, anna: Phone) -> None:
    # D: getFile, "https://api.telegram.org/file/bot<token>/<file_path>"
    sent = await call.upload("sendDocument", "document", EVERY_BYTE, chat_id=anna.id)
    document = sent["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("document", len(EVERY_BYTE))
    path = (await call("getFile", file_id=document["file_id"]))["result"]["file_path"]
    async with aiohttp.ClientSession() as session, session.get(f"{address}/file/bot{TOKEN}/{path}") as answer:
        assert await answer.read() == EVERY_BYTE


async def test_a_file_is_sent_again_by_its_number(call: Caller, anna: Phone) -> None:
    # D: Sending files, "there is no need to reupload it"
    picture = PNG + b"\0\0\0\rIHDR" + struct.pack(">II", 320, 200)
    first = (await call.upload("sendPhoto", "photo", picture, chat_id=anna.id))["result"]["photo"]
    assert (first[0]["width"], first[0]["height"]) == (320, 200)
    again = await call("sendPhoto", chat_id=anna.id, photo=first[0]["file_id"])
    assert again["result"]["photo"] == first
    refused = await call.refusal("sendPhoto", chat_id=anna.id, photo="nobody-knows")
    assert refused == "400 Bad Request: wrong file identifier/HTTP URL specified"


def test_a_photo_has_at_most_10_mb(telegram: Telegram) -> None:
    # D: sendPhoto, "at most 10 MB in size"; S: the text
    assert read_file(telegram.world, "photo", {"photo": bytes(LARGEST_PHOTO)})["photo"]
    with pytest.raises(CallRefused) as refused:
        read_file(telegram.world, "photo", {"photo": bytes(LARGEST_PHOTO + 1)})
    assert refused.value.description == (
        "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"
    )


def test_a_file_has_at_most_50_mb(telegram: Telegram) -> None:
    # D: Sending files, "50 MB max size for other files"
    assert read_file(telegram.world, "document", {"document": bytes(LARGEST_FILE)})["document"]
    with pytest.raises(CallRefused, match="Request Entity Too Large") as refused:
        read_file(telegram.world, "document", {"document": bytes(LARGEST_FILE + 1)})
    assert refused.value.code == 413


def test_a_bot_downloads_at_most_20_mb(telegram: Telegram) -> None:
    # D: getFile, "bots can download files of up to 20MB in size"; S: Client.cpp, the text
    fits = telegram.world.keep_file("fits", bytes(LARGEST_DOWNLOAD))
    assert describe_file(telegram.world, fits)["file_size"] == LARGEST_DOWNLOAD
    large = telegram.world.keep_file("large", bytes(LARGEST_DOWNLOAD + 1))
    with pytest.raises(CallRefused, match="Bad Request: file is too big"):
        describe_file(telegram.world, large)


async def test_a_caption_has_at_most_1024_characters(call: Caller, anna: Phone) -> None:
    # D: sendPhoto, "0-1024 characters after entities parsing"
    for length, fits in ((1024, True), (1025, False)):
        answer = await call.upload("sendPhoto", "photo", b"x", chat_id=anna.id, caption="x" * length)
        assert answer["ok"] is fits
    assert answer["description"] == "Bad Request: message caption is too long"


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_no_file_is_sent_where_there_is_none(call: Caller, anna: Phone, kind: str) -> None:
    # S: Client.cpp, "There is no photo in the request"
    refused = await call.refusal(f"send{kind}", chat_id=anna.id, **{kind: ""})
    assert refused == f"400 Bad Request: there is no {kind} in the request"
    answer = await call.upload(f"send{kind}", kind, b"", chat_id=anna.id)
    assert answer["description"] == "Bad Request: file must be non-empty"
