"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# SQLite makes the key of a table its row id only if the type is called INTEGER.
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("user_id", KEY, primary_key=True, autoincrement=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("session", sa.Text, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("active_at", sa.Double, nullable=False),
        sa.Column("reachable", sa.Boolean, nullable=False),
        sa.Column("question_open", sa.Boolean, nullable=False),
        sa.Column("screen", sa.Text, nullable=False),
        sa.Column("screen_version", sa.Integer, nullable=False),
        sa.Column("fresh_version", sa.Integer, nullable=False),
        sa.Column("delivered_version", sa.Integer, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", sa.Double, nullable=False),
        sa.Column("not_before", sa.Double, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.CheckConstraint("delivered_version BETWEEN 0 AND screen_version", name="delivered_was_made"),
        sa.CheckConstraint("fresh_version BETWEEN 0 AND screen_version", name="fresh_was_made"),
        sa.CheckConstraint("(lease_owner IS NULL) = (lease_until = 0)", name="lease_has_owner"),
        sa.CheckConstraint("attempts >= 0", name="attempts_counted"),
    )
    _create_partial_index(
        "ix_conversations_undelivered",
        "conversations",
        "active_at",
        sqlite="delivered_version < screen_version AND reachable = 1",
        postgresql="delivered_version < screen_version AND reachable",
    )
    _create_partial_index(
        "ix_conversations_unreachable",
        "conversations",
        "user_id",
        sqlite="reachable = 0",
        postgresql="NOT reachable",
    )
    op.create_index("ix_conversations_created_at", "conversations", ["created_at"])

    op.create_table(
        "seen_updates",
        sa.Column("update_id", KEY, primary_key=True, autoincrement=False),
        sa.Column("seen_at", sa.Double, nullable=False),
    )
    op.create_index("ix_seen_updates_seen_at", "seen_updates", ["seen_at"])

    op.create_table(
        "outbox",
        sa.Column("id", KEY, primary_key=True),
        sa.Column(
            "user_id",
            KEY,
            sa.ForeignKey("conversations.user_id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("key", sa.Text),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("attempted_at", sa.Double),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.CheckConstraint(
            "attempted_at IS NOT NULL OR (message_id IS NULL AND error IS NULL)",
            name="fate_after_attempt",
        ),
        sa.CheckConstraint("message_id IS NULL OR error IS NULL", name="one_fate"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_user_id", "outbox", ["user_id"])
    op.create_index("uq_outbox_key", "outbox", ["key"], unique=True)
    _create_partial_index(
        "ix_outbox_unattempted",
        "outbox",
        "created_at",
        sqlite="attempted_at IS NULL",
        postgresql="attempted_at IS NULL",
    )

    op.create_table(
        "parked_updates",
        sa.Column("update_id", KEY, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("parked_at", sa.Double, nullable=False),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
    )
    op.create_table(
        "heartbeat",
        sa.Column("id", KEY, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.CheckConstraint("id = 1", name="one_row"),
    )


def _create_partial_index(name: str, table: str, column: str, *, sqlite: str, postgresql: str) -> None:
    op.create_index(
        name,
        table,
        [column],
        sqlite_where=sa.text(sqlite),
        postgresql_where=sa.text(postgresql),
    )
