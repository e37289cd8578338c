"""From an update of the Bot API, as JSON, to what a person did.

Read by hand: of some hundred fields six are needed, and the library's objects for all of them cost more
CPU than the rest of a turn (docs/adr/0003-updates-by-hand.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.services.groups import Added, Gone, GroupEvent, Linking, Migrated
from bot.services.turns import Blocked, Incoming, Tap, Typed, Unreadable

Json = Mapping[str, Any]

PRIVATE = "private"
BLOCKED = "kicked"
GROUPS = ("group", "supergroup")
PRESENT = ("member", "administrator")
LINK = re.compile(r"\sg_(\d{1,18})\Z")
"""What the link with which a lead puts the bot into a group says there."""
UNREADABLE = frozenset(
    [
        "animation",
        "audio",
        "contact",
        "dice",
        "document",
        "location",
        "photo",
        "poll",
        "sticker",
        "story",
        "venue",
        "video",
        "video_note",
        "voice",
    ]
)
"""What people send that is no text; other messages are Telegram's own, and not for us."""


@dataclass(frozen=True, slots=True)
class GroupCommand:
    """A command in a group, where advice has no place: its name, and the bot it is meant for."""

    chat_id: int
    name: str
    bot: str
    language_code: str | None


@dataclass(frozen=True, slots=True)
class Received:
    """An update as we see it: what somebody did, and how to answer a tap; or what happened in a group."""

    incoming: Incoming | None = None
    tap_id: str | None = None
    group_command: GroupCommand | None = None
    group_event: GroupEvent | None = None


NOTHING = Received()


class NoUpdate(ValueError):
    """The JSON is no update that we know how to read: there is nothing to handle."""


def read_update(raw: Json) -> Received:
    """What an update means to us; one that asks for nothing is empty.

    Raises:
        NoUpdate: it does not have the form that the Bot API documents.
    """
    try:
        update_id = _number(raw["update_id"])
        if "callback_query" in raw:
            return _read_tap(update_id, raw["callback_query"])
        if "message" in raw:
            return _read_message(update_id, raw["message"])
        if "my_chat_member" in raw:
            return _read_membership(update_id, raw["my_chat_member"])
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise NoUpdate(type(error).__name__) from None
    return NOTHING


def _read_tap(update_id: int, tap: Json) -> Received:
    tap_id = str(tap["id"])
    message = tap.get("message")
    data = tap.get("data")
    if message is None or message["chat"]["type"] != PRIVATE or not isinstance(data, str):
        return Received(tap_id=tap_id)
    event = Tap(data, _number(message["message_id"]))
    return Received(_incoming(update_id, tap["from"], event), tap_id)


def _read_message(update_id: int, message: Json) -> Received:
    person, chat, text = message.get("from"), message["chat"], message.get("text")
    if person is None or person.get("is_bot"):
        return NOTHING
    if chat["type"] == PRIVATE:
        if isinstance(text, str):
            return Received(_incoming(update_id, person, Typed(text)))
        sent = not UNREADABLE.isdisjoint(message)
        return Received(_incoming(update_id, person, Unreadable())) if sent else NOTHING
    return _read_in_group(update_id, message, text)


def _read_in_group(update_id: int, message: Json, text: object) -> Received:
    person, chat = message["from"], message["chat"]
    if "migrate_to_chat_id" in message:
        return _in_group(update_id, chat, person, Migrated(_number(message["migrate_to_chat_id"])))
    if isinstance(text, str) and text.startswith("/"):
        name, _, bot = text[1:].partition(" ")[0].lower().partition("@")
        if name == "start" and (link := LINK.search(text)):
            return _in_group(update_id, chat, person, Linking(int(link[1])))
        command = GroupCommand(_number(chat["id"]), name, bot, person.get("language_code"))
        return Received(group_command=command)
    return NOTHING


def _read_membership(update_id: int, change: Json) -> Received:
    status = change["new_chat_member"]["status"]
    if change["chat"]["type"] in GROUPS:
        event = Added() if status in PRESENT else Gone()
        return _in_group(update_id, change["chat"], change["from"], event)
    if change["chat"]["type"] != PRIVATE or status != BLOCKED:
        return NOTHING
    return Received(_incoming(update_id, change["from"], Blocked()))


def _in_group(update_id: int, chat: Json, person: Json, event: Added | Gone | Linking | Migrated) -> Received:
    code = person.get("language_code")
    language = code if isinstance(code, str) else None
    return Received(
        group_event=GroupEvent(update_id, _number(chat["id"]), _number(person["id"]), event, language)
    )


def _incoming(update_id: int, person: Json, event: Tap | Typed | Unreadable | Blocked) -> Incoming:
    code, name = person.get("language_code"), person.get("first_name")
    return Incoming(
        _number(person["id"]),
        event,
        update_id,
        code if isinstance(code, str) else None,
        name if isinstance(name, str) else "",
    )


def _number(value: object) -> int:
    """A number that a database can hold; what it is instead is not told, for it may be what was written."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise TypeError("no number")
    return value
