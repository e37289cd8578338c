"""What delivering needs of a chat service."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.services.presenter import RenderedScreen


class Messenger(Protocol):
    """What delivering needs of a chat service.

    Raises:
        SendError: or one of its kinds, from every method.
    """

    async def send(self, user_id: int, message: "RenderedScreen", version: int) -> int:
        """Send a new message; its id. `version` goes with every button."""

    async def edit(self, user_id: int, message_id: int, message: "RenderedScreen", version: int) -> None:
        """Put this in the place of a message; one that shows it already is as good."""

    async def strip(self, user_id: int, message_id: int) -> None:
        """Take the buttons off a message that is no longer the live one."""

    async def picture(self, user_id: int, png: bytes, caption: str) -> int:
        """Send a picture; the message's id."""

    async def document(self, user_id: int, name: str, content: bytes) -> int:
        """Send a file; the message's id."""

    async def take_back(self, user_id: int, message_id: int) -> None:
        """Delete a message of ours."""

    async def leave(self, chat_id: int) -> None:
        """Leave a group."""
