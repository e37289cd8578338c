"""What the use cases need of a database and a chat service, in their own words.

Times are seconds since the epoch, UTC. Everything in a `Unit` happens in one transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.services.team_ports import TeamUnit
from flows.teams.records import Record

if TYPE_CHECKING:
    from bot.services.presenter import RenderedScreen

T = TypeVar("T")

LONGEST_LEASE = 120.0
"""Seconds: no lease is longer, also as seen by a process whose clock is behind. One that ends later was taken
by a clock that has gone back since, and is over.
"""
LONGEST_WAIT = 3_600.0
"""Seconds: nothing waits longer to be tried again, whatever Telegram says."""


def is_ahead(moment: float, now: float, farthest: float) -> bool:
    """Whether a stored moment is still to come. What is further ahead than it was ever set was stored by a
    clock that has gone back since, and is past.
    """
    return now < moment <= now + farthest


class StorageError(Exception):
    """The database fails everybody for now; the message is one line without anything a person wrote."""


class Crowded(StorageError):
    """So much of one person waits that no more is taken in for now."""


class Unstorable(Exception):
    """The database will not have what this one unit of work says, however often it is tried. The message is
    one line of names, such as a constraint's, without anything a person wrote.
    """


class Held(Exception):
    """A unit of work needs what somebody else holds for longer than it may wait: nothing of it is stored, it
    may be done later, and whoever needs something else goes on.
    """


class Overtaken(Exception):
    """What a unit of work rests on is no longer so: nothing of it is stored, and it is done anew."""


class SendError(Exception):
    """A message was not delivered. `certain`: it certainly did not arrive."""

    def __init__(self, reason: str, *, certain: bool = False) -> None:
        super().__init__(reason)
        self.certain = certain


class TryLater(SendError):
    """We are told to wait; nothing was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"told to wait {seconds:g} s", certain=True)
        self.seconds = seconds


class Unreachable(SendError):
    """The person blocked us, or is gone."""


class Refused(SendError):
    """The chat service will not have this message, however often it is sent."""


class MessageGone(SendError):
    """The message to edit is not there any more, or too old."""


class Moved(SendError):
    """A group has another number now; nothing was sent."""

    def __init__(self, to: int) -> None:
        super().__init__("the group has another number", certain=True)
        self.to = to


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


@dataclass(slots=True)
class StoredConversation:
    """A person, the facts of their conversation, and the screen they should see.

    `session` and `screen` are JSON. A screen whose version is above `delivered_version` is still to be
    delivered; one at or below `fresh_version` that is not delivered goes out as a new message, others
    edit `message_id`.
    """

    user_id: int
    language: str
    session: str
    created_at: float
    active_at: float
    reachable: bool = True
    question_open: bool = False
    screen: str = ""
    screen_version: int = 0
    fresh_version: int = 0
    delivered_version: int = 0
    message_id: int | None = None
    lease_owner: str | None = None
    lease_until: float = 0.0
    not_before: float = 0.0
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message that is never repeated: the attempt is committed before it is sent. `payload` is JSON.

    Of those to one person of a kind and subject only the newest waits. `tries`: how often it was given
    back. `not_before`: when it may go, 0 for what the person asked for. `about`: somebody else whom it
    names, `team`: a team it tells of; it goes when they do.
    """

    user_id: int
    kind: str
    payload: str
    subject: str = ""
    id: int = 0
    tries: int = field(default=0, compare=False)
    about: int | None = None
    not_before: float = 0.0
    team: int | None = None


@dataclass(frozen=True, slots=True)
class ParkedUpdate:
    """An update that failed three times, kept for the operator. `payload`: what it was, as JSON."""

    update_id: int
    user_id: int | None
    payload: str
    error: str
    parked_at: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is, for the operator and the metrics."""

    conversations: int = 0
    undelivered: int = 0
    unreachable: int = 0
    letters_waiting: int = 0
    parked: int = 0
    oldest_undelivered_at: float | None = None
    teams: int = 0
    members: int = 0
    appointments_due: int = 0


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything stored of a person, as it stands in the rows."""

    conversation: StoredConversation | None = None
    letters: tuple[OutboxMessage, ...] = ()
    parked: tuple[ParkedUpdate, ...] = field(default=())
    kept: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()


class Unit(TeamUnit, Protocol):
    """One transaction.

    Where several work at the same moment, rows are locked in one order: people by id, then teams by id. Who
    asks in another is begun anew, with what it asked for locked first (`Overtaken`).
    """

    # -- a turn
    def mark_seen(self, update_id: int, now: float) -> bool:
        """Note an update as handled; False if it was already (by set, never by high-water mark)."""

    def load(self, user_id: int) -> StoredConversation | None:
        """The conversation, locked against other processes until the transaction ends."""

    def load_all(self, people: Iterable[int]) -> list[StoredConversation]:
        """The conversations of these people, locked like one, in the order of their ids."""

    def look(self, user_id: int) -> StoredConversation | None:
        """The conversation as it stands, only to be read: nobody waits for it."""

    def add(self, conversation: StoredConversation) -> None:
        """Store a new conversation; `Overtaken` where somebody was as quick."""

    def save(self, conversation: StoredConversation) -> None:
        """Store a conversation that was loaded in this transaction, whole."""

    def enqueue(self, letter: OutboxMessage, now: float) -> None:
        """Store a letter to be sent once, in the place of one that waits with the same kind and subject: when
        that one may go, this one does.
        """

    def last_attempt(self, user_id: int, kind: str, subject: str) -> float | None:
        """When a letter of this kind and subject was last sent to somebody, as far as is remembered."""

    def forget(self, user_id: int) -> None:
        """Delete every row of a person: conversation, letters to and about them, parked updates."""

    def stored(self, user_id: int) -> Stored:
        """Everything stored of a person."""

    # -- delivery
    def claim(self, user_id: int, owner: str, now: float, until: float) -> StoredConversation | None:
        """Take the delivery lease of somebody with something to deliver, unless another holds it."""

    def note_delivered(
        self, user_id: int, owner: str, version: int, message_id: int | None
    ) -> StoredConversation | None:
        """Note a delivered screen. If a newer one waits, return the row and keep the lease; else release it.
        Does nothing if the lease is no longer this owner's.
        """

    def note_edited(self, owner: str, edited: Iterable[StoredConversation]) -> list[StoredConversation]:
        """The same for many whose live message was edited, each as their row was when that began. It does not
        count for whom something else was seen since, by `delivered_version`. Those for whom more waits, still
        leased.
        """

    def known(self, people: Iterable[int]) -> set[int]:
        """Those of them of whom something is stored."""

    def extend(self, user_id: int, owner: str, until: float) -> StoredConversation | None:
        """Keep a delivery lease of ours longer; the row as it is now, or None where the lease was lost."""

    def postpone(self, user_id: int, owner: str, not_before: float, *, told: bool = False) -> None:
        """Release the lease after a failure; nobody tries again before this time. Counts the attempt, unless
        we were `told` to wait.
        """

    def set_unreachable(self, user_id: int, owner: str) -> None:
        """The person blocked us: nothing is sent until they return. Releases the lease."""

    def due(self, now: float, limit: int) -> list[int]:
        """People with a screen or what they asked for to be delivered, reachable, unleased, not postponed;
        oldest first.
        """

    def waiting_letters(self, user_id: int, now: float) -> list[OutboxMessage]:
        """The letters that a person asked for and that may be attempted now, in order."""

    def news(self, now: float, limit: int) -> list[OutboxMessage]:
        """What nobody asked for and may go now to people who can be reached: one to each, oldest first."""

    def unsettled_letters(self, since: float, until: float) -> list[OutboxMessage]:
        """What was asked for, was attempted in this period, and has no fate: its process is no more."""

    def attempt_letter(self, letter: OutboxMessage, now: float) -> bool:
        """Mark a letter attempted; False if it was already, or a newer one has taken its place."""

    def note_letter(self, letter_id: int, message_id: int | None, error: str | None) -> bool:
        """The fate of an attempted letter: sent, or failed for good; False where it went with whom it was
        about.
        """

    def return_letter(self, letter_id: int, until: float) -> None:
        """A letter that was certainly not sent (429, no connection) may be attempted again from a time on,
        unless a newer one of its kind and subject waits.
        """

    # -- updates that cannot be handled
    def park(self, update: ParkedUpdate) -> None:
        """Keep an update that cannot be handled for the operator."""

    def parked(self, limit: int) -> list[ParkedUpdate]:
        """The parked updates, newest first."""

    # -- updates whose turn cannot come yet
    def keep_update(self, update_id: int, user_id: int | None, payload: str) -> None:
        """Store an update as it came, of whom it is from where that is known."""

    def kept_updates(self) -> list[str]:
        """All of them, in the order of their numbers."""

    def drop_kept(self, update_id: int) -> None:
        """Its turn is over."""

    # -- the whole
    def hold_lease(self, name: str, owner: str, now: float, until: float) -> bool:
        """Take or renew a lease that one process holds at a time; False while another's is running."""

    def release_lease(self, name: str, owner: str) -> None:
        """Give a lease back."""

    def set_back(self, now: float, lease_until: float) -> None:
        """The clock was set back: nobody waits for what came before it, and no lease is longer than this."""

    def show_life(self, owner: str) -> None:
        """Others see that this process lives, for as long as the database sees it."""

    def silent_owners(self, owner: str) -> list[str]:
        """Who but this process has something to deliver, and shows no sign of life."""

    def free_leases_of(self, owner: str) -> None:
        """What a dead process had to deliver is anybody's."""

    def free_leases(self) -> None:
        """End every lease: they were those of processes that are no more."""

    def beat(self, now: float) -> float | None:
        """Store our heartbeat; the time of the one before it."""

    def ask_again(self, active_since: float, active_until: float) -> int:
        """Mark the screens of those active in this period with a question open to be sent once more as
        a new message; how many.
        """

    def prune(self, seen_before: float, parked_before: float) -> None:
        """Delete seen-update rows and handled letters older than this; and parked updates older than that,
        with part of the appointments attempted before then.
        """

    def counts(self, now: float) -> Counts:
        """The figures for `status` and the metrics."""


class Storage(Protocol):
    """A database that runs units of work."""

    async def run(self, work: Callable[[Unit], T]) -> T:
        """Run the work in a transaction, and return once it is committed.

        Units waiting at the same moment may share a commit; a failing one takes no other with it. Work that
        was `Overtaken` is done anew.

        Raises:
            StorageError: the database fails everybody; the same work may succeed later.
            Unstorable: it will not have what this work says.
            Held: it needs what somebody else holds for too long; nothing of it is stored.
            Exception: whatever the work raised.
        """

    async def enter(self) -> None:
        """Serve people from here on. A database for one process refuses a second one, and gives back
        what a dead one had leased.

        Raises:
            StorageError: another process serves people from it.
        """

    async def close(self) -> None:
        """Finish what is waiting and close the database."""
