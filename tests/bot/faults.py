"""What can go wrong between the bot and Telegram."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field


class Refused(Exception):
    """A call that Telegram refuses."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Odd:
    """An answer as it goes over the wire, whatever it says."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A call is refused, its connection cut `before` or `after` it took effect, it is held up, or answered
    oddly instead of taking effect; `done`: after it did.
    """

    refusal: Refused | None = None
    cut: str = ""
    held: asyncio.Event | None = None
    odd: Odd | None = None
    done: bool = False


def too_many(seconds: int) -> Fault:
    return Fault(Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds))


def refusal(code: int, description: str) -> Fault:
    return Fault(Refused(code, description))


def odd(status: int, body: bytes = b"", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(odd=Odd(status, body, named))


CUT_BEFORE = Fault(cut="before")
CUT_AFTER = Fault(cut="after")
BLOCKED = refusal(403, "Forbidden: bot was blocked by the user")
GONE = refusal(400, "Bad Request: message to edit not found")
UNREADABLE = refusal(400, "Bad Request: can't parse entities: unexpected end tag")
BROKEN_SERVER = refusal(502, "Bad Gateway")
PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
GATEWAY = odd(502, PAGE, Content_Type="text/html")
"""What stands before the server has a page of its own, and nobody knows what happened behind it."""
BARE_PAUSE = odd(429, b'{"ok":false,"error_code":429,"description":"Too Many Requests"}')
FLOOD = odd(420, b'{"ok":false,"error_code":420,"description":"FLOOD"}')
