"""What Telegram never sends, or might one day: updates, bodies and answers, with a canary in each field."""

import json
from copy import deepcopy
from random import Random  # noqa: TID251 - seeded
from typing import Any

from tests.bot.chats import Json

CANARY = "kanarievogel"
NUMBERS = (0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63), 10**30, 1.5, -0.0, 1e308)
WORDS = (
    "",
    " ",
    "\x00",
    "\u202e",
    "\ud7ff",
    "😀" * 40,
    "<b>",
    "&",
    "{{7*7}}",
    "%s",
    "\\",
    "'; --",
    "x" * 5_000,
)
KINDS = (
    "animation", "audio", "checklist", "contact", "dice", "document", "game", "gift", "giveaway", "invoice",
    "live_photo", "location", "paid_media", "photo", "poll", "refunded_payment", "sticker", "story",
    "successful_payment", "suggested_post_paid", "unique_gift", "users_shared", "venue", "video",
    "video_note", "voice", "web_app_data", "what_comes_next_year",
)  # fmt: skip
WORDS_OF_TAPS = (
    "answer", "start", "team", "checkin_now", "act", "forget_all", "later", "remind_of", "see", "hint", "",
)  # fmt: skip
PAYLOADS = (
    "quick", "t_", "g_", "t_" + "A" * 22, "g_1", "t_../..", "g_99999999999999999999", "\u202e", "t_%00",
)  # fmt: skip
STATUSES = (200, 200, 200, 201, 204, 302, 400, 403, 409, 420, 429, 500, 502, 503, 599)
BROKEN = (b"\xff", b"\xed\xa0\x80", b"\x00", b"\\ud800")
REFUSALS = (
    "Bad Request: TOPIC_CLOSED", "Bad Request: CHAT_RESTRICTED", "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN",
    "Bad Request: not enough rights to send photos to the chat", "Bad Request: CHANNEL_PRIVATE",
    "Forbidden: bot was kicked from the supergroup chat", "Forbidden: user is deactivated",
    "Bad Request: group chat was upgraded to a supergroup chat", "Bad Request: PEER_ID_INVALID",
    "Bad Request: what nobody ever said",
)  # fmt: skip


class Fuzz:
    """Made by chance, which a seed gives; `person`: whom most of it is from."""

    def __init__(self, chance: Random, person: int, first_update: int = 1) -> None:
        self.chance = chance
        self.person = person
        self._next = first_update

    def update(self) -> Json:
        """An update with something wrong in it, or of a kind we do not know."""
        make = self.chance.choice((self._content, self._typed, self._tap, self._membership, self._inline))
        self._next += 1
        whole = {"update_id": self._next, **make()}
        return self._spoilt(whole) if self.chance.random() < 0.7 else whole

    def body(self) -> bytes:
        """An update as bytes that may be no JSON, no UTF-8, cut or too long."""
        whole = json.dumps(self.update()).encode()
        place = self.chance.randrange(len(whole))
        return self.chance.choice(
            (
                whole,
                whole[:place],
                whole[:place] + self.chance.choice(BROKEN) + whole[place:],
                b"\xef\xbb\xbf" + whole,
                whole + whole,
                b"[" * self.chance.randrange(1, 3_000) + whole,
                whole.replace(b":", b": NaN, :", 1),
                CANARY.encode() * self.chance.randrange(1, 200),
                b"",
            )
        )

    def answer(self) -> tuple[int, bytes, dict[str, str]]:
        """What comes in the place of an answer of the Bot API."""
        status = self.chance.choice(STATUSES)
        document: object = self.chance.choice(
            (
                {"ok": True},
                {"ok": True, "result": self._anything()},
                {"ok": True, "result": {"message_id": self._anything()}},
                {"ok": False, "description": self.chance.choice(REFUSALS), "error_code": status},
                {"ok": False, "error_code": self._anything(), "description": self._anything()},
                {"ok": False, "error_code": 429, "parameters": {"retry_after": self._anything()}},
                {"ok": False, "error_code": 400, "parameters": {"migrate_to_chat_id": self._anything()}},
                {"ok": CANARY},
                self._anything(),
            )
        )
        whole = json.dumps(document).encode()
        body = self.chance.choice((whole, whole, whole[: len(whole) // 2], b"", b"<html>" + CANARY.encode()))
        headers = {"Retry-After": str(self.chance.choice(("0", "-1", "99999999999", "soon")))}
        return status, body, headers if self.chance.random() < 0.3 else {}

    # ------------------------------------------------------------ updates

    def _message(self, **content: Any) -> Json:  # noqa: ANN401 - whatever a message may hold
        number = self.chance.choice((1, 2, 7, 999_999_999))
        chat = {"id": self.person, "type": "private", "first_name": CANARY, "username": CANARY}
        return {"message_id": number, "date": 1, "chat": chat, "from": self._from(), **content}

    def _from(self) -> Json:
        names = {"first_name": CANARY, "last_name": CANARY, "username": CANARY}
        return {"id": self.person, "is_bot": False, "language_code": "nl", **names}

    def _content(self) -> Json:
        kind = self.chance.choice(KINDS)
        held = {"file_id": CANARY, "caption": CANARY, "title": CANARY, "list": [{"text": CANARY}]}
        return {
            self.chance.choice(("message", "edited_message", "channel_post")): self._message(**{kind: held})
        }

    def _typed(self) -> Json:
        command = self.chance.choice(("/start", "/help", "/team", "/checkin", "/plan", "/quatsch"))
        text = self.chance.choice(
            (
                f"{command} {CANARY}",
                f"/start {self.chance.choice(PAYLOADS)}",
                f"{CANARY} {self.chance.choice(WORDS)}",
                self.chance.choice(WORDS) + CANARY,
                "".join(chr(self.chance.randrange(32, 0x2FFF)) for _ in range(20)) + CANARY,
            )
        )
        return {
            "message": self._message(text=text, entities=[{"type": CANARY, "offset": -1, "length": 10**9}])
        }

    def _tap(self) -> Json:
        version = self.chance.choice(("0", "1", "2", "3", "99", "-1", "", "x", "9" * 30))
        arguments = ":".join(self.chance.choice((*WORDS, "1", "strategy", CANARY)) for _ in range(2))
        data = f"{version}:{self.chance.choice(WORDS_OF_TAPS)}:{arguments}"
        return {
            "callback_query": {
                "id": f"{self.chance.randrange(10**18)}",
                "from": self._from(),
                "message": self._message(),
                "data": self.chance.choice((data, data, self.chance.randbytes(60).decode("latin-1"))),
                "game_short_name": CANARY,
            }
        }

    def _membership(self) -> Json:
        kind = self.chance.choice(("private", "group", "supergroup", "channel", "what_comes"))
        status = self.chance.choice(("member", "kicked", "left", "restricted", "administrator", "new"))
        chat = {"id": self.person if kind == "private" else -4_000_000_000 - self._next, "type": kind}
        return {"my_chat_member": {"chat": chat, "from": self._from(), "new_chat_member": {"status": status}}}

    def _inline(self) -> Json:
        return {"inline_query": {"id": CANARY, "from": self._from(), "query": CANARY, "offset": CANARY}}

    # ------------------------------------------------------------ spoiling

    def _spoilt(self, whole: Json) -> Json:
        """One or two values are gone, or something else."""
        spoilt = deepcopy(whole)
        for _ in range(self.chance.randint(1, 2)):
            known = self.chance.random() < 0.9
            places = [place for place in _places(spoilt) if not (known and place[1] == "update_id")]
            if not places:
                break
            holder, name = self.chance.choice(places)
            if self.chance.random() < 0.2 and isinstance(holder, dict):
                del holder[name]
            else:
                holder[name] = self._anything()
        return spoilt

    def _anything(self) -> Any:  # noqa: ANN401 - that is the point
        nested: object = CANARY
        for _ in range(self.chance.choice((1, 3, 100))):
            nested = self.chance.choice(({CANARY: nested}, [nested]))
        return self.chance.choice(
            (None, True, False, CANARY, [], {}, [CANARY], {"id": CANARY}, nested, *NUMBERS, *WORDS)
        )


def _places(value: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - whatever JSON holds
    """Every holder with every name or number in it."""
    if not isinstance(value, dict | list):
        return []
    names = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, name) for name in names] + [place for name in names for place in _places(value[name])]
