"""The tables of what is due, and of how much may be sent."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Double, ForeignKey, Index, Integer, Table, Text

from bot.storage.tables import Key, conversations, metadata

appointments = Table(
    "appointments",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("team_id", Key, ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    # None for an appointment of the whole team; a record has 0 there.
    Column("user_id", Key, ForeignKey(conversations.c.user_id, ondelete="CASCADE")),
    Column("subject", Text, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("not_before", Double, nullable=False, server_default="0"),
    # Spreads those of one minute, so that a large team does not hold up the small ones.
    Column("place", Integer, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", Double, nullable=False, server_default="0"),
    Column("attempted_at", Double),
    Column("message_id", BigInteger),
    Column("error", Text),
    CheckConstraint("(lease_owner IS NULL) = (lease_until = 0)", name="lease_has_owner"),
    CheckConstraint(
        "attempted_at IS NOT NULL OR (message_id IS NULL AND error IS NULL)",
        name="fate_after_attempt",
    ),
    Index("ix_appointments_team_id", "team_id", "user_id"),
    Index("ix_appointments_user_id", "user_id"),
)

ahead = appointments.c.attempted_at.is_(None)
Index(
    "ix_appointments_due",
    appointments.c.due_at,
    appointments.c.place,
    sqlite_where=ahead,
    postgresql_where=ahead,
)
past = appointments.c.attempted_at.is_not(None)
Index(
    "ix_appointments_past",
    appointments.c.attempted_at,
    sqlite_where=past,
    postgresql_where=past,
)

budgets = Table(
    "budgets",
    metadata,
    Column("name", Text, primary_key=True),
    Column("tokens", Double, nullable=False),
    Column("at", Double, nullable=False),
    Column("not_before", Double, nullable=False),
    CheckConstraint("tokens >= 0", name="tokens_counted"),
)
