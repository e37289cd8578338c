"""The web application: the webhook where there is one, health and metrics always."""

import asyncio
import hmac
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import structlog
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, Router

from bot.channels.web.senders import ImpatientProtocol
from bot.services.health import HealthCheck
from bot.services.ports import StorageError
from bot.services.tasks import begin

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_BODY = 1_048_576
"""Bytes; the largest update is far below."""

TURN_SECONDS = 25.0
"""After these Telegram is told to deliver again; it waits for sixty."""

TakeIn = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]
StepOver = Callable[[bytes], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers: a path, a secret, and who takes the updates in. `step_over`: notes what is no
    update; whether it must not come again.
    """

    path: str
    secret: str
    take_in: TakeIn
    step_over: StepOver


def build_web(
    webhook: Webhook | None,
    faults: Callable[[], Awaitable[frozenset[HealthCheck]]],
    metrics: Callable[[], Awaitable[bytes]],
) -> Router:
    """The routes of this process."""

    async def healthz(_request: Request) -> Response:
        return Response("ok\n", media_type="text/plain")

    async def readyz(_request: Request) -> Response:
        if found := await faults():
            return Response(f"not ready: {', '.join(sorted(found))}\n", 503, media_type="text/plain")
        return Response("ready\n", media_type="text/plain")

    async def show_metrics(_request: Request) -> Response:
        return Response(await metrics(), media_type="text/plain; version=0.0.4")

    routes = [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", show_metrics),
    ]
    if webhook is not None:
        routes.insert(0, Route(webhook.path, _receiver(webhook), methods=["POST"]))
    return Router(routes)  # without the layers of an application, which each update would go through


def _receiver(webhook: Webhook) -> Callable[[Request], Awaitable[Response]]:
    secret = webhook.secret.encode()

    async def receive(request: Request) -> Response:
        """Acknowledge an update once it is on disk; without the secret do nothing at all."""
        offered = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(offered, secret):
            return Response(status_code=403)
        try:
            body = await _read(request)
        except ClientDisconnect:
            return Response(status_code=400)  # To nobody
        if body is None:
            return Response(status_code=413)
        try:
            async with asyncio.timeout(TURN_SECONDS):
                return await _take_in(webhook, body)
        except (StorageError, TimeoutError):
            return Response(status_code=503, headers={"Retry-After": "2"})

    return receive


async def _take_in(webhook: Webhook, body: bytes) -> Response:
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        update = None
    if not isinstance(update, dict):
        # An update that cannot be read would only come again, and hold up those behind it.
        return Response(status_code=200 if await webhook.step_over(body) else 400)
    answer = await webhook.take_in(update)
    if answer is None:
        return Response(status_code=200)
    return Response(orjson.dumps(answer), media_type="application/json")


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


def _listen(host: str, port: int) -> socket.socket:
    """A socket at the address; `::` is every address, also of IPv4."""
    shown = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        (family, *_, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        dual = family == socket.AF_INET6 and socket.has_dualstack_ipv6()
        listening = socket.create_server(address, family=family, dualstack_ipv6=dual)
    except UnicodeError:
        raise PortInUse(f"{shown}: not the name of a host") from None
    except OSError as error:
        raise PortInUse(f"{shown}: {error.strerror}") from None
    log.info("listening", at=f"http://{shown}")
    return listening


@asynccontextmanager
async def serve(app: Router, host: str, port: int) -> AsyncIterator[None]:
    """Serve while the block runs; on leaving, requests under way are finished.

    Raises:
        PortInUse: the address cannot be had.
    """
    listening = _listen(host.strip("[]"), port)
    config = uvicorn.Config(
        app,
        http=ImpatientProtocol,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=3,
    )
    server = _QuietServer(config)
    task = begin(server.serve(sockets=[listening]), "web server")
    try:
        yield
    finally:
        server.should_exit = True
        await task
