"""Inline mode: somebody types the bot's name, chooses from what it offers, and that is sent as theirs."""

import re
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.keyboards import read_keyboard
from bot.sandbox.markup import MOST_IN_A_TEXT, read
from bot.sandbox.parameters import read_structure
from bot.sandbox.taps import TOO_OLD
from bot.sandbox.updates import Updates
from bot.sandbox.world import BOT, Json, Person, World

FIRST_QUERY = 7_100_000_000_000_000
ANSWERABLE = 30.0
"""Seconds for which the bot can answer."""
CHOSEN_WITHIN = 300.0
"""Seconds for which what it offered can be chosen."""
MOST_RESULTS, LONGEST_ID, LONGEST_QUERY = 50, 64, 256
START = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Inline:
    """The questions nobody has answered yet, and what was offered to choose from."""

    def __init__(self, world: World, updates: Updates) -> None:
        self._world = world
        self._updates = updates
        self._open: dict[str, tuple[float, Person, int]] = {}
        self._offered: dict[tuple[str, str], tuple[float, Json]] = {}

    async def ask(self, person: Person, chat_id: int, query: str) -> str:
        """Somebody types the bot's name, and perhaps more; the number of the question."""
        kind = self._world.chat(chat_id)["type"]
        number = str(FIRST_QUERY + self._world.number())
        self._open[number] = (self._world.clock(), person, chat_id)
        asked = {"id": number, "from": person.user(), "query": query[:LONGEST_QUERY], "offset": ""}
        await self._updates.post(inline_query={**asked, "chat_type": "sender" if kind == "private" else kind})
        return number

    def answer(self, given: dict[str, Any]) -> bool:
        """The bot offers results.

        Raises:
            Refused: it is too late, or Telegram would not take them.
        """
        number = str(given.get("inline_query_id", ""))
        began, person, chat_id = self._open.get(number, (0.0, None, 0))
        if person is None or self._world.clock() - began > ANSWERABLE:
            raise bad(TOO_OLD)
        results, button = _read_results(given.get("results")), _read_button(given.get("button"))
        del self._open[number]
        for result in results:
            self._offered[number, result["id"]] = (self._world.clock(), result)
        shown = [{name: r.get(name, "") for name in ("id", "title", "description")} for r in results]
        self._world.tell(
            "inline", person=person.id, chat_id=chat_id, query_id=number, results=shown, button=button
        )
        return True

    def chosen(self, number: str, result_id: str) -> Json | None:
        """The message that is sent when somebody chooses this; None where it was not offered, or long ago."""
        at, result = self._offered.get((number, result_id), (0.0, None))
        if result is None or self._world.clock() - at > CHOSEN_WITHIN:
            return None
        return {**result["message"], "via_bot": BOT}


def _read_results(given: object) -> list[Json]:
    results = read_structure(given) or ([] if given in ([], "[]") else None)
    if not isinstance(results, list):
        raise bad("expected an Array of inline query results")
    if len(results) > MOST_RESULTS:
        raise bad("too many inline query results specified")
    read_ones = [_read_result(result) for result in results]
    if len({result["id"] for result in read_ones}) < len(read_ones):
        raise bad("RESULT_ID_DUPLICATE")
    return read_ones


def _read_result(result: object) -> Json:
    if not isinstance(result, dict):
        raise bad("inline query result must be an object")
    if result.get("type") != "article":
        raise bad("the sandbox knows no inline results but articles")
    if not 1 <= len(str(result.get("id") or "").encode()) <= LONGEST_ID:
        raise bad("RESULT_ID_INVALID")
    if not str(result.get("title") or "").strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or not content.get("message_text"):
        raise bad("message text is empty")
    mode = str(content.get("parse_mode") or "")
    text, entities = read(str(content["message_text"]), parse_mode=mode, most=MOST_IN_A_TEXT)
    message: Json = {"text": text, **({"entities": entities} if entities else {})}
    if keyboard := read_keyboard(result.get("reply_markup")):
        message["reply_markup"] = keyboard
    return {**result, "message": message}


def _read_button(given: object) -> Json | None:
    """The button above the results: into the private chat."""
    button = read_structure(given)
    if button is None:
        return None
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad('can\'t parse inline query results button: Field "text" must be of type String')
    if not START.fullmatch(str(button.get("start_parameter") or "")):
        raise bad("START_PARAM_INVALID")
    return {"text": button["text"], "start_parameter": button["start_parameter"]}
