"""The page and what it talks to: files, events from the sandbox, deeds to it; and the Bot API beside them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.api import Api
from bot.sandbox.asgi import Receive, Scope, Send
from bot.sandbox.bot_process import BotProcess
from bot.sandbox.commands import Deeds
from bot.sandbox.people import DeedError
from bot.sandbox.same_origin import is_json, let_in
from bot.sandbox.transcript import Transcript
from bot.sandbox.world import BOT, TOKEN, Json, World
from messages.renderer import own_names

PAGE = Path(__file__).parent / "page"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
OTHER = "application/octet-stream"
SIGN_OF_LIFE = 15.0
"""Seconds after which something is sent although nothing happened."""


class Page(StaticFiles):
    """The page's files, which load nothing from elsewhere."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:  # noqa: ANN401 - Starlette's own
        response = super().file_response(*args, **kwargs)
        response.headers.update(HEADERS)
        return response


class Site:
    """The application: calls of the bot go straight to the API, everything else through the routes."""

    def __init__(
        self, world: World, api: Api, deeds: Deeds, transcript: Transcript, bot: BotProcess | None
    ) -> None:
        self._world = world
        self._api = api
        self._deeds = deeds
        self._languages = own_names()
        self._transcript = transcript
        self._bot = bot
        self._routes = Starlette(
            routes=[
                Route("/events", self._events),
                Route("/do", self._do, methods=["POST"]),
                Route("/file/{file_id}", self._file),
                Route(f"/file/bot{TOKEN}/{{file_id}}", self._file),
                Route("/transcript", self._page_of_transcript),
                Mount("/", Page(directory=PAGE, html=True)),
            ]
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if not await let_in(scope, receive, send):
            return
        if scope["type"] == "http" and scope["path"].startswith("/bot"):
            await self._api(scope, receive, send)
        else:
            await self._routes(scope, receive, send)  # type: ignore[arg-type] # the same, under Starlette's names

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=HEADERS)

    async def _stream(self) -> AsyncIterator[bytes]:
        queue = self._world.listen()
        try:
            yield _event(self._snapshot())
            while True:
                try:
                    async with asyncio.timeout(SIGN_OF_LIFE):
                        event = await queue.get()
                except TimeoutError:
                    yield b": still here\n\n"
                else:
                    yield _event(event)
                    if event["type"] == "stopped":
                        return
        finally:
            self._world.unlisten(queue)

    def _snapshot(self) -> Json:
        """How everything is."""
        world = self._world
        chats = [*world.people, *world.groups]
        running = {"running": True, "state": "running"} if self._bot is None else self._bot.as_json()
        return {
            "type": "snapshot",
            "now": world.clock(),
            "bot": {
                **BOT,
                "name": BOT["first_name"],
                **running,
                "commands": world.commands,
                "photo": world.photo,
                **world.texts,
            },
            "people": [world.person_json(person) for person in world.people.values()],
            "chats": [world.chat_json(chat_id) for chat_id in chats],
            "messages": list(world.messages.values()),
            "calls": list(world.calls),
            "languages": self._languages,
            **self._deeds.ahead(),
        }

    async def _do(self, request: Request) -> Response:
        try:
            if not is_json(request.headers.get("content-type", "")):
                raise DeedError("A deed comes as application/json.")
            given: Any = orjson.loads(await request.body())
            if not isinstance(given, dict):
                raise DeedError("A deed is an object.")
            document = {"ok": True, **await self._deeds.do(given)}
            return Response(orjson.dumps(document), media_type="application/json")
        except (DeedError, ValueError) as error:
            document = {"ok": False, "error": str(error)}
            return Response(orjson.dumps(document), 400, media_type="application/json")

    async def _file(self, request: Request) -> Response:
        found = self._world.files.get(request.path_params["file_id"])
        if found is None:
            return Response("not found\n", 404, media_type="text/plain")
        name, content = found
        kind = next((kind for sign, kind in PICTURES.items() if content.startswith(sign)), OTHER)
        shown = "inline" if kind != OTHER else f'attachment; filename="{name}"'
        return Response(content, media_type=kind, headers={**HEADERS, "Content-Disposition": shown})

    async def _page_of_transcript(self, _request: Request) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="transcript.jsonl"'}
        return Response(self._transcript.page(), media_type="application/jsonl", headers=headers)


def _event(document: Json) -> bytes:
    return b"data: " + orjson.dumps(document) + b"\n\n"
