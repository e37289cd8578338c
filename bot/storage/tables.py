"""The tables. Times are seconds since the epoch, UTC."""

from dataclasses import fields

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    bindparam,
    not_,
    or_,
)

from bot.services.ports import StoredConversation

NOW: BindParameter[float] = bindparam("now", type_=Double)


def is_past(moment: Column[float], farthest: float) -> ColumnElement[bool]:
    """Whether a stored moment is over; the opposite of `bot.services.ports.is_ahead`."""
    return or_(moment <= NOW, moment > NOW + farthest)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# SQLite makes the key of a table its row id only if the type is called INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")

conversations = Table(
    "conversations",
    metadata,
    Column("user_id", Key, primary_key=True, autoincrement=False),
    Column("language", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("active_at", Double, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("question_open", Boolean, nullable=False),
    Column("screen", Text, nullable=False),
    Column("screen_version", Integer, nullable=False),
    Column("fresh_version", Integer, nullable=False),
    Column("delivered_version", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("lease_owner", Text),
    Column("lease_until", Double, nullable=False),
    Column("not_before", Double, nullable=False),
    Column("attempts", Integer, nullable=False),
    CheckConstraint("delivered_version BETWEEN 0 AND screen_version", name="delivered_was_made"),
    CheckConstraint("fresh_version BETWEEN 0 AND screen_version", name="fresh_was_made"),
    CheckConstraint("(lease_owner IS NULL) = (lease_until = 0)", name="lease_has_owner"),
    CheckConstraint("attempts >= 0", name="attempts_counted"),
)

conversation_columns = tuple(conversations.c[field.name] for field in fields(StoredConversation))

undelivered = and_(
    conversations.c.delivered_version < conversations.c.screen_version, conversations.c.reachable
)
Index(
    "ix_conversations_undelivered",
    conversations.c.active_at,
    sqlite_where=undelivered,
    postgresql_where=undelivered,
)

unreachable = not_(conversations.c.reachable)
Index(
    "ix_conversations_unreachable",
    conversations.c.user_id,
    sqlite_where=unreachable,
    postgresql_where=unreachable,
)

# Counting everybody reads this narrow index instead of every stored screen; it never changes.
Index("ix_conversations_created_at", conversations.c.created_at)

seen_updates = Table(
    "seen_updates",
    metadata,
    Column("update_id", Key, primary_key=True, autoincrement=False),
    Column("seen_at", Double, nullable=False),
    Index("ix_seen_updates_seen_at", "seen_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column(
        "user_id",
        Key,
        ForeignKey("conversations.user_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("attempted_at", Double),
    Column("message_id", BigInteger),
    Column("error", Text),
    Column("about", BigInteger),
    Column("subject", Text, nullable=False, server_default=""),
    Column("not_before", Double, nullable=False, server_default="0"),
    Column("team_id", BigInteger),
    Column("retry_at", Double, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    CheckConstraint(
        "attempted_at IS NOT NULL OR (message_id IS NULL AND error IS NULL)",
        name="fate_after_attempt",
    ),
    CheckConstraint("message_id IS NULL OR error IS NULL", name="one_fate"),
    Index("ix_outbox_user_id", "user_id"),
    Index("ix_outbox_about", "about"),
    Index("ix_outbox_team_id", "team_id"),
    # A number that came back could give a forgotten letter's fate to a new one.
    sqlite_autoincrement=True,
)

unattempted = outbox.c.attempted_at.is_(None)
Index(
    "ix_outbox_unattempted",
    outbox.c.created_at,
    sqlite_where=unattempted,
    postgresql_where=unattempted,
)
Index(
    "uq_outbox_waiting",
    outbox.c.user_id,
    outbox.c.kind,
    outbox.c.subject,
    unique=True,
    sqlite_where=unattempted,
    postgresql_where=unattempted,
)

parked_updates = Table(
    "parked_updates",
    metadata,
    Column("update_id", Key, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger),
    Column("payload", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("parked_at", Double, nullable=False),
)

kept_updates = Table(
    "kept_updates",
    metadata,
    Column("update_id", Key, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger),
    Column("payload", Text, nullable=False),
    Index("ix_kept_updates_user_id", "user_id"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Double, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
