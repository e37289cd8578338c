"""What goes with a message besides words: an effect as it arrives, and reactions to it."""

from typing import Any

from bot.sandbox.errors import bad
from bot.sandbox.parameters import read_structure

Json = dict[str, Any]

EFFECTS = {
    "5104841245755180586": "🔥",
    "5107584321108051014": "👍",
    "5104858069142078462": "👎",
    "5159385139981059251": "❤",
    "5046509860389126442": "🎉",
    "5046589136895476101": "💩",
}
"""Those that every bot may use. (core.telegram.org/bots/api: message_effect_id)"""
# fmt: off
REACTIONS = frozenset([
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩",
    "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u200d🔥", "🌚", "🌭", "💯",
    "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭",
    "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄",
    "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷\u200d♂",
    "🤷", "🤷\u200d♀", "😡",
])
# fmt: on
"""The emoji that anybody may react with. (core.telegram.org/bots/api#reactiontypeemoji)"""
MOST_REACTIONS = 1
"""Of a bot to one message."""


def read_effect(chat_id: int, given: Json) -> Json:
    """The effect with which a message arrives: in private chats only.

    Raises:
        Refused: there is no such effect, or none in this chat.
    """
    effect = str(given.get("message_effect_id") or "")
    if not effect:
        return {}
    if chat_id < 0:
        raise bad("can't use message effects in the chat")
    if effect not in EFFECTS:
        raise bad("EFFECT_ID_INVALID")
    return {"effect_id": effect, "effect": EFFECTS[effect]}


def read_reactions(given: object) -> list[Json]:
    """The reactions that a bot sets; none takes away what there was.

    Raises:
        Refused: one that there is not, or more than a bot may set.
    """
    wished = read_structure(given) or []
    if not isinstance(wished, list) or not all(isinstance(one, dict) for one in wished):
        raise bad("can't parse reaction types JSON object")
    if len(wished) > MOST_REACTIONS:
        raise bad("REACTIONS_TOO_MANY")
    for one in wished:
        if one.get("type") != "emoji" or one.get("emoji") not in REACTIONS:
            raise bad("REACTION_INVALID")
    return wished
