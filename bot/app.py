"""A process, from its start to its end: the conversation in a terminal, or the bot on Telegram."""

import asyncio
import hashlib
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog

from bot.assembly import SYSTEM_CLOCK, Process, build_rooms, build_services, forget_key_of, name_process
from bot.channels.telegram.channel import TelegramChannel, TokenRefused, WebhookRefused, connect
from bot.channels.telegram.desk import Desk
from bot.channels.telegram.kept import KeptUpdates
from bot.channels.telegram.transport import NoCertificates, Proxy
from bot.channels.terminal import TerminalConsole, TerminalMessenger, chat
from bot.service_manager import ServiceManager
from bot.services.clock import SandboxClock
from bot.services.examiner import Examiner
from bot.services.metrics import Metrics
from bot.services.ports import Storage, Unit
from bot.services.tasks import begin, end
from bot.settings import BotSettings, Settings, SettingsError
from bot.storage import open_storage
from messages.renderer import first_language

log = structlog.get_logger()

DEFAULT_PORT = 8080
STOP_SECONDS = 4.0
"""How long deliveries under way may take after SIGTERM; the rest is stored."""
ANSWERING_SECONDS = 1.0
"""How long answers to taps may take then."""


async def run_chat(settings: Settings, user_id: int, language: str | None) -> None:
    """The conversation in this terminal, stored like any other."""
    messenger = TerminalMessenger(TerminalConsole(highlight=False), Path("vierstap-chat"))
    rooms = build_rooms(operator_contact=settings.operator_contact)
    storage = open_storage(settings.database_url)
    # One name for all terminals: what a closed one had leased, the next one has.
    services = build_services(
        rooms, storage, messenger, Process("terminal", forget_key=forget_key_of(settings))
    )
    try:
        if language is not None:
            await storage.run(lambda unit: _speak(unit, user_id, language))
        spoken = language or first_language()
        how_to_leave = rooms.presenter.hint(spoken, "terminal")
        await chat(user_id, spoken, how_to_leave, services.reception, services.delivery, messenger)
    finally:
        await services.delivery.finish(STOP_SECONDS)
        await storage.close()


def _speak(unit: Unit, user_id: int, language: str) -> None:
    """Go on with a conversation in another language."""
    row = unit.load(user_id)
    if row is not None:
        row.language = language
        unit.save(row)


async def run_bot(settings: BotSettings) -> None:
    """The bot on Telegram, by webhook where one is set, else by polling; until SIGTERM or SIGINT.

    Raises:
        SettingsError, StorageError: it cannot start, or Telegram does not accept the token any more.
    """
    token = settings.telegram_token.get_secret_value()
    stopping = stop_on_signals()
    storage = open_storage(settings.database_url, commit_delay=settings.vierstap_bench_commit_delay_ms / 1000)
    try:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(storage.close)
            await storage.enter()
            manager = ServiceManager()
            manager.is_up("Asking Telegram who we are")
            stack.callback(manager.is_stopping)
            await stack.enter_async_context(_beside(manager.show_life(), "signs of life"))
            metrics = Metrics()
            connecting = connect(
                token,
                settings.telegram_api_url,
                stopping,
                proxy_of(settings),
                observe=metrics.called,
            )
            channel = await stack.enter_async_context(connecting)
            if not stopping.is_set():
                secret = _secret_of(settings, token)
                await _serve_people(settings, storage, channel, secret, stopping, metrics)
    except TokenRefused:
        raise SettingsError(
            ["TELEGRAM_TOKEN: Telegram does not accept it; copy it again from @BotFather"]
        ) from None
    except NoCertificates as error:
        raise SettingsError([f"{error}: no certificate can be read there; correct it, or unset it"]) from None
    except WebhookRefused as error:
        raise SettingsError([f"WEBHOOK_URL: Telegram does not accept it ({error})"]) from None


async def _serve_people(
    settings: BotSettings,
    storage: Storage,
    channel: TelegramChannel,
    secret: str,
    stopping: asyncio.Event,
    metrics: Metrics,
) -> None:
    """Everything that runs while the bot does, taken down in the reverse order."""
    owner = name_process()
    rooms = build_rooms(channel.username, settings.operator_contact)
    clock = SandboxClock(settings.vierstap_sandbox_clock) if settings.vierstap_sandbox_clock else SYSTEM_CLOCK
    key = hashlib.sha256(f"invitations:{settings.telegram_token.get_secret_value()}".encode()).digest()
    process = Process(
        owner,
        clock,
        channel.health.in_touch,
        settings.reminders_per_second,
        key,
        metrics,
        forget_key_of(settings),
    )
    services = build_services(rooms, storage, channel.messenger, process)
    desk = channel.open_desk(services.reception, services.inline, rooms.presenter)
    examiner = Examiner(storage, channel.health, metrics, clock)

    async with AsyncExitStack() as stack:
        stack.push_async_callback(services.delivery.finish, STOP_SECONDS)
        stack.push_async_callback(services.scheduler.finish)
        stack.push_async_callback(desk.finish, ANSWERING_SECONDS)
        introducing = channel.introduce(rooms.presenter.renderer)
        for work, name in ((services.housekeeping.run(), "housekeeping"), (introducing, "introduction")):
            await stack.enter_async_context(_beside(work, name))
        await stack.enter_async_context(_web(settings, secret, desk, examiner))
        way = "webhook" if settings.webhook_url else "polling"
        log.info("running", bot=channel.username, by=way)
        ServiceManager().is_up(f"Serving @{channel.username} by {way}")
        if not settings.operator_contact and settings.vierstap_sandbox_clock is None:
            log.warning(
                "OPERATOR_CONTACT is not set: /privacy names nobody to ask; set a name and an address"
            )
        if settings.webhook_url:
            kept = KeptUpdates(storage).take_up(desk)
            await stack.enter_async_context(_beside(kept, "kept updates"))
            await channel.await_deliveries(settings.webhook_url, secret, stopping)
        else:
            await channel.poll(desk, storage, owner, stopping)
        log.info("stopping")


def proxy_of(settings: Settings) -> Proxy | None:
    """The proxy that is set."""
    return Proxy(settings.https_proxy, settings.no_proxy) if settings.https_proxy else None


def _secret_of(settings: Settings, token: str) -> str:
    """The webhook's secret; unless set, the same in every process with this token."""
    if settings.webhook_secret is not None:
        return settings.webhook_secret.get_secret_value()
    return hashlib.sha256(f"webhook:{token}".encode()).hexdigest()


def stop_on_signals() -> asyncio.Event:
    """An event that SIGTERM or SIGINT sets, and the end of a terminal unless `nohup` said to go on."""
    stopping = asyncio.Event()
    heeded = () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
    for number in (signal.SIGTERM, signal.SIGINT, *heeded):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
    """Work that goes on beside the block, and ends with it."""
    task = begin(work, name)
    try:
        yield
    finally:
        await end(task)


@asynccontextmanager
async def _web(settings: Settings, secret: str, desk: Desk, examiner: Examiner) -> AsyncIterator[None]:
    """The HTTP server: with a webhook always, when polling only where PORT is set."""
    if settings.webhook_url is None and settings.port is None:
        yield
        return

    from bot.channels.web.server import PortInUse, Webhook, build_web, serve  # noqa: PLC0415 - most do without

    webhook = None
    if settings.webhook_url is not None:
        take_in = partial(desk.take_in, answer_taps=False)
        webhook = Webhook(urlsplit(settings.webhook_url).path, secret, take_in, desk.step_over)
    port = settings.port or DEFAULT_PORT
    try:
        async with serve(build_web(webhook, examiner.faults, examiner.metrics), settings.host, port):
            yield
    except PortInUse as error:
        raise SettingsError([f"HOST, PORT: cannot listen on {error}; choose another"]) from None
