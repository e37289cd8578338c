"""What the use cases need of a database and a chat service, in their own words and by topic.

Times are seconds since the epoch, UTC. Everything in a `Unit` happens in one transaction.
"""

from bot.services.ports.conversations import StoredConversation
from bot.services.ports.errors import (
    Crowded,
    Held,
    MessageGone,
    Moved,
    Overtaken,
    Refused,
    SendError,
    StorageError,
    TryLater,
    Unreachable,
    Unstorable,
)
from bot.services.ports.leases import LONGEST_LEASE, LONGEST_WAIT, is_ahead
from bot.services.ports.messenger import Coming, Messenger
from bot.services.ports.outbox import OutboxMessage
from bot.services.ports.storage import Counts, Storage, Stored, Unit
from bot.services.ports.updates import ParkedUpdate

__all__ = [
    "LONGEST_LEASE",
    "LONGEST_WAIT",
    "Coming",
    "Counts",
    "Crowded",
    "Held",
    "MessageGone",
    "Messenger",
    "Moved",
    "OutboxMessage",
    "Overtaken",
    "ParkedUpdate",
    "Refused",
    "SendError",
    "Storage",
    "StorageError",
    "Stored",
    "StoredConversation",
    "TryLater",
    "Unit",
    "Unreachable",
    "Unstorable",
    "is_ahead",
]
