"""What goes wrong on demand between the bot and Telegram."""

from collections import defaultdict, deque
from dataclasses import dataclass

from bot.sandbox.errors import CallRefused, too_many

KINDS = ("429", "429_bare", "420", "500", "502", "page", "garbage", "timeout", "cut_before", "cut_after")
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Fault:
    """One call goes wrong in one way."""

    kind: str
    retry_after: int = 5

    @property
    def refusal(self) -> CallRefused | None:
        """What Telegram says, where it says anything."""
        match self.kind:
            case "429":
                return too_many(self.retry_after)
            case "429_bare":
                return CallRefused(429, "Too Many Requests")
            case "420":
                return CallRefused(420, "FLOOD")
            case "500":
                return CallRefused(500, "Internal Server Error")
            case "502":
                return CallRefused(502, "Bad Gateway")
        return None

    @property
    def odd(self) -> tuple[int, dict[str, object]] | None:
        """What comes instead of an answer of Telegram: a gateway's, or one of another shape."""
        match self.kind:
            case "page":
                return 502, {"message": "Bad Gateway"}
            case "garbage":
                return 200, {}
        return None


class Faults:
    """The faults ahead, by method, in their order."""

    def __init__(self) -> None:
        self._ahead: dict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """The next calls of a method (or of any) go wrong."""
        self._ahead[method.lower()].extend([fault] * times)

    def clear(self) -> None:
        self._ahead.clear()

    def take(self, method: str) -> Fault | None:
        """What goes wrong with this call, if anything. Asking for updates is spared unless it is named."""
        for name in (method.lower(), *([] if method.lower() == "getupdates" else [EVERY])):
            if ahead := self._ahead.get(name):
                return ahead.popleft()
        return None

    def as_json(self) -> list[dict[str, object]]:
        """What is ahead, for the page."""
        return [
            {"method": method, "kind": ahead[0].kind, "left": len(ahead)}
            for method, ahead in self._ahead.items()
            if ahead
        ]
