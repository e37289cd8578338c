"""What can go wrong between the bot and Telegram."""

import asyncio
from dataclasses import dataclass


class Refused(Exception):
    """A call that Telegram refuses."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Fault:
    """A call is refused, its connection cut `before` or `after` it took effect, or it is held up."""

    refusal: Refused | None = None
    cut: str = ""
    held: asyncio.Event | None = None


def too_many(seconds: int) -> Fault:
    return Fault(Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))


def refusal(code: int, description: str) -> Fault:
    return Fault(Refused(code, description))


CUT_BEFORE = Fault(cut="before")
CUT_AFTER = Fault(cut="after")
BLOCKED = refusal(403, "Forbidden: bot was blocked by the user")
GONE = refusal(400, "Bad Request: message to edit not found")
UNREADABLE = refusal(400, "Bad Request: can't parse entities: unexpected end tag")
BROKEN_SERVER = refusal(502, "Bad Gateway")
