"""The Bot API over HTTP: bare ASGI, since a bot under test makes thousands of calls a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from bot.channels.sandbox.errors import Refused
from bot.channels.sandbox.faults import Fault, Faults
from bot.channels.sandbox.methods import Methods
from bot.channels.sandbox.parameters import decode
from bot.channels.sandbox.schema import check_parameters
from bot.channels.sandbox.transcript import Transcript
from bot.channels.sandbox.updates import Updates
from bot.channels.sandbox.world import TOKEN, Json, World

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

JSON_HEADERS = [(b"content-type", b"application/json")]
HANGING_SECONDS = 3_600.0


class Cut(Exception):
    """The connection breaks before an answer."""


class Api:
    """Answers calls at /bot<token>/<method>."""

    def __init__(
        self,
        world: World,
        methods: Methods,
        updates: Updates,
        faults: Faults,
        transcript: Transcript,
        *,
        checks: bool,
    ) -> None:
        self._world = world
        self._methods = methods
        self._updates = updates
        self._faults = faults
        self._transcript = transcript
        self._checks = checks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One call over HTTP."""
        token, method = _parts(scope["path"])
        body = await _body(receive)
        content_type = next((v for k, v in scope["headers"] if k == b"content-type"), b"").decode()
        started = time.monotonic()
        try:
            given = decode(content_type, scope["query_string"].decode(), body)
            if token != TOKEN:
                raise Refused(401, "Unauthorized")
            status, answer = await self._answer(method, given)
        except Refused as error:
            given, (status, answer) = {}, _refusal(error)
        except Cut:
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000000")]}
            )
            await send({"type": "http.response.body", "body": b"{", "more_body": False})
            return
        if self._checks:
            self._note(method, given, status, answer, time.monotonic() - started)
        await send({"type": "http.response.start", "status": status, "headers": JSON_HEADERS})
        await send({"type": "http.response.body", "body": orjson.dumps(answer)})

    def call(self, method: str, given: Json) -> object:
        """A call that came in the answer to a webhook's delivery: its result is not told to anybody."""
        try:
            result = self._methods.call(method, given)
        except Refused as error:
            result = error.description
        self._note(method, given, 200, {"result": result}, 0.0)
        return result

    async def _answer(self, method: str, given: Json) -> tuple[int, Json]:
        fault = self._faults.take(method)
        if fault is not None:
            self._world.tell("faults", faults=self._faults.as_json())
            await self._go_wrong(fault, method, given)
        try:
            return 200, {"ok": True, "result": await self._result(method, given)}
        except Refused as error:
            return _refusal(error)

    async def _go_wrong(self, fault: Fault, method: str, given: Json) -> None:
        if fault.refusal is not None:
            raise fault.refusal
        if fault.kind == "timeout":
            await asyncio.sleep(HANGING_SECONDS)
        if fault.kind == "cut_after":
            await self._result(method, given)
        raise Cut

    async def _result(self, method: str, given: Json) -> object:
        if self._checks:
            check_parameters(method, given)
        match method.lower():
            case "getupdates":
                return await self._updates.get(given)
            case "setwebhook":
                return await self._updates.set_webhook(given)
            case "deletewebhook":
                return await self._updates.set_webhook({**given, "url": ""})
            case "getwebhookinfo":
                url = (self._updates.webhook or {}).get("url", "")
                return {
                    "url": url,
                    "has_custom_certificate": False,
                    "pending_update_count": self._updates.count,
                }
        return self._methods.call(method, given)

    def _note(self, method: str, given: Json, status: int, answer: Json, seconds: float) -> None:
        """For the transcript and the drawer on the page; asking for updates is no news."""
        shown = {name: f"<{len(v)} bytes>" if isinstance(v, bytes) else v for name, v in given.items()}
        call = {"n": self._world.number(), "at": self._world.clock(), "method": method, "parameters": shown}
        call |= {"status": status, "answer": answer, "seconds": round(seconds, 4)}
        self._transcript.note("call", call)
        if method.lower() != "getupdates":
            self._world.calls.append(call)
            self._world.tell("call", call=call)


def _parts(path: str) -> tuple[str, str]:
    """Token and method of a path."""
    place, _, method = path.lstrip("/").partition("/")
    return place.removeprefix("bot"), method


def _refusal(error: Refused) -> tuple[int, Json]:
    document: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        document["parameters"] = error.parameters
    return error.code, document


async def _body(receive: Receive) -> bytes:
    event = await receive()
    body: bytes = event.get("body", b"")
    while event.get("more_body"):
        event = await receive()
        body += event.get("body", b"")
    return body
