"""The web application: the webhook where there is one, health and metrics always."""

import hmac
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.services.ports import StorageError
from bot.services.tasks import begin

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_BODY = 1_048_576
"""Bytes; the largest update is far below."""

TakeIn = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers: a path, a secret, and who takes the updates in."""

    path: str
    secret: str
    take_in: TakeIn


def build_web(
    webhook: Webhook | None,
    metrics: Callable[[], Awaitable[bytes]],
) -> Starlette:
    """The routes of this process. It is ready as long as `metrics` can read the database."""

    async def healthz(_request: Request) -> Response:
        return Response("ok\n", media_type="text/plain")

    async def readyz(_request: Request) -> Response:
        try:
            await metrics()
        except StorageError:
            return Response("not ready\n", 503, media_type="text/plain")
        return Response("ready\n", media_type="text/plain")

    async def show_metrics(_request: Request) -> Response:
        try:
            page = await metrics()
        except StorageError:
            return Response("not ready\n", 503, media_type="text/plain")
        return Response(page, media_type="text/plain; version=0.0.4")

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", show_metrics),
    ]
    if webhook is not None:
        routes.append(Route(webhook.path, _receiver(webhook), methods=["POST"]))
    return Starlette(routes=routes)


def _receiver(webhook: Webhook) -> Callable[[Request], Awaitable[Response]]:
    secret = webhook.secret.encode()

    async def receive(request: Request) -> Response:
        """Acknowledge an update once it is on disk; without the secret do nothing at all."""
        offered = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(offered, secret):
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = orjson.loads(body)
        except orjson.JSONDecodeError:
            update = None
        if not isinstance(update, dict):
            # Refusing it would only make it come again, and hold up those behind it.
            return Response(status_code=200)
        try:
            answer = await webhook.take_in(update)
        except StorageError:
            return Response(status_code=503, headers={"Retry-After": "2"})
        if answer is None:
            return Response(status_code=200)
        return Response(orjson.dumps(answer), media_type="application/json")

    return receive


async def _read(request: Request) -> bytes | None:
    """The body, or None as soon as it is too large."""
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > LARGEST_BODY:
        return None
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > LARGEST_BODY:
            return None
    return bytes(chunks)


class _QuietServer(uvicorn.Server):
    """A server that leaves signals to the process it is part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class PortInUse(Exception):
    """Somebody else listens there already."""


@asynccontextmanager
async def serve(app: Starlette, host: str, port: int) -> AsyncIterator[None]:
    """Serve while the block runs; on leaving, requests under way are finished.

    Raises:
        PortInUse: the address cannot be had.
    """
    try:
        listening = socket.create_server((host, port))
    except OSError as error:
        raise PortInUse(f"{host}:{port}: {error.strerror}") from None
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=3
    )
    server = _QuietServer(config)
    task = begin(server.serve(sockets=[listening]), "web server")
    try:
        yield
    finally:
        server.should_exit = True
        await task
