"""The methods of the Bot API that a bot like ours calls; every other one is refused as unknown."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from bot.channels.sandbox.errors import Refused, bad, not_found
from bot.channels.sandbox.keyboards import read_keyboard
from bot.channels.sandbox.limits import Limits
from bot.channels.sandbox.markup import MOST_IN_A_CAPTION, MOST_IN_A_TEXT, read
from bot.channels.sandbox.taps import Taps
from bot.channels.sandbox.world import BOT, World

Json = dict[str, Any]

LARGEST_PHOTO, LARGEST_FILE = 10 * 2**20, 50 * 2**20
DELETABLE_SECONDS = 48 * 3_600
LONGEST = {"description": 512, "short_description": 120, "name": 64}


class Methods:
    """What each method does. With `checks` off, texts and limits are taken on trust, for benchmarks."""

    def __init__(self, world: World, taps: Taps, limits: Limits, *, checks: bool = True) -> None:
        self._world = world
        self._taps = taps
        self._limits = limits
        self._checks = checks
        self._table: Mapping[str, Callable[[Json], object]] = {
            "getme": lambda _: {**BOT, "can_join_groups": True, "can_read_all_group_messages": False},
            "sendmessage": self._send_message,
            "sendphoto": lambda given: self._send_file(given, "photo", LARGEST_PHOTO),
            "senddocument": lambda given: self._send_file(given, "document", LARGEST_FILE),
            "sendchataction": self._act,
            "editmessagetext": self._edit_text,
            "editmessagecaption": self._edit_caption,
            "editmessagereplymarkup": self._edit_markup,
            "deletemessage": self._delete,
            "answercallbackquery": self._taps.answer,
            "setmycommands": self._set_commands,
            "setmydescription": lambda given: self._set_text(given, "description"),
            "setmyshortdescription": lambda given: self._set_text(given, "short_description"),
            "setmyname": lambda given: self._set_text(given, "name"),
            "getchat": lambda given: self._world.chat(_chat_of(given)),
            "getchatmember": self._member,
            "leavechat": self._leave,
            "getfile": self._file,
        }

    def call(self, method: str, given: Json) -> object:
        """What a method gives.

        Raises:
            Refused: Telegram would refuse it.
        """
        found = self._table.get(method.lower())
        if found is None:
            raise not_found()
        return found(given)

    # ------------------------------------------------------------ messages

    def _send_message(self, given: Json) -> Json:
        return self._send(given, self._words(given, "text", MOST_IN_A_TEXT))

    def _send_file(self, given: Json, kind: str, largest: int) -> Json:
        content = given.get(kind)
        if not isinstance(content, bytes):
            raise bad(f"there is no {kind} in the request")
        if len(content) > largest:
            raise Refused(413, "Request Entity Too Large")
        name = str(given.get(f"{kind}_name", kind))
        file = {
            "file_id": self._world.keep_file(name, content),
            "file_unique_id": "x",
            "file_size": len(content),
        }
        shown: Json = (
            {"photo": [{**file, "width": 720, "height": 720}]}
            if kind == "photo"
            else {"document": {**file, "file_name": name}}
        )
        if given.get("caption"):
            shown |= self._words(given, "caption", MOST_IN_A_CAPTION)
        return self._send(given, shown)

    def _send(self, given: Json, content: Json) -> Json:
        chat_id = _chat_of(given)
        self._world.may_write(chat_id)
        if self._checks:
            self._limits.spend(chat_id)
        keyboard = read_keyboard(given.get("reply_markup"))
        if keyboard:
            content["reply_markup"] = keyboard
        return self._world.new_message(chat_id, BOT, content)

    def _words(self, given: Json, name: str, most: int) -> Json:
        """A text or caption with its entities."""
        if not given.get(name):
            raise bad("message text is empty")
        text = str(given[name])
        html = str(given.get("parse_mode", "")).upper() == "HTML"
        if not self._checks:
            return {name: text}
        shown, entities = read(text, html=html, most=most)
        place = "entities" if name == "text" else "caption_entities"
        return {name: shown, place: entities} if entities else {name: shown}

    def _edit_text(self, given: Json) -> Json:
        before = self._editable(given)
        if "text" not in before:
            raise bad("there is no text in the message to edit")
        return self._edit(before, given, self._words(given, "text", MOST_IN_A_TEXT), ("text", "entities"))

    def _edit_caption(self, given: Json) -> Json:
        before = self._editable(given)
        words = self._words(given, "caption", MOST_IN_A_CAPTION) if given.get("caption") else {}
        return self._edit(before, given, words, ("caption", "caption_entities"))

    def _edit_markup(self, given: Json) -> Json:
        return self._edit(self._editable(given), given, {}, ())

    def _editable(self, given: Json) -> Json:
        chat_id = _chat_of(given)
        self._world.may_write(chat_id)
        message = self._world.messages.get((chat_id, _number(given, "message_id")))
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
        chat_id, message_id = _chat_of(given), _number(given, "message_id")
        message = self._world.messages.get((chat_id, message_id))
        if message is None:
            raise bad("message to delete not found")
        if self._world.clock() - message["date"] > DELETABLE_SECONDS:
            raise bad("message can't be deleted")
        return self._world.drop(chat_id, message_id)

    def _act(self, given: Json) -> bool:
        chat_id = _chat_of(given)
        self._world.may_write(chat_id)
        self._world.tell("typing", chat_id=chat_id, action=given.get("action", "typing"))
        return True

    # ------------------------------------------------------------ the bot itself

    def _set_commands(self, given: Json) -> bool:
        commands = given.get("commands", [])
        found = orjson.loads(commands) if isinstance(commands, str) else commands
        for command in found:
            if not 1 <= len(command["command"]) <= 32 or not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_INVALID")
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

    # ------------------------------------------------------------ chats

    def _member(self, given: Json) -> Json:
        chat_id, user_id = _chat_of(given), _number(given, "user_id")
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
        group.bot = "left"
        self._world.tell("chat", chat=self._world.chat_json(group.id))
        return True

    def _file(self, given: Json) -> Json:
        file_id = str(given.get("file_id", ""))
        if file_id not in self._world.files:
            raise bad("invalid file_id")
        return {"file_id": file_id, "file_unique_id": "x", "file_path": file_id}


def _chat_of(given: Json) -> int:
    if given.get("chat_id") in (None, ""):
        raise bad("chat_id is empty")
    return _number(given, "chat_id", error="chat not found")


def _number(given: Json, name: str, error: str = "") -> int:
    try:
        return int(given[name])
    except (KeyError, TypeError, ValueError):
        raise bad(error or f"{name.replace('_', ' ')} is invalid") from None
