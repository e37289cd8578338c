"""What the sandbox needs to know of ASGI, and a connection that can be cut."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

T = TypeVar("T")

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

CUT = "vierstap.cut"
JSON_HEADERS = [(b"content-type", b"application/json")]


class Gone(Exception):
    """Whoever asked is no longer there."""


class CuttableProtocol(HttpToolsProtocol):
    """Hands each request what breaks its connection, as a network does: without a word."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {CUT: {"now": self.transport.abort}}


async def cut(scope: Scope, receive: Receive) -> None:
    """Break the connection."""
    scope["extensions"][CUT]["now"]()
    await gone(receive)


async def gone(receive: Receive) -> None:
    """Wait until whoever asked hangs up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def unless_gone(receive: Receive, work: Awaitable[T]) -> T:
    """Work only for as long as somebody waits for it.

    Raises:
        Gone: nobody does any more.
    """
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone(receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return await working
    finally:
        for task in (working, leaving):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await leaving


async def read_body(receive: Receive) -> bytes:
    """All that was sent."""
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
    return body
