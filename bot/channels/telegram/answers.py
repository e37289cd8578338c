"""What the Bot API answers, read in one place whatever carried it: a result, or one of a few errors.

`RetryAfter`, `ChatMigrated`, `Forbidden`, `InvalidToken`, `Conflict` and `BadRequest` are the Bot API's own
words. `NotArrived`: certainly nothing happened. Any other `NetworkError`: nobody knows whether it did.
"""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NoReturn, TypeGuard

import orjson
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

LONGEST_WAIT = 3_600.0
"""Seconds; who is told to wait longer asks again then."""
TOO_MANY = (420, 429)
BOM = b"\xef\xbb\xbf"
LARGEST_NUMBER = 2**31
"""Numbers of updates are below it; acknowledging a higher one would let all others be forgotten."""
_FROM = ("message", "callback_query", "my_chat_member", "inline_query")
_SENDING = ("sendPhoto", "sendDocument")
_NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,10})\b')
"""Within a text its quotes would be escaped, so nobody can write it."""


class NotArrived(NetworkError):
    """The call certainly had no effect, and may be made again."""


class TooOften(NotArrived):
    """Telegram was called too often, and does not say for how long to wait."""


class UnreadableAnswer(NetworkError):
    """Success, by its status, and none by its body. `whole`: nothing is missing, so asking again gives the
    same; `number`: that of the first update in it; `updates`: all of them where only words cannot be read,
    and in the place of those that hold such words what is no update.
    """

    def __init__(self, body: bytes = b"") -> None:
        super().__init__("the answer cannot be read")
        self.whole = _is_whole(body)
        self.number = number_in(body)
        self.updates = _salvaged(body)


def read_answer(status: int, body: bytes) -> object:
    """The result of a call.

    Raises:
        telegram.error.TelegramError: one of those above.
    """
    document = _parse(body)
    succeeded = 200 <= status < 300
    if isinstance(document, dict) and document.get("ok") is False:
        _refuse(status, document)
    if succeeded and isinstance(document, dict) and document.get("ok") is True and "result" in document:
        return document["result"]
    if status in TOO_MANY:
        raise TooOften(f"too many calls: {status}")
    if succeeded:
        raise UnreadableAnswer(body)
    raise NetworkError(f"not an answer of the Bot API: {status}")


def outcome_of(error: TelegramError) -> str:
    """What came of a call, in one of a few words."""
    match error:
        case RetryAfter():
            return "limited"
        case BadRequest() | Forbidden() | ChatMigrated() | Conflict() | InvalidToken():
            return "refused"
        case NotArrived():
            return "not_arrived"
    return "unknown"


def message_id_in(result: object) -> int:
    """The id of the message that was sent."""
    message_id = result.get("message_id") if isinstance(result, dict) else None
    if not _is_number(message_id):
        raise UnreadableAnswer
    return message_id


def updates_in(result: object) -> list[Any]:
    """The updates that wait, each of whatever shape."""
    if not isinstance(result, list):
        raise UnreadableAnswer(orjson.dumps(result))
    return result


def number_of(update: object) -> int | None:
    """The number of an update, if it has one that can be."""
    return _plausible(update.get("update_id")) if isinstance(update, dict) else None


def sender_of(update: object) -> int | None:
    """Whom an update is from, where that can be seen at once."""
    if not isinstance(update, dict):
        return None
    for kind in _FROM:
        match update.get(kind):
            case {"from": {"id": person}} if _is_number(person):
                return person
    return None


def number_in(body: bytes) -> int | None:
    """The number of the first update in what cannot be read."""
    found = _NUMBER.search(body)
    return _plausible(int(found[1])) if found else None


def for_library(method: str, result: object) -> bytes:
    """An answer for the library, which builds objects of all that it is given: only what we use of it."""
    needed: object = True
    if method == "getMe":
        needed = _user(result)
    elif method in _SENDING:
        chat = {"id": 0, "type": "private"}
        needed = {"message_id": message_id_in(result), "date": 0, "chat": chat}
    return orjson.dumps({"ok": True, "result": needed})


def _user(result: object) -> dict[str, object]:
    match result:
        case {"id": int(number), "first_name": str(name), "username": str(username), **more} if username:
            known = {"id": number, "is_bot": True, "first_name": name, "username": username}
            return {**known, "supports_inline_queries": more.get("supports_inline_queries") is True}
    raise UnreadableAnswer


def _parse(body: bytes) -> object:
    try:
        return orjson.loads(body.removeprefix(BOM))
    except orjson.JSONDecodeError:
        return None


def _refuse(status: int, document: Mapping[str, object]) -> NoReturn:
    """The error that the Bot API itself names."""
    given, description, parameters = (document.get(n) for n in ("error_code", "description", "parameters"))
    code = given if isinstance(given, int) and not isinstance(given, bool) else status
    if isinstance(parameters, dict):
        _raise_parameters(parameters)
    raise _error(code, description if isinstance(description, str) else "")


def _raise_parameters(parameters: Mapping[str, object]) -> None:
    wait, moved_to = parameters.get("retry_after"), parameters.get("migrate_to_chat_id")
    if _is_number(moved_to) and moved_to:
        raise ChatMigrated(moved_to)
    if isinstance(wait, int | float) and not isinstance(wait, bool) and wait > 0:
        raise RetryAfter(timedelta(seconds=min(float(wait), LONGEST_WAIT)))


def _error(code: int, description: str) -> TelegramError:
    match code:
        case 401 | 404:
            return InvalidToken("the token is not accepted")
        case 403:
            return Forbidden(description)
        case 409:
            return Conflict("another asks for updates")
        case _ if code in TOO_MANY:
            return TooOften(f"too many calls: {code}")
        case _ if 400 <= code < 500:
            return BadRequest(description)
    return NotArrived(f"refused for now: {code}")


def _is_whole(body: bytes) -> bool:
    """Whether an answer is complete, whatever is wrong within."""
    text = body.removeprefix(BOM).decode("utf-8", "replace").rstrip()
    try:
        json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        return text.endswith("}") and error.pos < len(text) and "Unterminated" not in error.msg
    except (ValueError, RecursionError):
        return text.endswith("}")
    return True


def _salvaged(body: bytes) -> list[Any]:
    """The updates in an answer that is well formed but for bytes or characters that are none."""
    try:
        document = json.loads(body.removeprefix(BOM).decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError):
        return []
    match document:
        case {"ok": True, "result": [*updates]}:
            return [
                update if _is_text(update) else {"update_id": number_of(update), "message": None}
                for update in updates
            ]
    return []


def _is_text(update: object) -> bool:
    """Whether all words in it can be written down."""
    try:
        orjson.dumps(update)
    except TypeError:
        return False
    return True


def _is_number(value: object) -> TypeGuard[int]:
    """Whether it is a number that a database can hold."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def _plausible(number: object) -> int | None:
    return number if _is_number(number) and 0 < number < LARGEST_NUMBER else None
