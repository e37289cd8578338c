"""The least that a bot can be: it asks for updates and answers each with one edit, over plain connections."""

import asyncio
from typing import Any

import orjson

CONNECTIONS = 16
GONE = (ConnectionError, asyncio.IncompleteReadError)
"""How a task ends when the Bot API is gone."""
TEXT = (
    "<b>Question {number} of at most 10</b>  <code>▓▓▓░░░░░░░</code>\n\n"
    "Why do customers, residents, patients or members <i>mainly</i> choose you?\n\n"
    "<blockquote expandable>Whoever knows why people come can say something that they want to read: "
    "&lt;price&gt;, what suits them, the newest, or a bit of everything.</blockquote>"
)
BUTTONS = ["A. Price, ease, no surprises", "B. What suits the customer", "C. The best", "D. Everything"]
KEYBOARD = {
    "inline_keyboard": [
        *([{"text": text, "callback_data": f"q:1:{text[0]}"}] for text in BUTTONS),
        [{"text": "Back", "callback_data": "back"}, {"text": "Why?", "callback_data": "why"}],
    ]
}


class LightBot:
    """Runs until the Bot API is gone."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._token = token
        self._taps: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def run(self) -> None:
        """Ask and answer, side by side."""
        working = [asyncio.create_task(self._ask())]
        working += [asyncio.create_task(self._answer()) for _ in range(CONNECTIONS)]
        await asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED)
        for task in working:
            task.cancel()
        for ended in await asyncio.gather(*working, return_exceptions=True):
            if isinstance(ended, Exception) and not isinstance(ended, GONE):
                raise ended

    async def _ask(self) -> None:
        connection = await _Connection.open(self._port, self._token)
        offset = 0
        while True:
            for update in await connection.call("getUpdates", {"offset": offset, "timeout": 10}):
                offset = update["update_id"] + 1
                self._taps.put_nowait(update["callback_query"])

    async def _answer(self) -> None:
        connection = await _Connection.open(self._port, self._token)
        number = 0
        while True:
            tap = await self._taps.get()
            number += 1
            message = tap["message"]
            where = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            text = TEXT.format(number=f"{id(connection)}-{number}")
            given = {**where, "text": text, "parse_mode": "HTML", "reply_markup": KEYBOARD}
            await connection.call("editMessageText", given)


class _Connection:
    """One call after another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self._reader = reader
        self._writer = writer
        self._token = token

    @classmethod
    async def open(cls, port: int, token: str) -> "_Connection":
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=2**20), token)

    async def call(self, method: str, given: dict[str, Any]) -> Any:
        """The result of a call, which has to succeed."""
        body = orjson.dumps(given)
        head = f"POST /bot{self._token}/{method} HTTP/1.1\r\nHost: localhost\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        document = orjson.loads(await self._reader.readexactly(length))
        if not document["ok"]:
            raise RuntimeError(document)
        return document["result"]
