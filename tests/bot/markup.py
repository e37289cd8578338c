"""Telegram's own parser judges every text."""

from typing import Any

import orjson
import tdjson

MOST_IN_A_TEXT = 4_096
MOST_IN_A_CAPTION = 1_024

tdjson.td_execute(orjson.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}))


class NotParsed(ValueError):
    """Telegram would refuse this text."""


def parse(text: str, *, html: bool, most: int) -> dict[str, Any]:
    """The text as people see it, with its entities."""
    if html:
        mode = {"@type": "textParseModeHTML"}
        request = {"@type": "parseTextEntities", "text": text, "parse_mode": mode}
        answer = orjson.loads(tdjson.td_execute(orjson.dumps(request)) or b"{}")
        if answer.get("@type") != "formattedText":
            raise NotParsed(f"can't parse entities: {answer.get('message')}")
    else:
        answer = {"text": text, "entities": []}
    if not answer["text"].strip():
        raise NotParsed("message text is empty")
    if len(answer["text"].encode("utf-16-le")) // 2 > most:
        raise NotParsed("message is too long")
    return {"text": answer["text"], "entities": answer["entities"]}
