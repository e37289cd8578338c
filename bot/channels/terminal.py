"""The same conversation in a terminal, or in a pipe: one line in, one screen out."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from html import unescape
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.services.delivery import Delivery
from bot.services.phone_buttons import of_phone
from bot.services.plain import plain_text
from bot.services.ports import Coming
from bot.services.presenter import RenderedScreen
from bot.services.receiver import Receiver
from bot.services.turns import Incoming, TurnResult, Typed
from flows.state.irreversible import has_number
from flows.state.screen import ByPhone, parse_action

STYLES = {"b": "bold", "i": "italic", "u": "underline", "s": "strike", "code": "cyan"}
PARTS = re.compile(r"(</?[^>]+>)")
READABLE = ".json"
"""The ending of files that are printed; others are saved."""
LETTERED = re.compile(r"([A-Z])\. (.+)")
"""A label that begins with what can be typed for it."""


class TerminalConsole(Console):
    """A console that does not end the program when nobody reads any more."""

    nobody_reads = False

    def on_broken_pipe(self) -> None:
        try:
            super().on_broken_pipe()  # It lets the rest go nowhere
        except SystemExit:
            self.nobody_reads = True


class TerminalMessenger:
    """The port `Messenger` on a console; buttons become a numbered list, pictures and papers files in a
    folder.
    """

    def __init__(self, console: TerminalConsole, folder: Path) -> None:
        self._console = console
        self._folder = folder
        self._sent = 0

    @property
    def nobody_reads(self) -> bool:
        """Whether what is said goes nowhere, as behind `head`."""
        return self._console.nobody_reads

    async def send(self, user_id: int, message: RenderedScreen, version: int, *, silent: bool = False) -> int:
        self._show(message)
        self._sent += 1
        return self._sent

    async def edit(self, user_id: int, message_id: int, message: RenderedScreen, version: int) -> None:
        self._show(message)

    async def strip(self, user_id: int, message_id: int) -> None:
        """What was printed stays."""

    async def picture(self, user_id: int, png: bytes, caption: RenderedScreen) -> int:
        """Saved; its words stand below the screen and push nothing away."""
        self._print_path(await asyncio.to_thread(self._save, "vierstap.png", png))
        self._show(caption)
        return self._sent

    async def document(self, user_id: int, name: str, content: bytes, caption: str = "") -> int:
        if name.endswith(READABLE):
            self._console.print(Text(content.decode()), soft_wrap=True)
        else:
            self._print_path(await asyncio.to_thread(self._save, name, content))
            self._console.print()
            if caption:
                self._show(RenderedScreen(caption))
        self._sent += 1
        return self._sent

    async def show_busy(self, user_id: int, coming: Coming) -> None:
        """Whoever waits here sees that nothing came yet."""

    async def take_back(self, user_id: int, message_id: int) -> None:
        """What was printed stays."""

    async def leave(self, chat_id: int) -> None:
        """There are no groups here."""

    def say(self, line: str) -> None:
        """A line beside the conversation."""
        self._print(line)

    def _show(self, message: RenderedScreen) -> None:
        self._print(message.text)
        for key, label in _numbered(message):
            self._console.print(Text(f"  {key:>2}  {label}", style="dim"), soft_wrap=True)
        self._console.print()

    def _save(self, name: str, content: bytes) -> str:
        """Write a new file, for nobody else to read; gives its path, or why there is none."""
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            path = next(path for path in _numbered_paths(self._folder / name) if not path.exists())
            with open(path, "xb", opener=_for_the_owner) as file:
                file.write(content)
        except OSError as error:
            return f"{name}: {error.strerror}"
        return str(path)

    def _print_path(self, path: str) -> None:
        self._console.print(Text(f"  {path}", style="dim"), soft_wrap=True)

    def _print(self, html: str) -> None:
        text = _styled(html) if self._console.is_terminal else Text(plain_text(html))
        self._console.print(text, soft_wrap=not self._console.is_terminal)
        self._console.print()


def _numbered_paths(path: Path) -> Iterator[Path]:
    """A path, and others beside it."""
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in count(2))


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _numbered(message: RenderedScreen) -> Iterator[tuple[str, str]]:
    """The buttons, each with its letter or else the number that can be typed for it; what cannot be undone is
    said in full, and of what only a phone does addresses are shown.
    """
    number = 0
    for row in message.keyboard:
        for label, action in row:
            if (by_phone := of_phone(action)) is not None:
                if by_phone[0] is ByPhone.LINK:
                    yield "·", f"{label}: {by_phone[1]}"
                continue
            counted = has_number(parse_action(action))
            number += counted
            if counted and (lettered := LETTERED.fullmatch(label)):
                yield lettered[1], lettered[2]
            else:
                yield (str(number) if counted else "·", label)


async def chat(
    user_id: int,
    language: str,
    how_to_leave: str,
    reception: Receiver,
    delivery: Delivery,
    messenger: TerminalMessenger,
) -> None:
    """Talk until the input ends."""

    async def say(text: str) -> TurnResult:
        turn = await reception.receive(Incoming(user_id, Typed(text, numbered=True), language_code=language))
        await delivery.settled()
        return turn

    if sys.stdin.isatty():
        messenger.say(how_to_leave)
    await say("/start")
    async for line in _lines():
        if messenger.nobody_reads:
            return
        if not line.strip():
            continue
        turn = await say(line)
        if turn.farewell is not None:
            messenger.say(turn.farewell[0])


async def _lines() -> AsyncIterator[str]:
    """Lines as they are typed, or as they come through the pipe, until the end."""
    if not sys.stdin.isatty():
        while line := await asyncio.to_thread(sys.stdin.readline):
            yield line.rstrip("\n")
        return
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - 7 MB that only a terminal has use for

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            yield await session.prompt_async("› ")
        except (EOFError, KeyboardInterrupt):
            return


def _styled(html: str) -> Text:
    """Telegram HTML as styled text."""
    text, open_tags = Text(), list[str]()
    for part in PARTS.split(html):
        if part.startswith("</"):
            open_tags.pop()
        elif part.startswith("<"):
            open_tags.append(part.strip("<>").partition(" ")[0])
        else:
            style = " ".join(STYLES[tag] for tag in open_tags if tag in STYLES)
            text.append(unescape(part), style=style)
    return text
