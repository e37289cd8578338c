"""Telegram HTML without Telegram's library: the documented tags, refused in the same words."""

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from bot.telegram_html.entities import TYPES, meaning
from bot.telegram_html.errors import HtmlError
from flows.teams.tidy import units

Json = dict[str, Any]

CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(
    r"&(?:#(?P<decimal>\d+)|#x(?P<hexadecimal>[\da-fA-F]+)|(?P<name>lt|gt|amp|quot)(?![a-zA-Z]));?"
)
LAST_CHARACTER = 0x10FFFF
SPECIAL = re.compile(r"[<&]")
NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
SPACE = re.compile(r"\s*")


def parse_subset(html: str) -> tuple[str, list[Json]]:
    """The text as people see it, and its entities.

    Raises:
        HtmlError: Telegram would not take it.
    """
    return _Reader(html).read()


@dataclass(slots=True)
class _Opened:
    tag: str
    attributes: dict[str, str]
    offset: int
    place: int


class _Reader:
    """Reads a text once from its beginning to its end."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._opened: list[_Opened] = []
        self._entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while special := SPECIAL.search(self._html, self._at):
            self._say(self._html[self._at : special.start()])
            self._at = special.start()
            if special.group() == "&":
                self._say(self._reference())
            elif self._html.startswith("</", self._at):
                self._close()
            else:
                self._open()
        self._say(self._html[self._at :])
        if self._opened:
            _refuse(f'Can\'t find end tag corresponding to start tag "{self._opened[-1].tag}"')
        for entity in self._entities:
            if entity["type"] == "code":
                # A language is shown only where pre is around the code.
                entity.pop("language", None)
        order = sorted(self._entities, key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._text), order

    def _say(self, text: str) -> None:
        self._text.append(text)
        self._length += units(text)

    def _reference(self) -> str:
        """The character that is meant; an ampersand where none is."""
        match = REFERENCE.match(self._html, self._at)
        character = _character(match) if match else ""
        self._at = match.end() if match and character else self._at + 1
        return character or "&"

    def _match(self, pattern: re.Pattern[str]) -> str:
        """What stands here, and go on behind it."""
        match = pattern.match(self._html, self._at)
        found = match.group() if match else ""
        self._at += len(found)
        return found

    @property
    def _here(self) -> str:
        return self._html[self._at : self._at + 1]

    def _bytes(self, place: int) -> int:
        return len(self._html[:place].encode())

    # ------------------------------------------------------------ start tags

    def _open(self) -> None:
        place = self._at
        self._at += 1
        tag = self._match(NAME).lower()
        if not self._here:
            _refuse(f"Unclosed start tag at byte offset {self._bytes(place)}")
        if tag not in TYPES:
            _refuse(f'Unsupported start tag "{tag}" at byte offset {self._bytes(place)}')
        attributes = self._attributes(tag, place)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(place)}')
        self._opened.append(_Opened(tag, attributes, self._length, sum(map(len, self._text))))

    def _attributes(self, tag: str, place: int) -> dict[str, str]:
        found: dict[str, str] = {}
        self._match(SPACE)
        while self._here != ">":
            name = self._match(ATTRIBUTE_NAME).lower()
            if not name:
                _refuse(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(place)}')
            self._match(SPACE)
            if not self._here:
                _refuse(f'Unclosed start tag "{tag}" at byte offset {self._bytes(place)}')
            found[name] = self._value(tag, place) if self._here == "=" else ""
            self._match(SPACE)
        self._at += 1
        return found

    def _value(self, tag: str, place: int) -> str:
        self._at += 1
        self._match(SPACE)
        if not self._here:
            _refuse(f'Unclosed start tag "{tag}" at byte offset {self._bytes(place)}')
        quote, begun = self._here, self._at
        if quote not in ("'", '"'):
            value = self._match(TOKEN).lower()
            if not self._here:
                _refuse(f"Unclosed start tag at byte offset {self._bytes(place)}")
            if not self._here.isspace() and self._here != ">":
                _refuse(f"Unexpected end of name token at byte offset {self._bytes(begun)}")
            return value
        end = self._html.find(quote, begun + 1)
        # A tag that ends the text is not closed either.
        if end < 0 or end + 1 == len(self._html):
            _refuse(f"Unclosed start tag at byte offset {self._bytes(place)}")
        self._at = end + 1
        return REFERENCE.sub(lambda match: _character(match) or match.group(), self._html[begun + 1 : end])

    # ------------------------------------------------------------ end tags

    def _close(self) -> None:
        place = self._at
        if not self._opened:
            _refuse(f"Unexpected end tag at byte offset {self._bytes(place)}")
        self._at += 2
        tag = self._match(NAME).lower()
        self._match(SPACE)
        if self._here != ">":
            _refuse(f"Unclosed end tag at byte offset {self._bytes(place)}")
        self._at += 1
        opened = self._opened.pop()
        if tag and tag != opened.tag:
            _refuse(
                f"Unmatched end tag at byte offset {self._bytes(place)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self._length > opened.offset:
            self._note(opened)

    def _note(self, opened: _Opened) -> None:
        """What was between two tags is an entity, unless it means nothing."""
        where = {"offset": opened.offset, "length": self._length - opened.offset}
        if opened.tag in ("pre", "code") and self._is_code_with_language(opened, where):
            return
        made = meaning(opened.tag, opened.attributes, "".join(self._text)[opened.place :])
        if made is not None:
            self._entities.append({**made, **where})

    def _is_code_with_language(self, opened: _Opened, where: Json) -> bool:
        """Code in pre, or pre in code, is one thing where the code names a language."""
        code = {"type": "code", **where, **(meaning("code", opened.attributes, "") or {})}
        inner = self._entities[-1] if self._entities else {}
        match opened.tag:
            case "pre" if "language" in inner and inner == {**code, "language": inner["language"]}:
                inner["type"] = "pre"
            case "code" if "language" in code and inner == {"type": "pre", **where}:
                inner["language"] = code["language"]
            case _:
                return False
        return True


def _refuse(reason: str) -> NoReturn:
    raise HtmlError(f"Can't parse entities: {reason}")


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return CHARACTERS[match["name"]]
    number = int(match["decimal"] or match["hexadecimal"], 10 if match["decimal"] else 16)
    return chr(number) if 0 < number < LAST_CHARACTER else ""
