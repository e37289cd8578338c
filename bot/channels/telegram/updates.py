"""From an update of the Bot API to what a person did."""

from dataclasses import dataclass
from typing import Any

from telegram import Bot, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.services.turns import Blocked, Incoming, Tap, Typed, Unreadable


@dataclass(frozen=True, slots=True)
class GroupCommand:
    """A command in a group, where advice has no place."""

    chat_id: int
    language_code: str | None


@dataclass(frozen=True, slots=True)
class Received:
    """An update as we see it: what somebody did, and how to answer a tap."""

    update_id: int
    incoming: Incoming | None = None
    tap_id: str | None = None
    group_command: GroupCommand | None = None


class NoUpdate(ValueError):
    """The JSON is no update: there is nothing to handle and nobody to answer."""


def read_update(raw: dict[str, Any], bot: Bot) -> Received:
    """What an update means to us; one that asks for nothing has neither incoming nor command.

    Raises:
        NoUpdate: it is not an update of the Bot API.
    """
    try:
        update = Update.de_json(_lightened(raw), bot)
    except (TelegramError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise NoUpdate(type(error).__name__) from error
    if update.callback_query is not None:
        return _read_tap(update)
    if update.message is not None:
        return _read_message(update.update_id, update.message)
    if update.my_chat_member is not None and _is_block(update):
        person = update.my_chat_member.from_user
        return Received(update.update_id, Incoming(person.id, Blocked(), update.update_id))
    return Received(update.update_id)


def _lightened(raw: dict[str, Any]) -> dict[str, Any]:
    """The update without the text and keyboard of the tapped message: parsing those costs most, and
    what stood there is known.
    """
    tap = raw.get("callback_query")
    if not isinstance(tap, dict) or not isinstance(tap.get("message"), dict):
        return raw
    message = {key: tap["message"][key] for key in ("message_id", "date", "chat") if key in tap["message"]}
    return {**raw, "callback_query": {**tap, "message": message}}


def _read_tap(update: Update) -> Received:
    tap = update.callback_query
    if tap is None or tap.data is None or tap.message is None:
        return Received(update.update_id, tap_id=tap.id if tap else None)
    if tap.message.chat.type != ChatType.PRIVATE:
        return Received(update.update_id, tap_id=tap.id)
    event = Tap(tap.data, tap.message.message_id)
    person = tap.from_user
    incoming = Incoming(person.id, event, update.update_id, person.language_code)
    return Received(update.update_id, incoming, tap_id=tap.id)


def _read_message(update_id: int, message: Message) -> Received:
    person = message.from_user
    if person is None or person.is_bot:
        return Received(update_id)
    if message.chat.type != ChatType.PRIVATE:
        if message.text is not None and message.text.startswith("/"):
            return Received(update_id, group_command=GroupCommand(message.chat.id, person.language_code))
        return Received(update_id)
    event = Typed(message.text) if message.text is not None else Unreadable()
    return Received(update_id, Incoming(person.id, event, update_id, person.language_code))


def _is_block(update: Update) -> bool:
    changed = update.my_chat_member
    return (
        changed is not None
        and changed.chat.type == ChatType.PRIVATE
        and changed.new_chat_member.status == "kicked"
    )
