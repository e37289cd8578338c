"""What is asked of Telegram, or said, once and by who does not serve."""

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.telegram.answers import outcome_of
from bot.channels.telegram.channel import TokenRefused
from bot.channels.telegram.transport import HttpRequest, Proxy

SECONDS = 5.0
LONGEST = 200
"""Of what Telegram says: more is not an error's name any more."""


class NotAnswered(Exception):
    """Telegram could not be asked; the text says why, without the token."""


@dataclass(frozen=True, slots=True)
class WaitingThere:
    """`updates`: how many wait; `host`: where Telegram delivers to, empty while the bot asks for them itself;
    `error`: why the last delivery failed, and `error_at` when.
    """

    updates: int
    host: str = ""
    error: str = ""
    error_at: float | None = None


async def ask_what_waits(token: str, api_url: str, proxy: Proxy | None) -> WaitingThere:
    """One call, which changes nothing.

    Raises:
        TokenRefused: Telegram does not know the token.
        NotAnswered: it cannot be reached, or answers something else.
        NoCertificates: what is to be trusted cannot be read.
    """
    request = HttpRequest(connections=1, seconds=SECONDS, proxy=proxy)
    await request.initialize()
    try:
        return _read(await request.call(f"{api_url}/bot{token}/getWebhookInfo", {}))
    except InvalidToken:
        raise TokenRefused from None
    except TelegramError as error:
        raise NotAnswered(f"{type(error).__name__}, {outcome_of(error)}") from None
    finally:
        await request.shutdown()


def _read(answer: object) -> WaitingThere:
    match answer:
        case {"url": str(url), "pending_update_count": int(updates), **more}:
            said, at = more.get("last_error_message"), more.get("last_error_date")
            return WaitingThere(
                updates,
                _host(url),
                " ".join(said.split())[:LONGEST] if isinstance(said, str) else "",
                float(at) if isinstance(at, int) else None,
            )
    raise NotAnswered("its answer cannot be read")


def _host(url: str) -> str:
    """The path of a webhook may be a secret."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return "?"


async def say_last(
    token: str, api_url: str, proxy: Proxy | None, user_id: int, message_id: int | None, text: str
) -> bool:
    """Last words to somebody, in the place of the message they saw; whether they arrived. Not tried again.

    Raises:
        NoCertificates: what is to be trusted cannot be read.
    """
    request = HttpRequest(connections=1, seconds=SECONDS, proxy=proxy)
    await request.initialize()
    words: dict[str, object] = {"chat_id": user_id, "text": text}
    try:
        for method, more in (("editMessageText", {"message_id": message_id}), ("sendMessage", {})):
            if "message_id" in more and message_id is None:
                continue
            with suppress(BadRequest):  # it is a picture, or gone: then in a message of its own
                await request.call(f"{api_url}/bot{token}/{method}", {**words, **more})
                return True
    except TelegramError:
        pass
    finally:
        await request.shutdown()
    return False
