"""Puts the rooms together: what decides, what speaks, and the use cases on a database and a chat service."""

import hashlib
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot.pictures import Documents, Pictures, TeamPictures
from bot.services.clock import Clock, SystemClock
from bot.services.delivery import Delivery
from bot.services.drawing import Studio
from bot.services.forgetting import Forgetting, sealed_by
from bot.services.housekeeping import Housekeeping
from bot.services.inline_offers import InlineDesk
from bot.services.invitation_links import InvitationLinks
from bot.services.metrics import Metrics
from bot.services.outbox import OutboxWriter, Press
from bot.services.outbox_sender import LetterSender
from bot.services.ports import Messenger, Storage
from bot.services.presenter import Presenter
from bot.services.rate_limit import RATE, RateLimit
from bot.services.receiver import Receiver
from bot.services.redrawing import Redrawing
from bot.services.reminders import ReminderWriter
from bot.services.restoring import Restoring
from bot.services.scheduler import Scheduler
from bot.services.team_outbox import TeamOutboxWriter, Workshop
from bot.services.turns import Turns
from bot.settings import Settings
from flows.catalogue.catalogue import load_catalogue
from flows.conversation import Conversation
from messages.renderer import Renderer

SYSTEM_CLOCK = SystemClock()
RESTORER = "restore"


@dataclass(frozen=True, slots=True)
class Rooms:
    """What decides and what speaks."""

    conversation: Conversation
    presenter: Presenter


@dataclass(frozen=True, slots=True)
class Process:
    """What is different with each process. `owner` names it in leases; `in_touch`: whether updates can reach
    it, as far as it knows; `rate`: reminders a second, of all processes together; `metrics`: its figures.
    The same for all that serve the same people are `link_key`, with which links of invitations are made, and
    `forget_key`, with which it is sealed who was forgotten.
    """

    owner: str
    clock: Clock = SYSTEM_CLOCK
    in_touch: Callable[[], bool] = lambda: True
    rate: int = RATE
    link_key: bytes = field(default_factory=partial(secrets.token_bytes, 32))
    metrics: Metrics = field(default_factory=Metrics)
    forget_key: bytes = b""


@dataclass(frozen=True, slots=True)
class Services:
    """What one process serves people with."""

    reception: Receiver
    delivery: Delivery
    housekeeping: Housekeeping
    scheduler: Scheduler
    metrics: Metrics
    inline: InlineDesk


def build_rooms(bot_username: str = "", operator_contact: str = "") -> Rooms:
    """The conversation and its words.

    Raises:
        flows.catalogue.errors.ContentError: the content is not consistent.
    """
    catalogue = load_catalogue()
    renderer = Renderer(surroundings={"bot_username": bot_username, "operator_contact": operator_contact})
    return Rooms(Conversation(catalogue, renderer.languages), Presenter(catalogue, renderer))


def build_services(rooms: Rooms, storage: Storage, messenger: Messenger, process: Process) -> Services:
    """The use cases on a database and a chat service."""
    clock, owner = process.clock, process.owner
    metrics = process.metrics
    renderer = rooms.presenter.renderer
    pictures = Pictures(renderer)
    documents, studio = Documents(renderer), Studio()
    illustrator = TeamPictures(rooms.presenter, pictures, documents)
    links = InvitationLinks(process.link_key, renderer.surroundings)
    of_teams = TeamOutboxWriter(
        rooms.conversation.reader, rooms.presenter, storage, Workshop(illustrator, studio), links, clock
    )
    letters = OutboxWriter(
        rooms.conversation.reader,
        rooms.presenter,
        storage,
        Press(pictures.card, documents.page),
        studio,
        of_teams,
    )
    redrawing = Redrawing(rooms.conversation, rooms.presenter, clock)
    forgetting = Forgetting(redrawing, sealed_by(process.forget_key))
    turns = Turns(rooms.conversation, rooms.presenter, redrawing, forgetting, clock, owner)
    notices = ReminderWriter(rooms.presenter, illustrator, studio, clock, owner)
    scheduler = Scheduler(storage, messenger, notices, metrics, clock, RateLimit(clock, owner, process.rate))
    sender = LetterSender(storage, messenger, letters, redrawing, clock)
    delivery = Delivery(storage, messenger, sender, metrics, clock, owner)
    return Services(
        reception=Receiver(storage, turns, delivery, metrics, clock),
        delivery=delivery,
        housekeeping=Housekeeping(storage, delivery, scheduler, forgetting, clock, process.in_touch),
        scheduler=scheduler,
        metrics=metrics,
        inline=InlineDesk(storage, rooms.presenter, links, clock),
    )


def build_forgetting(rooms: Rooms, clock: Clock, forget_key: bytes) -> Forgetting:
    """What forgets people, where nobody is served."""
    return Forgetting(Redrawing(rooms.conversation, rooms.presenter, clock), sealed_by(forget_key))


def build_restoring(rooms: Rooms, clock: Clock, forget_key: bytes) -> Restoring:
    """What puts a backup right once it is back."""
    renderer = rooms.presenter.renderer
    illustrator = TeamPictures(rooms.presenter, Pictures(renderer), Documents(renderer))
    notices = ReminderWriter(rooms.presenter, illustrator, Studio(), clock, RESTORER)
    return Restoring(build_forgetting(rooms, clock, forget_key), notices, clock, RESTORER)


def name_process() -> str:
    """A name for this process in leases, different at each start."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def forget_key_of(settings: Settings) -> bytes:
    """What the seals of who is forgotten are made with; unless set, made from the token."""
    given, token = settings.forget_key, settings.telegram_token
    if given is not None:
        return given.get_secret_value().encode()
    return hashlib.sha256(f"forgotten:{token.get_secret_value() if token else ''}".encode()).digest()
