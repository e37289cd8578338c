"""What delivering needs of a chat service."""

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.services.presenter import RenderedScreen


class Coming(StrEnum):
    """What somebody waits for that takes time to be made."""

    PICTURE = "picture"
    FILE = "file"


class Messenger(Protocol):
    """What delivering needs of a chat service.

    Raises:
        SendError: or one of its kinds, from every method.
    """

    async def send(
        self, user_id: int, message: "RenderedScreen", version: int, *, silent: bool = False
    ) -> int:
        """Send a new message; its id. `version` goes with every button. `silent`: nobody waits for it; a
        screen, which has a version, never makes a sound, for it answers somebody who is there.
        """

    async def edit(self, user_id: int, message_id: int, message: "RenderedScreen", version: int) -> None:
        """Put this in the place of a message; one that shows it already is as good."""

    async def strip(self, user_id: int, message_id: int) -> None:
        """Take the buttons off a message that is no longer the live one."""

    async def picture(self, user_id: int, png: bytes, caption: "RenderedScreen") -> int:
        """Send a picture; the message's id."""

    async def document(self, user_id: int, name: str, content: bytes, caption: str = "") -> int:
        """Send a file, with Telegram HTML below it; the message's id."""

    async def show_busy(self, user_id: int, coming: Coming) -> None:
        """Let somebody see that what they asked for is being made; never raises, for nothing hangs on it."""

    async def take_back(self, user_id: int, message_id: int) -> None:
        """Delete a message of ours."""

    async def leave(self, chat_id: int) -> None:
        """Leave a group."""
