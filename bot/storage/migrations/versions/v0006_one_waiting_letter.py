"""Of letters to one person about one matter only the newest waits, and what nobody asked for has a time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.drop_index("uq_outbox_key", "outbox")
    op.drop_column("outbox", "key")
    op.add_column("outbox", sa.Column("subject", sa.Text, nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("not_before", sa.Double, nullable=False, server_default="0"))
    outbox = sa.table("outbox", sa.column("id"), sa.column("subject"), sa.column("attempted_at"))
    # What waits already is not lost: each is a matter of its own.
    each = outbox.update().where(outbox.c.attempted_at.is_(None))
    op.execute(each.values(subject=sa.cast(outbox.c.id, sa.Text)))
    unattempted = sa.text("attempted_at IS NULL")
    op.create_index(
        "uq_outbox_waiting",
        "outbox",
        ["user_id", "kind", "subject"],
        unique=True,
        sqlite_where=unattempted,
        postgresql_where=unattempted,
    )
