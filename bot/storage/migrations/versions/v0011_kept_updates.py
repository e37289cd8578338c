"""An update whose turn cannot come yet is kept as it arrived, so that it holds up no others."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "kept_updates",
        sa.Column("update_id", key, autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("payload", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_kept_updates"),
    )
    op.create_index("ix_kept_updates_user_id", "kept_updates", ["user_id"])
