"""Between the bot and Telegram: how long calls take, and what becomes of them on the way."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from random import Random  # noqa: TID251 - seeded

from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot.channels.telegram.answers import NotArrived
from bot.channels.telegram.transport import HttpRequest
from tests.bot.chats import Json
from tests.monkey.town import _parameters
from tests.simulation.loop import PROCESS, Steps, outside
from tests.simulation.telegram import Answer, Telegram

FASTEST, SLOWEST = 0.004, 0.2
"""Seconds one way."""
PATIENCE, LATE = 10.0, (11.0, 16.0, 40.0)
"""Seconds after which a client gives up, and after which Telegram does it all the same."""
WORDS = ("429", "500", "page", "page after", "garbage after")
"""Answers that are not what Telegram made of the call."""
AMBIGUOUS = frozenset({"cut after", "timeout after", "late", "page after", "garbage after"})
"""The call has its effect, and the bot cannot know."""
FAULTS = ("no connection", "cut before", "timeout before", *WORDS[:3], *sorted(AMBIGUOUS))


@dataclass(frozen=True, slots=True)
class Call:
    """What a process asked of Telegram."""

    process: Steps | None
    method: str
    given: Json
    fate: str
    activity: str

    @property
    def chat(self) -> int:
        return int(self.given.get("chat_id") or 0)


class Network:
    """`storm`: the share of calls that something happens to; `heard`: told of every answer of Telegram's."""

    def __init__(
        self, telegram: Telegram, chance: Random, heard: Callable[[Call, Answer | None], None]
    ) -> None:
        self.telegram = telegram
        self.storm = 0.0
        self.broken = False
        self.on_their_way = 0
        self._chance = chance
        self._heard = heard

    async def call(self, process: Steps | None, method: str, given: Json) -> Answer:
        """The answer to a call.

        Raises:
            NetworkError: there is none.
        """
        task = asyncio.current_task()
        call = Call(process, method, given, self._fate(), task.get_name() if task else "")
        await self._travel(call.fate)
        if call.fate in WORDS[:3]:
            self._heard(call, None)
            return _instead(call.fate, self._chance)
        arriving = self._chance.choice(LATE) if call.fate == "late" else self._moment()
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        _ = outside(self._carry(call, arriving, answer), f"call of {method}")
        if call.fate in ("timeout after", "late"):
            await asyncio.sleep(PATIENCE)
            raise TimedOut
        found = await answer
        if call.fate == "cut after":
            raise NetworkError("connection failed: it was cut")
        return _instead(call.fate, self._chance) if call.fate in WORDS else found

    async def _travel(self, fate: str) -> None:
        """Some calls do not arrive."""
        match fate:
            case "no connection":
                await asyncio.sleep(self._moment())
                raise NotArrived("no connection: a simulated one")
            case "cut before":
                await asyncio.sleep(self._moment())
                raise NetworkError("connection failed: it was cut")
            case "timeout before":
                await asyncio.sleep(PATIENCE)
                raise TimedOut

    async def _carry(self, call: Call, arriving: float, answer: asyncio.Future[Answer]) -> None:
        self.on_their_way += 1
        await asyncio.sleep(arriving)
        self.on_their_way -= 1
        if call.process is not None and call.process.dead and self._chance.random() < 0.5:
            return  # it had not left the machine
        found = await self.telegram.answer(call.method, call.given)
        self._heard(call, found)
        await asyncio.sleep(self._moment())
        if not answer.done():
            answer.set_result(found)

    def _fate(self) -> str:
        if self.broken:
            return self._chance.choice(("no connection", "timeout before"))
        return self._chance.choice(FAULTS) if self._chance.random() < self.storm else "arrives"

    def _moment(self) -> float:
        return self._chance.uniform(FASTEST, SLOWEST)


def _instead(fate: str, chance: Random) -> Answer:
    match fate:
        case "429":
            wait = chance.choice((1, 2, 5, 30))
            refused: Json = {"error_code": 429, "description": f"Too Many Requests: retry after {wait}"}
            return Answer(429, {"ok": False, **refused, "parameters": {"retry_after": wait}})
        case "500":
            return Answer(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"})
        case "garbage after":
            return Answer(200, {})
    return Answer(502, {"message": "Bad Gateway"})


class Line(HttpRequest):
    """The transport of a process, with the look-alike at its other end instead of a network."""

    __slots__ = ("_process",)

    network: Network

    def __init__(self, **_options: object) -> None:
        super().__init__()
        self._process = PROCESS.get()

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def _send(self, _method: str, url: str, content: bytes | RequestData | None) -> tuple[int, bytes]:
        if self._process is not None and self._process.dead:
            raise NetworkError("nobody is there any more")
        answer = await self.network.call(self._process, url.rpartition("/")[2], _given(content))
        return answer.status, answer.content


def _given(content: bytes | RequestData | None) -> Json:
    """The parameters; a file under its own name."""
    if not isinstance(content, RequestData):
        return _parameters(content)
    files = {name: file for name, (_, file, _) in content.multipart_data.items()}
    return {**content.json_parameters, **files}
