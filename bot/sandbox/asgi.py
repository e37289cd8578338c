"""What the sandbox needs to know of ASGI, and a connection that can be cut."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from bot.services.tasks import Ended, before

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


async def unless_gone(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """Work only for as long as somebody waits for it.

    Raises:
        Gone: nobody does any more.
    """
    try:
        return await before(gone(receive), work)
    except Ended:
        raise Gone from None


async def read_body(receive: Receive) -> bytes:
    """All that was sent."""
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
    return body
