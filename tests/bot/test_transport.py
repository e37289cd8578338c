"""What comes of a call at its connection: whether it arrived is not guessed, and nothing tells the token."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import pytest
import trustme
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channels.telegram import transport
from bot.channels.telegram.answers import NotArrived
from bot.channels.telegram.transport import CertificateNotTrusted, HttpRequest, NoCertificates, Proxy
from bot.settings import Settings, SettingsError, read_settings
from tests.bot.programs import program, settings_for
from tests.bot.wire import TOKEN, Wire

GOOD = b'HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n{"ok":true,"result":[7]}'
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def cut(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def end(writer: asyncio.StreamWriter) -> None:
    writer.close()


async def half(writer: asyncio.StreamWriter) -> None:
    writer.write(GOOD[:-5])
    await writer.drain()
    writer.transport.abort()


async def noise(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\x01 connection refused\r\n\r\n")
    await writer.drain()
    writer.close()


async def silence(_: asyncio.StreamWriter) -> None: ...


async def without_end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while not writer.transport.is_closing():
        writer.write(bytes(65_536))
        await writer.drain()


async def good(writer: asyncio.StreamWriter) -> None:
    writer.write(GOOD)
    await writer.drain()


class Server:
    """Whoever is at the other end; `heard` and `bodies`: what was asked."""

    def __init__(self, answer: Answer, context: ssl.SSLContext | None = None) -> None:
        self._answer = answer
        self._context = context
        self.heard: list[bytes] = []
        self.bodies: list[bytes] = []
        self.address = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Server"]:
        writers: list[asyncio.StreamWriter] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writers.append(writer)
            try:
                while True:
                    self.heard.append(await reader.readuntil(b"\r\n\r\n"))
                    length = [
                        line for line in self.heard[-1].split(b"\r\n") if b"content-length" in line.lower()
                    ]
                    size = int(length[0].split(b":")[1]) if length else 0
                    self.bodies.append(await reader.readexactly(size))
                    await self._answer(writer)
            except (asyncio.IncompleteReadError, OSError):
                pass

        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=self._context)
        scheme = "https" if self._context else "http"
        self.address = f"{scheme}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield self
        server.close()
        for writer in writers:
            writer.transport.abort()


async def call(address: str, **how: object) -> object:
    request = HttpRequest(**how)  # type: ignore[arg-type]
    await request.initialize()
    try:
        return await request.call(f"{address}/bot{TOKEN}/sendMessage", {"chat_id": 1})
    finally:
        await request.shutdown()


async def refused(address: str, **how: object) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await call(address, **how)
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None
    return caught.value


@pytest.mark.fault(12)
@pytest.mark.parametrize("answer", [cut, end, half, noise])
async def test_of_what_was_cut_after_it_was_sent_nobody_knows_whether_it_arrived(answer: Answer) -> None:
    async with Server(answer).open() as server:
        error = await refused(server.address)
    assert isinstance(error, NetworkError)
    assert not isinstance(error, NotArrived)
    assert len(server.heard) == 1


@pytest.mark.fault(12)
async def test_of_what_is_not_answered_in_time_nobody_knows_whether_it_arrived() -> None:
    async with Server(silence).open() as server:
        error = await refused(server.address, seconds=0.3)
    assert isinstance(error, TimedOut)
    assert len(server.heard) == 1


@pytest.mark.fault(11)
@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "https://127.0.0.1:9", "http://nobody.invalid"])
async def test_what_found_no_connection_certainly_did_not_arrive(address: str) -> None:
    assert isinstance(await refused(address), NotArrived)


async def test_who_does_not_finish_a_handshake_was_certainly_told_nothing() -> None:
    async with Server(silence).open() as server:
        address = server.address.replace("http:", "https:")
        assert isinstance(await refused(address, seconds=0.3), NotArrived | TimedOut)
    assert server.heard == []


async def test_what_waited_for_a_free_connection_certainly_did_not_arrive() -> None:
    async with Server(silence).open() as server:
        request = HttpRequest(connections=1, seconds=0.3)
        await request.initialize()
        calls = [request.call(f"{server.address}/bot{TOKEN}/x", {}) for _ in range(2)]
        errors = await asyncio.gather(*calls, return_exceptions=True)
        await request.shutdown()
    assert sorted(type(error).__name__ for error in errors) == ["NotArrived", "TimedOut"]
    assert len(server.heard) == 1


async def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    async with Server(without_end).open() as server:
        assert isinstance(await refused(server.address), NetworkError)


@pytest.mark.threat("S1", "S9")
async def test_nobody_is_sent_on_elsewhere() -> None:
    async with Server(good).open() as elsewhere:

        async def redirect(writer: asyncio.StreamWriter) -> None:
            head = f"HTTP/1.1 307 Elsewhere\r\nLocation: {elsewhere.address}/x\r\nContent-Length: 0\r\n\r\n"
            writer.write(head.encode())

        async with Server(redirect).open() as server:
            await refused(server.address)
    assert elsewhere.heard == []


async def test_a_cookie_is_not_kept() -> None:
    async def biscuit(writer: asyncio.StreamWriter) -> None:
        writer.write(GOOD.replace(b"OK\r\n", b"OK\r\nSet-Cookie: crumb=1\r\n"))

    async with Server(biscuit).open() as server:
        request = HttpRequest()
        await request.initialize()
        for _ in range(2):
            assert await request.call(f"{server.address}/bot{TOKEN}/x", {}) == [7]
        await request.shutdown()
    assert not any(b"crumb" in head for head in server.heard)


async def test_a_file_goes_along_with_its_name_and_kind() -> None:
    said = [
        RequestParameter.from_input("chat_id", 5),
        RequestParameter.from_input("document", InputFile(b"\x89PNG", filename="advies.html")),
    ]
    async with Server(good).open() as server:
        request = HttpRequest()
        await request.initialize()
        await request.do_request(f"{server.address}/bot{TOKEN}/x", "POST", RequestData(said))
        await request.shutdown()
    for part in (b'name="chat_id"', b"\r\n5\r\n", b'filename="advies.html"', b"text/html", b"\x89PNG"):
        assert part in server.bodies[0]


# ---------------------------------------------------------------- whom it trusts, and by what way it goes


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    made = trustme.CA()
    made.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    return made


def shown_by(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def test_who_is_vouched_for_by_a_named_authority_is_trusted_and_nobody_else(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    async with Server(good, shown_by(authority)).open() as server:
        assert await call(server.address) == [7]
    async with Server(good, shown_by(trustme.CA())).open() as stranger:
        assert isinstance(await refused(stranger.address), CertificateNotTrusted)
    assert stranger.heard == []


async def test_a_system_without_authorities_has_those_that_come_along(
    authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.setattr(transport, "TRUST", ())  # as if nobody had named them
    monkeypatch.setattr(certifi, "where", lambda: str(tmp_path / "authority.pem"))
    async with Server(good, shown_by(authority)).open() as server:
        assert await call(server.address) == [7]


async def test_a_named_file_without_authorities_is_never_replaced_by_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    with pytest.raises(NoCertificates, match="SSL_CERT_FILE"):
        await HttpRequest().initialize()


async def test_the_program_names_a_file_without_authorities_in_one_line(wire: Wire, url: str) -> None:
    trust = {"SSL_CERT_FILE": "/nowhere.pem", "SSL_CERT_DIR": ""}
    async with program("run", **settings_for(wire, url, **trust)) as bot:
        ended = await bot.ended()
    assert ended.code == 1
    assert ended.err.startswith("vierstap: SSL_CERT_FILE: ")
    assert ended.err.count("\n") == 1


async def asked_of(proxy: Server, address: str, except_for: str | None = None) -> bytes:
    await refused(address, proxy=Proxy(proxy.address, except_for))
    return b"".join(proxy.heard)


async def test_a_proxy_stands_between_us_and_what_is_encrypted_only() -> None:
    async with Server(cut).open() as proxy:
        assert await asked_of(proxy, "http://127.0.0.1:9") == b""
        assert await asked_of(proxy, "https://telegram.invalid", "telegram.invalid") == b""
        heard = await asked_of(proxy, "https://telegram.invalid")
    assert heard.startswith(b"CONNECT telegram.invalid:443 ")
    assert TOKEN.encode() not in heard


async def test_a_proxy_that_nobody_set_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Server(cut).open() as proxy, Server(good).open() as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        assert await call(server.address) == [7]
    assert proxy.heard == []


@pytest.mark.parametrize("said", ["proxy.example.org:3128", "http://proxy.example.org:3128"])
def test_the_address_of_a_proxy_may_do_without_its_scheme(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", said)
    assert urlsplit(read_settings(Settings).https_proxy or "").hostname == "proxy.example.org"


@pytest.mark.parametrize("said", ["ftp://proxy.example.org", "http://", "://x"])
def test_what_is_no_address_of_a_proxy_is_named(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", said)
    with pytest.raises(SettingsError, match="HTTPS_PROXY"):
        read_settings(Settings)
