"""The look-alike's HTTP side: /bot<token>/<method>, served by uvicorn on a free loopback port."""

import asyncio
import socket
from typing import Any

import orjson
import uvicorn

from benchmarks.certificate import Certificate
from benchmarks.fake_api import FakeApi
from benchmarks.parameters import decode, decode_query

JSON_HEADERS = [(b"content-type", b"application/json")]


class ApiServer:
    """Serves a look-alike over HTTP."""

    def __init__(self, api: FakeApi, certificate: Certificate | None = None) -> None:
        self._api = api
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=2048)
        scheme = "https" if certificate else "http"
        self.address = f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            self._respond,
            loop="uvloop",
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,
            log_level="warning",
            access_log=False,
            timeout_keep_alive=600,
            timeout_graceful_shutdown=2,
            ssl_certfile=certificate.chain if certificate else None,
        )
        self._server = uvicorn.Server(config)
        self._serving: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Serve in the background."""
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))

    async def stop(self) -> None:
        """Finish the calls under way."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving

    async def _respond(self, scope: Any, receive: Any, send: Any) -> None:
        body = await _body(receive)
        content_type = next((v for k, v in scope["headers"] if k == b"content-type"), b"").decode()
        parameters = decode_query(scope["query_string"]) | decode(content_type, body)
        method = scope["path"].rpartition("/")[2]
        status, answer = await self._api.call(method, parameters)
        await send({"type": "http.response.start", "status": status, "headers": JSON_HEADERS})
        await send({"type": "http.response.body", "body": orjson.dumps(answer)})


async def _body(receive: Any) -> bytes:
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
    return body
