"""The methods of the Bot API that a bot like ours calls; every other one is refused as unknown."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.files import KINDS, describe_file, read_file
from bot.sandbox.inline import Inline
from bot.sandbox.keyboards import read_keyboard
from bot.sandbox.limits import Limits
from bot.sandbox.markup import MOST_IN_A_CAPTION, MOST_IN_A_TEXT, read
from bot.sandbox.parameters import read_structure
from bot.sandbox.signs import read_effect, read_reactions
from bot.sandbox.taps import Taps
from bot.sandbox.world import BOT, World

Json = dict[str, Any]
Method = Callable[[Json], object]

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LONGEST_COMMAND_DESCRIPTION = 256
ABLE = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
CAPTION = ("caption", "caption_entities")
DELETABLE_SECONDS = 48 * 3_600
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)
JPEG = b"\xff\xd8\xff"
LONGEST = {"description": 512, "short_description": 120, "name": 64}


class Methods:
    """What each method does. With `checks` off, texts and limits are taken on trust, for benchmarks."""

    def __init__(
        self, world: World, taps: Taps, inline: Inline, limits: Limits, *, checks: bool = True
    ) -> None:
        self._world = world
        self._taps = taps
        self._limits = limits
        self._checks = checks
        self._table: Mapping[str, Method] = {
            "getme": lambda _: {**BOT, **ABLE},
            "sendmessage": self._send_message,
            "sendphoto": lambda given: self._send_file(given, "photo"),
            "senddocument": lambda given: self._send_file(given, "document"),
            "sendchataction": self._act,
            "setmessagereaction": self._react,
            "editmessagetext": self._edit_text,
            "editmessagecaption": self._edit_caption,
            "editmessagemedia": self._edit_media,
            "editmessagereplymarkup": self._edit_markup,
            "deletemessage": self._delete,
            "answercallbackquery": self._taps.answer,
            "answerinlinequery": inline.answer,
            "setmycommands": self._set_commands,
            "setmydescription": lambda given: self._set_text(given, "description"),
            "setmyshortdescription": lambda given: self._set_text(given, "short_description"),
            "setmyprofilephoto": self._set_photo,
            "getuserprofilephotos": self._photos,
            "setmyname": lambda given: self._set_text(given, "name"),
            "getchat": lambda given: self._world.chat(_chat_of(given)),
            "getchatmember": self._member,
            "leavechat": self._leave,
            "getfile": lambda given: describe_file(self._world, str(given.get("file_id", ""))),
        }

    def find(self, method: str) -> Method | None:
        """What to call for a method, in capitals or not; it refuses what Telegram would."""
        return self._table.get(method.lower())

    # ------------------------------------------------------------ messages

    def _send_message(self, given: Json) -> Json:
        return self._send(given, self._words(given, "text", MOST_IN_A_TEXT))

    def _send_file(self, given: Json, kind: str) -> Json:
        return self._send(given, read_file(self._world, kind, given) | self._caption(given))

    def _send(self, given: Json, content: Json) -> Json:
        chat_id = _chat_of(given)
        self._world.may_write(chat_id)
        if self._checks:
            self._limits.spend(chat_id)
        content |= self._reply(chat_id, given)
        if keyboard := read_keyboard(given.get("reply_markup")):
            content["reply_markup"] = keyboard
        if given.get("disable_notification") in (True, "true", "True"):
            content["is_silent"] = True  # for the page alone: the Bot API does not tell of it
        return self._world.new_message(chat_id, BOT, content | read_effect(chat_id, given))

    def _reply(self, chat_id: int, given: Json) -> Json:
        """The message that is replied to."""
        wished = read_structure(given.get("reply_parameters"))
        if not isinstance(wished, dict):
            return {}
        replied = self._world.messages.get((chat_id, _message_of(wished)))
        if replied is not None:
            return {"reply_to_message": {k: v for k, v in replied.items() if k != "reply_to_message"}}
        if wished.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")

    def _caption(self, given: Json) -> Json:
        return self._words(given, "caption", MOST_IN_A_CAPTION) if given.get("caption") else {}

    def _words(self, given: Json, name: str, most: int) -> Json:
        """A text or caption with its entities."""
        if not given.get(name):
            raise bad("message text is empty")
        text = str(given[name])
        if not self._checks:
            return {name: text}
        shown, entities = read(text, parse_mode=str(given.get("parse_mode") or ""), most=most)
        place = "entities" if name == "text" else "caption_entities"
        return {name: shown, place: entities} if entities else {name: shown}

    def _edit_text(self, given: Json) -> Json:
        before = self._editable(given)
        if "text" not in before:
            raise bad("there is no text in the message to edit")
        return self._edit(before, given, self._words(given, "text", MOST_IN_A_TEXT), ("text", "entities"))

    def _edit_caption(self, given: Json) -> Json:
        before = self._editable(given)
        if not any(kind in before for kind in KINDS):
            raise bad("there is no caption in the message to edit")
        return self._edit(before, given, self._caption(given), CAPTION)

    def _edit_media(self, given: Json) -> Json:
        before, media = self._editable(given), read_structure(given.get("media"))
        if not isinstance(media, dict) or media.get("type") not in KINDS:
            raise bad("can't parse InputMedia: unsupported type specified")
        kind = str(media["type"])
        attached = str(media.get("media", "")).removeprefix("attach://")
        source = {kind: given.get(attached, attached), f"{kind}_name": given.get(f"{attached}_name", kind)}
        words = read_file(self._world, kind, source) | self._caption(media)
        return self._edit(before, given, words, ("text", "entities", *KINDS, *CAPTION))

    def _edit_markup(self, given: Json) -> Json:
        return self._edit(self._editable(given), given, {}, ())

    def _editable(self, given: Json) -> Json:
        chat_id = _chat_of(given)
        self._world.may_write(chat_id)
        message = self._world.messages.get((chat_id, _message_of(given)))
        if message is None:
            raise bad("message to edit not found")
        if message["from"]["id"] != BOT["id"]:
            raise bad("message can't be edited")
        return message

    def _edit(self, before: Json, given: Json, words: Json, replaced: tuple[str, ...]) -> Json:
        """The message with other words; a keyboard that is not given again is gone."""
        kept = {k: v for k, v in before.items() if k not in (*replaced, "reply_markup", "edit_date")}
        keyboard = read_keyboard(given.get("reply_markup"))
        after = {**kept, **words, **({"reply_markup": keyboard} if keyboard else {})}
        if after == {name: value for name, value in before.items() if name != "edit_date"}:
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the "
                "same as a current content and reply markup of the message"
            )
        return self._world.show({**after, "edit_date": int(self._world.clock())})

    def _delete(self, given: Json) -> bool:
        chat_id, message_id = _chat_of(given), _message_of(given)
        message = self._world.messages.get((chat_id, message_id))
        if message is None:
            raise bad("message to delete not found")
        if self._world.clock() - message["date"] > DELETABLE_SECONDS:
            raise bad("message can't be deleted")
        return self._world.drop(chat_id, message_id)

    def _act(self, given: Json) -> bool:
        if given.get("action") not in ACTIONS:
            raise bad("wrong parameter action in request")
        chat_id = _chat_of(given)
        self._world.may_write(chat_id)
        self._world.tell("typing", chat_id=chat_id, action=given["action"])
        return True

    def _react(self, given: Json) -> bool:
        """A bot's own reaction to a message: one at most, in the place of any before."""
        chat_id, message_id = _chat_of(given), _message_of(given)
        self._world.may_write(chat_id)
        message = self._world.messages.get((chat_id, message_id))
        if message is None:
            raise bad("message to react not found")
        kept = {name: value for name, value in message.items() if name != "reactions"}
        signs = read_reactions(given.get("reaction"))
        self._world.show({**kept, "reactions": signs} if signs else kept)
        return True

    # ------------------------------------------------------------ the bot itself

    def _set_commands(self, given: Json) -> bool:
        found = read_structure(given.get("commands"))
        if not isinstance(found, list):
            raise bad("can't parse commands JSON object")
        for command in found:
            _check_command(command)
        self._world.commands[str(given.get("language_code") or "")] = found
        self._world.tell("bot", bot={"commands": self._world.commands})
        return True

    def _set_text(self, given: Json, name: str) -> bool:
        text = str(given.get(name) or "")
        if len(text) > LONGEST[name]:
            raise bad(f"{name} is too long")
        self._world.texts.setdefault(name, {})[str(given.get("language_code") or "")] = text
        self._world.tell("bot", bot={name: self._world.texts[name]})
        return True

    def _set_photo(self, given: Json) -> bool:
        """D: InputProfilePhotoStatic, "A static profile photo in the .JPG format", always a new file."""
        photo = read_structure(given.get("photo"))
        if not isinstance(photo, dict) or photo.get("type") != "static":
            raise bad("can't parse InputProfilePhoto: unsupported profile photo type specified")
        file = given.get(str(photo.get("photo", "")).removeprefix("attach://"))
        if not isinstance(file, bytes):
            raise bad("photo must be uploaded as a file")
        if not file.startswith(JPEG):
            raise bad("IMAGE_PROCESS_FAILED")
        self._world.photo = self._world.keep_file("photo.jpg", file)
        self._world.tell("bot", bot={"photo": self._world.photo})
        return True

    def _photos(self, given: Json) -> Json:
        """Of the bot itself; people of the sandbox have none."""
        number = _number(given, "user_id", "invalid user_id specified")
        if number != BOT["id"] or self._world.photo is None:
            return {"total_count": 0, "photos": []}
        size = {"file_id": self._world.photo, "file_unique_id": "photo", "width": 640, "height": 640}
        return {"total_count": 1, "photos": [[size]]}

    # ------------------------------------------------------------ chats

    def _member(self, given: Json) -> Json:
        chat_id, user_id = _chat_of(given), _number(given, "user_id", "invalid user_id specified")
        self._world.chat(chat_id)
        group = self._world.groups.get(chat_id)
        if user_id == BOT["id"] and group is not None:
            return {"user": BOT, "status": group.bot}
        person = self._world.people.get(user_id)
        if person is None:
            raise bad("member not found")
        inside = group is None or user_id in group.members
        return {"user": person.user(), "status": "member" if inside else "left"}

    def _leave(self, given: Json) -> bool:
        group = self._world.groups.get(_chat_of(given))
        if group is None:
            raise bad("chat not found")
        self._world.may_write(group.id)
        group.bot = "left"
        self._world.tell("chat", chat=self._world.chat_json(group.id))
        self._world.new_message(group.id, BOT, {"left_chat_member": BOT})
        return True


def _chat_of(given: Json) -> int:
    if given.get("chat_id") in (None, ""):
        raise bad("chat_id is empty")
    return _number(given, "chat_id", "chat not found")


def _number(given: Json, name: str, error: str) -> int:
    try:
        return int(given[name])
    except (KeyError, TypeError, ValueError, OverflowError):
        raise bad(error) from None


def _message_of(given: Json) -> int:
    return _number(given, "message_id", "message identifier is not specified")


def _check_command(command: object) -> None:
    if not isinstance(command, dict):
        raise bad("can't parse BotCommand: expected an Object")
    name, description = str(command.get("command", "")), str(command.get("description", ""))
    if not COMMAND.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
