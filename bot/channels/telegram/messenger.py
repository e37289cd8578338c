"""Sends to Telegram. Screens go by prepared payloads, for nobody reads what Telegram answers to them."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram.answers import NotArrived, message_id_in
from bot.channels.telegram.throttle import Kind, Rank, Throttle, seconds_of
from bot.channels.telegram.transport import HttpRequest
from bot.services.inline_offers import InlineOffers
from bot.services.phone_buttons import of_phone
from bot.services.plain import plain_text
from bot.services.ports import Coming, MessageGone, Moved, Refused, SendError, TryLater, Unreachable
from bot.services.presenter import RenderedScreen
from flows.state.screen import ByPhone
from flows.state.tone import Tone, tone_of

log = structlog.get_logger()

T = TypeVar("T")

NO_PREVIEW = {"is_disabled": True}
GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
NOBODY = (
    "channel_private",
    "chat not found",
    "chat_id_invalid",
    "deactivated",
    "group chat was deleted",
    "peer_id_invalid",
    "user_is_blocked",
)
SILENCED = (
    "_forbidden",
    "administrator rights",
    "chat_admin_required",
    "chat_restricted",
    "message thread not found",
    "no rights to send",
    "not enough rights",
    "topic_closed",
    "topic_deleted",
    "user_banned_in_channel",
)
"""In a group that does not let us write, or not there."""
STYLES: Mapping[Tone, str] = {Tone.MAIN: "primary", Tone.DANGER: "danger"}
"""How Telegram calls them."""
CHOSEN_CHAT = {"query": "", "allow_user_chats": True, "allow_group_chats": True}
CONFETTI = "5046509860389126442"
"""An effect that every bot may use."""
TAKEN = "✍"
TO_TEAM = "team"
"""With what a conversation begins that is about a team."""
BUSY: Mapping[Coming, str] = {Coming.PICTURE: "upload_photo", Coming.FILE: "upload_document"}
EFFECT = "effect"
UNCHANGED = "message is not modified"
BROKEN = "can't parse entities"


class TelegramMessenger:
    """The port `Messenger` on a Bot and the transport it uses."""

    def __init__(self, bot: Bot, request: HttpRequest) -> None:
        self._bot = bot
        self._request = request
        self._throttle = Throttle()

    async def send(self, user_id: int, message: RenderedScreen, version: int, *, silent: bool = False) -> int:
        payload = {"chat_id": user_id, **self._content(message, version)}
        if version or silent:
            payload["disable_notification"] = True
        if message.festive:
            payload["message_effect_id"] = CONFETTI
        with _translated():
            call = partial(self._call_with_text, "sendMessage", payload)
            return message_id_in(await self._send(user_id, call, Rank.FILE if silent else Rank.TEXT))

    async def edit(self, user_id: int, message_id: int, message: RenderedScreen, version: int) -> None:
        payload = {"chat_id": user_id, "message_id": message_id, **self._content(message, version)}
        with _translated():
            await self._edit(user_id, partial(self._call_with_text, "editMessageText", payload))

    async def strip(self, user_id: int, message_id: int) -> None:
        payload = {"chat_id": user_id, "message_id": message_id}
        with _translated():
            await self._edit(user_id, partial(self._call, "editMessageReplyMarkup", payload), Rank.FILE)

    async def take_back(self, user_id: int, message_id: int) -> None:
        with _translated():
            await self._call("deleteMessage", {"chat_id": user_id, "message_id": message_id})

    async def answer_tap(self, tap_id: str, toast: str | None) -> None:
        """Stop the button's waiting sign; too late is as good."""
        payload: dict[str, object] = {"callback_query_id": tap_id}
        if toast:
            payload["text"] = toast
        await self._try("answerCallbackQuery", payload)

    async def show_busy(self, user_id: int, coming: Coming) -> None:
        """A sign on the other side that something is on its way; while calls are limited there is none."""
        if not self._throttle.is_limited:
            await self._try("sendChatAction", {"chat_id": user_id, "action": BUSY[coming]})

    async def take(self, user_id: int, message_id: int) -> None:
        """A sign at what somebody wrote, that it was taken."""
        sign = [{"type": "emoji", "emoji": TAKEN}]
        payload = {"chat_id": user_id, "message_id": message_id, "reaction": sign}
        await self._try("setMessageReaction", payload)

    async def answer_inline(self, query_id: str, offers: InlineOffers) -> None:
        """What somebody may choose from; it is theirs alone, and is not kept."""
        results = [
            {
                "type": "article",
                "id": offer.id,
                "title": offer.title,
                "description": offer.about,
                "input_message_content": _words(offer.message),
                **self._markup(offer.message, 0),
            }
            for offer in offers.offers
        ]
        payload = {"inline_query_id": query_id, "results": results, "is_personal": True, "cache_time": 0}
        if offers.onward is not None:
            payload["button"] = {"text": offers.onward, "start_parameter": TO_TEAM}
        await self._try("answerInlineQuery", payload)

    async def picture(self, user_id: int, png: bytes, caption: RenderedScreen) -> int:
        with _translated():
            photo = partial(self._bot.send_photo, user_id, png, filename="vierstap.png")
            words = partial(photo, caption=caption.text, parse_mode=ParseMode.HTML)
            whole = partial(words, disable_notification=True, api_kwargs=self._markup(caption, 0))
            sent = await self._send(user_id, whole, Rank.FILE)
        return sent.message_id

    async def document(self, user_id: int, name: str, content: bytes, caption: str = "") -> int:
        with _translated():
            document = partial(self._bot.send_document, user_id, content, caption=caption or None)
            named = partial(document, parse_mode=ParseMode.HTML, filename=name, disable_notification=True)
            sent = await self._send(user_id, named, Rank.FILE)
        return sent.message_id

    async def say(self, chat_id: int, text: str) -> None:
        """A plain line where there is no conversation: in a group, or after forgetting."""
        with _translated():
            payload = {"chat_id": chat_id, "text": text, "disable_notification": True}
            await self._send(chat_id, partial(self._call, "sendMessage", payload))

    async def leave(self, chat_id: int) -> None:
        """Leave a group."""
        with _translated():
            await self._call("leaveChat", {"chat_id": chat_id})

    async def replace(self, chat_id: int, message_id: int, text: str) -> None:
        """Put a plain line in the place of a message, and its buttons with it."""
        payload = {"chat_id": chat_id, "message_id": message_id, "text": text}
        with _translated():
            await self._edit(chat_id, partial(self._call, "editMessageText", payload))

    def _content(self, message: RenderedScreen, version: int) -> dict[str, object]:
        content = {"text": message.text, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}
        return content | self._markup(message, version)

    def _markup(self, message: RenderedScreen, version: int) -> dict[str, object]:
        return markup_of(message, version, inline=bool(self._bot.supports_inline_queries))

    async def _send(self, chat_id: int, call: Callable[[], Awaitable[T]], rank: Rank = Rank.TEXT) -> T:
        return await self._throttle.call(Kind.SEND, rank, chat_id, call)

    async def _edit(
        self, chat_id: int, call: Callable[[], Awaitable[object]], rank: Rank = Rank.TEXT
    ) -> None:
        """An edit; a message that is so already is as good."""
        try:
            message_id_in(await self._throttle.call(Kind.EDIT, rank, chat_id, call))
        except BadRequest as error:
            if UNCHANGED not in error.message.lower():
                raise

    async def _try(self, method: str, payload: Mapping[str, object]) -> None:
        """A call on which nothing hangs."""
        try:
            await self._call(method, payload)
        except TelegramError as error:
            log.debug("call in vain", method=method, reason=type(error).__name__)

    async def _call_with_text(self, method: str, payload: Mapping[str, object]) -> object:
        """A call whose text is HTML; should Telegram not parse it, the plain text goes instead. An effect it
        does not know any more is left out.
        """
        try:
            return await self._call(method, payload)
        except BadRequest as error:
            said = error.message.lower()
            if EFFECT in said and "message_effect_id" in payload:
                return await self._call_with_text(method, _without(payload, "message_effect_id"))
            if BROKEN not in said:
                raise
            log.error("text refused as HTML", method=method)
        plain = _without(payload, "parse_mode")
        return await self._call(method, {**plain, "text": plain_text(str(payload["text"]))})

    async def _call(self, method: str, payload: Mapping[str, object]) -> object:
        return await self._request.call(f"{self._bot.base_url}/{method}", payload)


def _words(message: RenderedScreen) -> dict[str, object]:
    """The text as another chat gets it."""
    return {"message_text": message.text, "parse_mode": "HTML", "link_preview_options": NO_PREVIEW}


def markup_of(message: RenderedScreen, version: int, *, inline: bool) -> dict[str, object]:
    """The buttons, where there are any. `inline`: a chat can be chosen, which takes inline mode."""
    rows = [
        [
            _button(label, action, version, leading=not place and len(row) == 1)
            for label, action in row
            if inline or action != ByPhone.CHOOSE_CHAT
        ]
        for place, row in enumerate(message.keyboard)
    ]
    return {"reply_markup": {"inline_keyboard": shown}} if (shown := [row for row in rows if row]) else {}


def _without(payload: Mapping[str, object], left_out: str) -> dict[str, object]:
    return {name: value for name, value in payload.items() if name != left_out}


def _button(label: str, action: str, version: int, *, leading: bool) -> dict[str, object]:
    """A button; clients from before styles leave those out."""
    if (by_phone := of_phone(action)) is not None:
        return {"text": label, **_by_phone(*by_phone)}
    button: dict[str, object] = {"text": label, "callback_data": f"{version}:{action}"}
    if (tone := tone_of(action, leading=leading)) is not None:
        button["style"] = STYLES[tone]
    return button


def _by_phone(what: ByPhone, held: str) -> dict[str, object]:
    match what:
        case ByPhone.COPY:
            return {"copy_text": {"text": held}}
        case ByPhone.LINK:
            return {"url": held}
        case ByPhone.CHOOSE_CHAT:
            return {"switch_inline_query_chosen_chat": CHOSEN_CHAT}


@contextmanager
def _translated() -> Iterator[None]:
    """Telegram's errors as those that delivering knows."""
    try:
        yield
    except RetryAfter as error:
        raise TryLater(seconds_of(error)) from None
    except ChatMigrated as error:
        raise Moved(error.new_chat_id) from None
    except Forbidden:
        raise Unreachable("blocked, or gone") from None
    except BadRequest as error:
        raise _refusal(error.message) from None
    except NotArrived as error:
        raise SendError(str(error), certain=True) from None
    except NetworkError as error:
        raise SendError(error.message) from None
    except TelegramError as error:
        raise SendError(type(error).__name__, certain=True) from None


def _refusal(message: str) -> SendError:
    said = message.lower()
    if any(reason in said for reason in GONE):
        return MessageGone("the message is gone")
    if any(reason in said for reason in NOBODY):
        return Unreachable("no such chat")
    if any(reason in said for reason in SILENCED):
        return Unreachable("may not write there")
    # Telegram's own words may repeat what somebody wrote: they are neither stored nor logged.
    return Refused("not accepted", certain=True)
