"""HTTP to the Bot API by pyreqwest: a third of the CPU of a client in Python, and no log lines."""

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import certifi
import orjson
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import BuilderError, PoolTimeoutError, RequestError
from pyreqwest.multipart import FormBuilder, PartBuilder
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.request import RequestBuilder
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.answers import NotArrived, for_library, outcome_of, read_answer

CONNECT_TIMEOUT = timedelta(seconds=5)
LARGEST_ANSWER = 32 * 1_048_576
"""Bytes; a hundred of the longest updates are far below."""
NOT_CONNECTED = "client error (Connect)"
"""How the client's chain of causes says that no connection came about. The class of its error does not say
so: one that was cut after the call was sent is a `ConnectError` as well.
"""
TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR")
Observe = Callable[[str, str, float], None]
"""Told of each call: its method, what came of it, and its seconds."""
LAST_WORD_SECONDS = 0.02
"""The client's own thread may still be telling of an answer; a process that ended in between would crash."""


class NoCertificates(Exception):
    """The variable that is named holds no certificate to trust, so nobody could be believed."""


class CertificateNotTrusted(NotArrived):
    """Nobody we trust vouches for who answered."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """What stands between us and Telegram; `except_for`: hosts that are reached without it."""

    address: str
    except_for: str | None = None


def note_nothing(method: str, outcome: str, seconds: float) -> None:
    """Where nobody measures."""


class HttpRequest(BaseRequest):
    """PTB's request interface; errors come out as PTB's own.

    `seconds`: how long each call may take; timeouts of single calls are not looked at.
    """

    __slots__ = ("_client", "_connections", "_observe", "_proxy", "_seconds")

    def __init__(
        self,
        *,
        connections: int = 256,
        seconds: float = 10.0,
        proxy: Proxy | None = None,
        observe: Observe = note_nothing,
    ) -> None:
        self._connections = connections
        self._seconds = seconds
        self._proxy = proxy
        self._observe = observe
        self._client: Client | None = None

    async def initialize(self) -> None:
        """Open it.

        Raises:
            NoCertificates: what is to be trusted cannot be read.
        """
        if self._client is None:
            self._client = self._build()

    async def shutdown(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None
            await asyncio.sleep(LAST_WORD_SECONDS)

    @property
    def read_timeout(self) -> float:
        return self._seconds

    async def call(self, url: str, payload: Mapping[str, object]) -> object:
        """The result of a method called with a prepared payload.

        Raises:
            telegram.error.TelegramError: as every call of the library.
        """
        return await self._answer("POST", url, orjson.dumps(payload))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: object,
        **_more_timeouts: object,
    ) -> tuple[int, bytes]:
        result = await self._answer(method, url, _content(request_data))
        return HTTPStatus.OK, for_library(url.rpartition("/")[2], result)

    async def _answer(self, method: str, url: str, content: bytes | RequestData | None) -> object:
        started, outcome = time.monotonic(), "ok"
        try:
            return read_answer(*await self._send(method, url, content))
        except TelegramError as error:
            outcome = outcome_of(error)
            raise
        finally:
            self._observe(url.rpartition("/")[2], outcome, time.monotonic() - started)

    async def _send(self, method: str, url: str, content: bytes | RequestData | None) -> tuple[int, bytes]:
        if self._client is None:
            raise RuntimeError("the transport is not initialised")
        try:
            request = _filled(self._client.request(method, url), content)
            async with request.build_streamed() as answer:
                status, body = answer.status, await answer.body_reader.read(LARGEST_ANSWER + 1)
        except Exception as error:  # noqa: BLE001 - whatever a client makes of what it gets
            raise _translated(error) from None
        if body is not None and len(body) > LARGEST_ANSWER:
            raise NetworkError("the answer is too large")
        return status, bytes(body or b"")

    def _build(self) -> Client:
        try:
            return self._builder().build()
        except BuilderError:
            # It found nobody to trust: a bare system, as in a container, or what it was told is not there.
            if wrong := next((name for name in TRUST if os.environ.get(name)), None):
                raise NoCertificates(wrong) from None
        return self._builder().add_root_certificate_pem(Path(certifi.where()).read_bytes()).build()

    def _builder(self) -> ClientBuilder:
        builder = ClientBuilder().max_connections(self._connections).connect_timeout(CONNECT_TIMEOUT)
        builder = builder.timeout(timedelta(seconds=self._seconds)).follow_redirects(enable=False)
        for unpacking in (builder.gzip, builder.brotli, builder.zstd, builder.deflate):
            builder = unpacking(enable=False)
        if self._proxy is None:
            return builder.no_proxy()
        return builder.proxy(ProxyBuilder.https(self._proxy.address).no_proxy(self._proxy.except_for))


def _content(data: RequestData | None) -> bytes | RequestData | None:
    """JSON, unless there is nothing to say, or files go along."""
    if data is None or not data.parameters:
        return None
    return data if data.contains_files else orjson.dumps(data.parameters)


def _filled(request: RequestBuilder, content: bytes | RequestData | None) -> RequestBuilder:
    match content:
        case None:
            return request
        case bytes():
            return request.header("Content-Type", "application/json").body_bytes(content)
    form = FormBuilder()
    for name, value in content.json_parameters.items():
        form = form.text(name, value)
    for name, (filename, file, mime_type) in content.multipart_data.items():
        whole = file if isinstance(file, bytes) else file.read()
        form = form.part(name, PartBuilder.from_bytes(whole).file_name(filename).mime(mime_type))
    return request.multipart(form)


def _translated(error: Exception) -> TelegramError:
    """What it means for the call. An error's own text names the address, and with it the token."""
    causes = (error.details.get("causes") if isinstance(error, RequestError) else None) or []
    said = [cause["message"] for cause in causes]
    if NOT_CONNECTED in said:
        untrusted = any("certificate" in words for words in said[said.index(NOT_CONNECTED) :])
        kind = CertificateNotTrusted if untrusted else NotArrived
        return kind(f"no connection: {type(error).__name__}")
    if isinstance(error, PoolTimeoutError):
        return NotArrived("no connection was free")
    if isinstance(error, TimeoutError):
        return TimedOut()
    return NetworkError(f"connection failed: {type(error).__name__}")
