"""Connections that nobody can keep open for nothing: who is slow to say what they want is not waited for."""

import asyncio

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

log = structlog.get_logger()

REQUEST_SECONDS = 10.0
"""From the start of a connection, or from the answer before, until a whole request is here."""
MOST_CONNECTIONS = 400
"""Telegram has 100 at most. One more takes the place of whoever is waited for longest."""
LARGEST_HEAD = 32_768
"""Bytes before the body."""


class ImpatientProtocol(HttpToolsProtocol):
    """A connection with a deadline for each request, among a limited number."""

    _deadline: asyncio.TimerHandle | None = None
    _ends = 0  # of heads and of requests
    _in_head = True
    _head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as it is there
        super().connection_made(transport)
        self._wait_for_request()
        if len(self.connections) > MOST_CONNECTIONS:
            self._longest_awaited().give_up()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        ends = self._ends
        super().data_received(data)
        one_goes_on = self._in_head and ends == self._ends
        self._head_bytes = self._head_bytes + len(data) if one_goes_on else 0
        if self._head_bytes > LARGEST_HEAD:
            self.give_up()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait_for_request()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._ends += 1
        self._in_head = False

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._stop_waiting()
        self._ends += 1
        self._in_head = True
        if self.cycle.response_complete:  # It was answered before it was whole
            self._wait_for_request()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle.response_complete and not self.transport.is_closing():
            self._wait_for_request()

    @property
    def awaited_until(self) -> float | None:
        """When the request that is to come must be here; None while one is handled."""
        return self._deadline.when() if self._deadline is not None else None

    def give_up(self) -> None:
        """Wait no longer."""
        log.debug("connection given up")
        self._stop_waiting()
        self.transport.abort()

    def _longest_awaited(self) -> "ImpatientProtocol":
        """Of all connections; this one, where all others are being answered."""
        others = [one for one in self.connections if isinstance(one, ImpatientProtocol)]
        return min(others, key=lambda one: one.awaited_until or float("inf"))

    def _wait_for_request(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(REQUEST_SECONDS, self.give_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
