"""Taps that wait for an answer: each is answered once, and not too late."""

from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.world import Json, World

ANSWERABLE = 30.0
"""Seconds; Telegram publishes none, and users report ten to fifteen."""
LONGEST_TOAST = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Taps:
    """The taps nobody has answered yet."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: dict[str, tuple[float, Json]] = {}

    def open(self, tap: Json) -> None:
        """Somebody tapped."""
        self._open[tap["id"]] = (self._world.clock(), tap)

    def answer(self, given: dict[str, Any]) -> bool:
        """The bot answers a tap.

        Raises:
            Refused: it is too late, or was answered.
        """
        number, text = str(given.get("callback_query_id", "")), given.get("text")
        began, tap = self._open.get(number, (0.0, None))
        if tap is None or self._world.clock() - began > ANSWERABLE:
            raise bad(TOO_OLD)
        if text and len(str(text)) > LONGEST_TOAST:
            raise bad("MESSAGE_TOO_LONG")
        del self._open[number]
        message = tap["message"]
        self._world.tell(
            "answer",
            person=tap["from"]["id"],
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            data=tap["data"],
            text=text,
            show_alert=given.get("show_alert") in (True, "true", "True"),
            url=given.get("url"),
        )
        return True
