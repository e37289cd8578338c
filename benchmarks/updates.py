"""What Telegram would tell a bot about a person: the person, their command, their tap."""

import re
import time
from itertools import count
from typing import Any

from messages.renderer import Renderer, first_language

BOT = {"id": 1234567890, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
TOKEN = f"{BOT['id']}:AAbenchmarkbenchmarkbenchmarkbench00"
LANGUAGE = first_language()
"""Of all who take part."""
QUESTION = re.compile(Renderer().text(LANGUAGE, "interface", "progress", number=r"(\d+)", at_most=r"(\d+)"))
"""How a question says its number, and that of the last."""

_tap_numbers = count(4_382_000_000_000_000)


def user(chat_id: int) -> dict[str, Any]:
    """A person; their private chat has the same number."""
    return {
        "id": chat_id,
        "is_bot": False,
        "first_name": "Noor",
        "last_name": "de Vries",
        "username": f"noor{chat_id}",
        "language_code": LANGUAGE,
    }


def private_chat(chat_id: int) -> dict[str, Any]:
    """The private chat of a person with the bot."""
    return {
        "id": chat_id,
        "first_name": "Noor",
        "last_name": "de Vries",
        "username": f"noor{chat_id}",
        "type": "private",
    }


def command(chat_id: int, message_id: int, text: str) -> dict[str, Any]:
    """An update without its id: a person sends a command."""
    message = {
        "message_id": message_id,
        "from": user(chat_id),
        "chat": private_chat(chat_id),
        "date": int(time.time()),
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
    }
    return {"message": message}


def tap(message: dict[str, Any], data: str) -> dict[str, Any]:
    """An update without its id: a person taps a button below a message."""
    chat_id = message["chat"]["id"]
    query = {
        "id": str(next(_tap_numbers)),
        "from": user(chat_id),
        "message": message,
        "chat_instance": str(-chat_id),
        "data": data,
    }
    return {"callback_query": query}
