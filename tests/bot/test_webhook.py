"""The webhook: nothing without the secret, and no acknowledgement of what is not on disk."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from io import BytesIO

import aiohttp
import orjson
import pytest

from bot.channels.web.server import SECRET_HEADER, Webhook, build_web, serve
from bot.services import examiner
from bot.services.ports import StorageError
from bot.services.receiver import Receiver
from tests.bot.answers import QUICK
from tests.bot.bugs import fail
from tests.bot.conftest import Start
from tests.bot.house import House
from tests.bot.people import Person
from tests.bot.programs import free_port

SECRET = "a-secret_of-ours"


@dataclass(frozen=True, slots=True)
class Site:
    """The bot's web server, and who can reach it."""

    house: House
    http: aiohttp.ClientSession
    taken_in: list[object]

    async def deliver(self, body: bytes | object, secret: str = SECRET) -> tuple[int, bytes]:
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        async with self.http.post("/telegram", data=BytesIO(data), headers={SECRET_HEADER: secret}) as answer:
            result = answer.status, await answer.read()
        await self.house.at_rest()
        return result

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(path) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def site(start: Start) -> AsyncIterator[Site]:
    async with start(polls=False) as house:
        taken_in: list[object] = []

        async def take_in(update: dict[str, object]) -> dict[str, object] | None:
            taken_in.append(update)
            return await house.desk.take_in(update, answer_taps=False)

        port, look = free_port(), house.examiner
        web = build_web(
            Webhook("/telegram", SECRET, take_in, house.desk.step_over), look.faults, look.metrics
        )
        async with serve(web, "127.0.0.1", port), aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            yield Site(house, http, taken_in)


@pytest.fixture
def anna(site: Site) -> Person:
    return Person(site.house.wire, site.house.at_rest, 700_000_001, "nl", "Anna")


def break_storage(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_work: object) -> Awaitable[None]:
        raise StorageError("the disk is full")

    monkeypatch.setattr(site.house.storage, "run", run, raising=True)


@pytest.mark.promise("G2")
async def test_an_update_with_the_secret_is_answered_once_it_is_on_disk(site: Site, anna: Person) -> None:
    status, body = await site.deliver(anna.raw_message(text="/quick"))
    assert (status, body) == (200, b"")
    assert anna.question == "strategy"


async def test_a_tap_is_answered_in_the_answer_itself(site: Site, anna: Person) -> None:
    await site.deliver(anna.raw_message(text="/quick"))
    tap = anna.raw_tap(f":{QUICK[0]}")
    status, body = await site.deliver(tap)
    expected = {"method": "answerCallbackQuery", "callback_query_id": tap["callback_query"]["id"]}
    assert (status, orjson.loads(body)) == (200, expected)
    assert anna.question == "management"
    assert site.house.wire.calls_of("answerCallbackQuery") == []


async def test_a_stale_tap_is_told_why_in_the_answer_itself(site: Site, anna: Person) -> None:
    await site.deliver(anna.raw_message(text="/quick"))
    tap, again = anna.raw_tap(f":{QUICK[0]}"), anna.raw_tap(f":{QUICK[0]}")
    await site.deliver(tap)
    assert orjson.loads((await site.deliver(again))[1])["text"]


async def test_an_update_that_nothing_can_be_done_about_is_acknowledged(
    site: Site, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Receiver, "receive", fail)
    monkeypatch.setattr(Receiver, "hear_group", fail)
    for update in (anna.raw_message(text="/quick"), anna.raw_added(-4_000_001)):
        assert (await site.deliver(update))[0] == 200


@pytest.mark.threat("S2")
@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper(), "é"])
async def test_without_the_secret_nothing_is_done(site: Site, anna: Person, secret: str) -> None:
    assert await site.deliver(anna.raw_message(text="/quick"), secret) == (403, b"")
    assert await site.deliver(b"x" * 2**20, secret) == (403, b"")
    assert site.taken_in == []
    assert anna.chat == []


@pytest.mark.threat("S2")
async def test_a_body_above_a_mebibyte_is_refused(site: Site) -> None:
    assert (await site.deliver(b" " * (2**20 + 1)))[0] == 413

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 2**16

    async with site.http.post("/telegram", data=chunks(), headers={SECRET_HEADER: SECRET}) as answer:
        assert answer.status == 413
    assert site.taken_in == []


async def test_a_message_as_large_as_allowed_is_taken_in(site: Site, anna: Person) -> None:
    assert (await site.deliver(anna.raw_message(text="x" * 1_000_000)))[0] == 200
    assert anna.can("quick")


async def count_of(site: Site, kind: str) -> float:
    _, page = await site.get("/metrics")
    return sum(
        float(line.rsplit(" ", 1)[1])
        for line in page.splitlines()
        if line.startswith(f'vierstap_updates_total{{kind="{kind}"}}')
    )


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"7", b'"x"', b"\xff\xfe", b"[" * 9_000])
async def test_what_is_no_update_is_refused_and_counted(site: Site, body: bytes) -> None:
    assert await site.deliver(body) == (400, b"")
    assert await count_of(site, "malformed") == 1


async def test_the_secret_is_compared_in_the_same_time_whatever_it_is(
    site: Site, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(offered: bytes, secret: bytes) -> bool:
        compared.append((offered, secret))
        return False

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert await site.deliver(anna.raw_message(text="/quick"), SECRET) == (403, b"")
    assert compared == [(SECRET.encode(), SECRET.encode())]


@pytest.mark.fault(34)
@pytest.mark.promise("G14")
@pytest.mark.parametrize(
    "body", [b'{"update_id":901, "message": {"text": "\xff secret"}}', b'{"update_id": 901, "x": secret']
)
async def test_an_update_that_cannot_be_read_is_stepped_over_and_noted_without_its_words(
    site: Site, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert await site.deliver(body) == (200, b"")
    (noted,) = await site.house.storage.run(lambda unit: unit.parked(2))
    assert noted.update_id == 901
    assert await count_of(site, "malformed") == 1
    assert "secret" not in f"{noted} {caplog.text}"


@pytest.mark.parametrize("body", [b"{}", b'{"update_id": "x"}'])
async def test_an_object_that_is_no_update_is_acknowledged(site: Site, body: bytes) -> None:
    assert await site.deliver(body) == (200, b"")


@pytest.mark.fault(26, 29)
@pytest.mark.promise("G2")
async def test_what_cannot_be_stored_is_to_come_again(
    site: Site, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    update = anna.raw_message(text="/quick")
    with monkeypatch.context() as patch:
        break_storage(site, patch)
        assert (await site.deliver(update))[0] == 503
    assert (await site.deliver(update))[0] == 200
    assert anna.question == "strategy"


async def test_health_is_told_with_the_database_and_without(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await site.get("/healthz"))[0] == 200
    assert (await site.get("/readyz"))[0] == 200
    break_storage(site, monkeypatch)
    assert (await site.get("/healthz"))[0] == 200
    assert (await site.get("/readyz"))[0] == 503
    assert 'vierstap_well{check="database"} 0.0' in (await site.get("/metrics"))[1]
    monkeypatch.undo()


@pytest.mark.fault(30)
async def test_a_database_that_does_not_answer_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examiner, "ANSWER_SECONDS", 0.05)
    with monkeypatch.context() as patch:
        patch.setattr(site.house.storage, "run", lambda _: asyncio.Event().wait())
        assert [(await site.get(path))[0] for path in ("/readyz", "/metrics", "/healthz")] == [503, 200, 200]
    assert (await site.get("/readyz"))[0] == 200


async def test_the_metrics_count_what_happens_and_name_nobody(site: Site, anna: Person) -> None:
    await site.deliver(anna.raw_message(text="/quick"))
    await site.deliver(anna.raw_tap(f":{QUICK[0]}"))
    status, page = await site.get("/metrics")
    assert status == 200
    figures = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    assert figures['vierstap_updates_total{kind="tap"}'] == "1.0"
    assert figures['vierstap_turns_total{outcome="done"}'] == "2.0"
    assert figures['vierstap_sends_total{result="delivered"}'] == "2.0"
    assert figures['vierstap_stored{what="conversations"}'] == "1.0"
    assert figures['vierstap_stored{what="teams"}'] == "0.0"
    assert figures["vierstap_turn_seconds_count"] == "2.0"
    assert figures["vierstap_delivery_seconds_count"] == "2.0"
    for personal in (str(anna.id), "Anna", "a_user_name", QUICK[0]):
        assert personal not in page


async def test_another_path_or_method_is_not_there(site: Site) -> None:
    assert (await site.get("/"))[0] == 404
    assert (await site.get("/telegram"))[0] == 405
