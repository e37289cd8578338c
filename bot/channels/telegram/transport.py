"""HTTP to the Bot API by aiohttp: a seventh of the CPU of the library's default client, and no log lines."""

from collections.abc import Mapping
from http import HTTPStatus

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram.answers import NotArrived, for_library, read_answer

JSON = {"Content-Type": "application/json"}
CONNECT_SECONDS = 5.0
LARGEST_ANSWER = 32 * 1_048_576
"""Bytes; a hundred of the longest updates are far below."""


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

    async def call(self, url: str, payload: Mapping[str, object]) -> object:
        """The result of a method called with a prepared payload.

        Raises:
            telegram.error.TelegramError: as every call of the library.
        """
        return read_answer(*await self._send("POST", url, orjson.dumps(payload), JSON))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: object,
        **_more_timeouts: object,
    ) -> tuple[int, bytes]:
        body, headers = _encode(request_data)
        result = read_answer(*await self._send(method, url, body, headers))
        return HTTPStatus.OK, for_library(url.rpartition("/")[2], result)

    async def _send(
        self, method: str, url: str, body: bytes | aiohttp.FormData | None, headers: dict[str, str] | None
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport is not initialised")
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return answer.status, await _read(answer)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotArrived(f"no connection: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut from None
        except TelegramError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a client makes of what it gets
            # Its text would name the address, and with it the token.
            raise NetworkError(f"connection failed: {type(error).__name__}") from None


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The whole body, unless it has no end."""
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise NetworkError("the answer is too large")
    return bytes(body)


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
