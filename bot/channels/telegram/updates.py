"""From an update of the Bot API, as JSON, to what a person did.

Read by hand: of some hundred fields six are needed, and the library's objects for all of them cost more
CPU than the rest of a turn (docs/adr/0003-updates-by-hand.md).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.services.groups import Asking, BotAdded, BotRemoved, GroupEvent, HappenedInGroup, Linking, Migrated
from bot.services.turns import Blocked, Incoming, Tap, Typed, Unreadable

Json = Mapping[str, Any]

PRIVATE = "private"
BLOCKED = "kicked"
GROUPS = ("group", "supergroup")
SHARED = (*GROUPS, "channel")
"""Where others are: no team can have a channel, so one that we are put into is left as any group is."""
PRESENT = ("creator", "administrator", "member")
RESTRICTED = "restricted"
ABSENT = ("left", "kicked")
COMMAND = re.compile(r"/(\w+)(?:@(\w+))?")
LINK = re.compile(r"\sg_(\d{1,18})\Z")
"""What the link with which a lead puts the bot into a group says there."""
SERVICE = frozenset(
    [
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_owner_changed",
        "chat_owner_left",
        "chat_shared",
        "checklist_tasks_added",
        "checklist_tasks_done",
        "connected_website",
        "delete_chat_photo",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "gift",
        "gift_upgrade_sent",
        "giveaway_completed",
        "giveaway_created",
        "group_chat_created",
        "left_chat_member",
        "managed_bot_created",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "paid_message_price_changed",
        "passport_data",
        "pinned_message",
        "poll_option_added",
        "poll_option_deleted",
        "proximity_alert_triggered",
        "refunded_payment",
        "successful_payment",
        "suggested_post_approval_failed",
        "suggested_post_approved",
        "suggested_post_declined",
        "suggested_post_paid",
        "suggested_post_refunded",
        "supergroup_chat_created",
        "unique_gift",
        "user_shared",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "web_app_data",
        "write_access_allowed",
    ]
)
"""What Telegram itself says in a chat. Anything else that is no text somebody sent, of whatever new kind."""


@dataclass(frozen=True, slots=True)
class InlineAsked:
    """Somebody types our name in any chat, and is shown what can be passed on there."""

    id: str
    user_id: int
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """An update as we see it: what somebody did, and how to answer a tap; or what happened in a group, and
    there the command and the bot that it names, if any.
    """

    incoming: Incoming | None = None
    tap_id: str | None = None
    group_event: GroupEvent | None = None
    command: str = ""
    bot: str = ""
    inline: InlineAsked | None = None


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
        if "inline_query" in raw:
            return _read_inline(raw["inline_query"])
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise NoUpdate(type(error).__name__) from None
    return NOTHING


def _read_inline(asked: Json) -> Received:
    person = asked["from"]
    code = person.get("language_code")
    language = code if isinstance(code, str) else None
    return Received(inline=InlineAsked(str(asked["id"]), _number(person["id"]), language))


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
    if "via_bot" in message:
        return NOTHING  # ours: what somebody passed on says nothing to us
    if chat["type"] in GROUPS:
        return _read_in_group(update_id, message)
    if chat["type"] != PRIVATE or person is None or person.get("is_bot"):
        return NOTHING
    if isinstance(text, str):
        typed = Typed(text, message_id=_number(message["message_id"]))
        return Received(_incoming(update_id, person, typed))
    sent = SERVICE.isdisjoint(message)
    return Received(_incoming(update_id, person, Unreadable())) if sent else NOTHING


def _read_in_group(update_id: int, message: Json) -> Received:
    text, anonymous = message.get("text"), "sender_chat" in message
    if "migrate_to_chat_id" in message:
        return _in_group(update_id, message, Migrated(_number(message["migrate_to_chat_id"])))
    given = COMMAND.match(text) if isinstance(text, str) else None
    of_a_bot = (message.get("from") or {}).get("is_bot") and not anonymous
    if given is None or of_a_bot:
        return NOTHING
    command, bot = given[1].lower(), (given[2] or "").lower()
    link = LINK.search(given.string) if command == "start" else None
    event = Linking(int(link[1]), anonymous) if link else Asking()
    return _in_group(update_id, message, event, command, bot)


def _read_membership(update_id: int, change: Json) -> Received:
    chat, status = change["chat"], change["new_chat_member"]["status"]
    if chat["type"] in SHARED:
        event = _change_of(change["new_chat_member"], status)
        return _in_group(update_id, change, event) if event else NOTHING
    if chat["type"] != PRIVATE or status != BLOCKED:
        return NOTHING
    return Received(_incoming(update_id, change["from"], Blocked()))


def _change_of(member: Json, status: str) -> BotAdded | BotRemoved | None:
    """What became of us in a group; to be there without a voice is as good as gone."""
    if status in PRESENT:
        return BotAdded()
    if status == RESTRICTED:
        speaks = member.get("is_member") is True and member.get("can_send_messages") is True
        return BotAdded() if speaks else BotRemoved()
    return BotRemoved() if status in ABSENT else None


def _in_group(
    update_id: int, where: Json, event: HappenedInGroup, command: str = "", bot: str = ""
) -> Received:
    person = where.get("from") or {}
    code, number = person.get("language_code"), person.get("id", 0)
    language = code if isinstance(code, str) else None
    happened = GroupEvent(update_id, _number(where["chat"]["id"]), _number(number), event, language)
    return Received(group_event=happened, command=command, bot=bot)


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
