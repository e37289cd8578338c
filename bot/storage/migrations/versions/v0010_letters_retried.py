"""A letter that did not arrive has a time of its own to be tried again, and no screen waits for it."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("retry_at", sa.Double, nullable=False, server_default="0"))
    op.add_column("outbox", sa.Column("tries", sa.Integer, nullable=False, server_default="0"))
