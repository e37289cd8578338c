"""The Bot API over HTTP: bare ASGI, since a bot under test makes thousands of calls a second."""

import time

import orjson

from bot.sandbox.asgi import (
    JSON_HEADERS,
    Gone,
    Receive,
    Scope,
    Send,
    cut,
    gone,
    read_body,
    unless_gone,
)
from bot.sandbox.errors import CallRefused, not_found
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.methods import Methods
from bot.sandbox.parameters import decode
from bot.sandbox.schema import Schema
from bot.sandbox.transcript import Transcript
from bot.sandbox.updates import Updates
from bot.sandbox.world import TOKEN, Json, World

CallOutcome = tuple[int, Json]
NO_ANSWER: CallOutcome = (0, {})
"""The connection was cut, or whoever asked did not wait."""


class Api:
    """Answers calls at /bot<token>/<method>. Without a schema parameters are taken on trust, and without a
    transcript nothing is told of them.
    """

    def __init__(
        self,
        world: World,
        methods: Methods,
        updates: Updates,
        faults: Faults,
        transcript: Transcript | None,
        schema: Schema | None,
    ) -> None:
        self._world = world
        self._methods = methods
        self._updates = updates
        self._faults = faults
        self._transcript = transcript
        self._schema = schema

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One call over HTTP."""
        token, method = _parts(scope["path"])
        body = await read_body(receive)
        content_type = next((v for k, v in scope["headers"] if k == b"content-type"), b"").decode()
        started, given = time.monotonic(), Json()
        try:
            if token != TOKEN:
                raise CallRefused(401, "Unauthorized")
            given = decode(content_type, scope["query_string"].decode(), body)
            outcome = await self._answer(method, given, scope, receive)
        except CallRefused as error:
            outcome = _refusal(error)
        except Gone:
            outcome = NO_ANSWER
        self._note(method, given, outcome, time.monotonic() - started)
        if outcome is not NO_ANSWER:
            await _send(send, outcome)

    def call(self, method: str, given: Json) -> object:
        """A call that came in the answer to a webhook's delivery: nobody is told its result, and those for
        updates and webhooks are not taken.
        """
        try:
            result = self._result(method, given)
            outcome: CallOutcome = 200, {"ok": True, "result": result}
        except CallRefused as error:
            result, outcome = error.description, _refusal(error)
        self._note(method, given, outcome, 0.0)
        return result

    async def _answer(self, method: str, given: Json, scope: Scope, receive: Receive) -> CallOutcome:
        fault = self._faults.take(method)
        if fault is not None:
            self._world.tell("faults", faults=self._faults.as_json())
            return await self._go_wrong(fault, method, given, scope, receive)
        return 200, {"ok": True, "result": await self._slow_result(method, given, receive)}

    async def _go_wrong(
        self, fault: Fault, method: str, given: Json, scope: Scope, receive: Receive
    ) -> CallOutcome:
        if fault.refusal is not None:
            raise fault.refusal
        if fault.odd is not None:
            return fault.odd
        if fault.kind == "timeout":
            await gone(receive)
            raise Gone
        try:
            if fault.kind == "cut_after":
                await self._slow_result(method, given, receive)
        finally:
            await cut(scope, receive)
        return NO_ANSWER

    async def _slow_result(self, method: str, given: Json, receive: Receive) -> object:
        """What a method gives; some have to wait for it."""
        match method.lower():
            case "getupdates":
                self._check(method, given)
                return await unless_gone(receive, self._updates.get(given))
            case "setwebhook":
                self._check(method, given)
                return await self._updates.set_webhook(given)
            case "deletewebhook":
                return await self._updates.set_webhook({**given, "url": ""})
            case "getwebhookinfo":
                return self._updates.describe_webhook()
        return self._result(method, given)

    def _result(self, method: str, given: Json) -> object:
        found = self._methods.find(method)
        if found is None:
            raise not_found()
        self._check(method, given)
        return found(given)

    def _check(self, method: str, given: Json) -> None:
        if self._schema is not None:
            self._schema.check(method, given)

    def _note(self, method: str, given: Json, outcome: CallOutcome, seconds: float) -> None:
        """For the transcript and the drawer on the page; asking for updates is no news."""
        if self._transcript is None:
            return
        shown = {name: f"<{len(v)} bytes>" if isinstance(v, bytes) else v for name, v in given.items()}
        call: Json = {"n": self._world.number(), "at": self._world.clock(), "method": method}
        call |= {
            "parameters": shown,
            "status": outcome[0],
            "answer": outcome[1],
            "seconds": round(seconds, 4),
        }
        self._transcript.note("call", call)
        if method.lower() != "getupdates":
            self._world.calls.append(call)
            self._world.tell("call", call=call)


def _parts(path: str) -> tuple[str, str]:
    """Token and method of a path."""
    place, _, method = path.lstrip("/").partition("/")
    return place.removeprefix("bot"), method


async def _send(send: Send, outcome: CallOutcome) -> None:
    status, answer = outcome
    body = orjson.dumps(answer)
    headers = [*JSON_HEADERS, (b"content-length", str(len(body)).encode())]
    if pause := answer.get("parameters", {}).get("retry_after"):
        headers.append((b"retry-after", str(pause).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _refusal(error: CallRefused) -> CallOutcome:
    document: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        document["parameters"] = error.parameters
    return error.code, document
