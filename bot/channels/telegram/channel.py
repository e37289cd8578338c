"""A connection to Telegram: who we are there, and the two ways in which updates come."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from telegram import Bot, BotCommand, InputProfilePhotoStatic
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.answers import TooOften
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.messenger import TelegramMessenger
from bot.channels.telegram.polling import ALLOWED, ANSWER_SECONDS, Polling
from bot.channels.telegram.throttle import seconds_of
from bot.channels.telegram.transport import HttpRequest, Observe, Proxy, note_nothing
from bot.services.health import Health
from bot.services.inline_offers import InlineDesk
from bot.services.ports import Storage
from bot.services.presenter import Presenter
from bot.services.receiver import Receiver
from bot.services.tasks import unless, wait
from messages.renderer import Renderer

log = structlog.get_logger()

CHECK_SECONDS = 10.0
"""How often Telegram is asked, by webhook, whether it is there and knows the token."""
INTRODUCTION_PAUSES = (5.0, 60.0, 600.0)
UNREACHED = (
    "Telegram cannot be reached, and is asked until it can: is there a network? "
    "If there is, look at TELEGRAM_API_URL and HTTPS_PROXY"
)
TOO_OFTEN = "Telegram can be reached, and says that it is called too often: it is asked again when it allows"
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
MOST_CONNECTIONS = 100
PHOTO = Path(__file__).parent / "profile" / "photo.jpg"
"""Drawn from `photo.svg` beside it."""
REFUSALS_OF_WEBHOOKS = {
    "resolve": "its name cannot be found",
    "reserved": "its IP address is not a public one",
    "port": "its port must be 443, 80, 88 or 8443",
    "https": "it must begin with https://",
    "certificate": "its certificate is not accepted",
}
"""By words in Telegram's description, which is not repeated as it comes."""


class TokenRefused(Exception):
    """Telegram does not know the token, or not any more."""


class WebhookRefused(Exception):
    """Telegram will not deliver to this address; the text says why."""


class TelegramChannel:
    """The bot as Telegram knows it."""

    def __init__(self, bot: Bot, request: HttpRequest, polling: HttpRequest) -> None:
        self._bot = bot
        self._request = request
        self._requests = polling
        self.health = Health()
        self.messenger = TelegramMessenger(bot, request)

    @property
    def username(self) -> str:
        """The bot's name in links."""
        return self._bot.username

    def open_desk(self, reception: Receiver, inline: InlineDesk, presenter: Presenter) -> Desk:
        """Where updates are taken in."""
        return Desk(self._bot, self.messenger, reception, inline, presenter, self.health)

    async def introduce(self, renderer: Renderer) -> None:
        """Set command menu, description and short description, for each language and as the default."""
        for pause in INTRODUCTION_PAUSES:
            try:
                await self._introduce_all(renderer)
            except TelegramError as error:
                log.warning("commands and descriptions not set", reason=type(error).__name__)
                await asyncio.sleep(pause)
            else:
                return

    async def _introduce_all(self, renderer: Renderer) -> None:
        for language in renderer.languages:
            for code in (language, None) if language == renderer.for_others else (language,):
                await self._introduce(renderer, language, code)
        await self._show_face()

    async def _show_face(self) -> None:
        """A bot without a profile photo gets ours; one that somebody gave it stays. Nothing hangs on it."""
        asked = {"user_id": self._bot.id, "limit": 1}
        try:
            found = await self._request.call(f"{self._bot.base_url}/getUserProfilePhotos", asked)
            if isinstance(found, dict) and found.get("total_count") == 0:
                await self._bot.set_my_profile_photo(InputProfilePhotoStatic(PHOTO.read_bytes()))
        except TelegramError as error:
            log.info("profile photo not set", reason=type(error).__name__)

    async def _introduce(self, renderer: Renderer, language: str, code: str | None) -> None:
        commands = renderer.branch(language, "commands").values()
        menu = [BotCommand(command["name"], command["menu"]) for command in commands]
        await self._bot.set_my_commands(menu, language_code=code)
        await self._bot.set_my_description(renderer.text(language, "profile", "description"), code)
        short = renderer.text(language, "profile", "short_description")
        await self._bot.set_my_short_description(short, code)

    async def poll(self, desk: Desk, storage: Storage, owner: str, stopping: asyncio.Event) -> None:
        """Ask for updates until told to stop.

        Raises:
            TokenRefused: the token was revoked.
        """
        await _insist(self._bot.delete_webhook, stopping)
        try:
            await Polling(self._bot, self._requests, desk, storage, owner, self.health).run(stopping)
        except InvalidToken:
            raise TokenRefused from None

    async def await_deliveries(self, url: str, secret: str, stopping: asyncio.Event) -> None:
        """Have Telegram deliver to a webhook until told to stop.

        Raises:
            TokenRefused: the token was revoked.
            WebhookRefused: Telegram does not accept the address.
        """
        await _insist(partial(self._set_webhook, url, secret), stopping)
        while not stopping.is_set():
            # Polling would notice that Telegram is gone, or the token revoked; here nothing else asks.
            await wait(stopping, CHECK_SECONDS)
            await _insist(partial(self._look_at_webhook, url), stopping)

    async def _look_at_webhook(self, url: str) -> None:
        """Whether Telegram still delivers to us, and how much waits there."""
        info = await self._requests.call(f"{self._bot.base_url}/getWebhookInfo", {})
        self.health.answered()
        match info:
            case {"url": str(there), "pending_update_count": int(waiting)}:
                self.health.waiting = waiting
                if there != url:
                    self.health.conflict()
                    log.error(
                        "another program has this bot's updates delivered elsewhere; stop it, or restart"
                    )

    async def _set_webhook(self, url: str, secret: str) -> None:
        try:
            await self._bot.set_webhook(
                url, secret_token=secret, allowed_updates=ALLOWED, max_connections=MOST_CONNECTIONS
            )
        except BadRequest as error:
            said = error.message.lower()
            known = (reason for words, reason in REFUSALS_OF_WEBHOOKS.items() if words in said)
            raise WebhookRefused(next(known, "it does not say why in words that are known")) from None


@asynccontextmanager
async def connect(
    token: str,
    api_url: str,
    stopping: asyncio.Event,
    proxy: Proxy | None = None,
    *,
    observe: Observe = note_nothing,
) -> AsyncIterator[TelegramChannel]:
    """A channel that knows the bot's name, unless told to stop while Telegram cannot be reached yet.

    Raises:
        TokenRefused: Telegram does not know the token.
        NoCertificates: what is to be trusted cannot be read.
    """
    request = HttpRequest(proxy=proxy, observe=observe)
    polling = HttpRequest(connections=2, seconds=ANSWER_SECONDS, proxy=proxy, observe=observe)
    bot = Bot(token, base_url=f"{api_url}/bot", request=request, get_updates_request=polling)
    try:
        await _insist(bot.initialize, stopping)
        yield TelegramChannel(bot, request, polling)
    finally:
        await bot.shutdown()
        await request.shutdown()
        await polling.shutdown()


async def _insist(call: Callable[[], Coroutine[Any, Any, object]], stopping: asyncio.Event) -> None:
    """Call until Telegram answers, or we are to stop.

    Raises:
        TokenRefused: Telegram does not know the token.
    """
    pause = FIRST_PAUSE
    while not stopping.is_set():
        try:
            await unless(stopping, call())
        except InvalidToken:
            raise TokenRefused from None
        except TelegramError as error:
            tell = log.warning if pause == FIRST_PAUSE else log.debug
            too_often = isinstance(error, RetryAfter | TooOften)
            tell(TOO_OFTEN if too_often else UNREACHED, reason=type(error).__name__)
            await wait(stopping, max(pause, seconds_of(error) if isinstance(error, RetryAfter) else 0.0))
            pause = min(LONGEST_PAUSE, pause * 2)
        else:
            if pause > FIRST_PAUSE and not stopping.is_set():
                log.info("Telegram answers again")
            return
