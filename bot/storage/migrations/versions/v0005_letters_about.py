"""A letter knows whom it names, so that it goes with them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("about", sa.BigInteger))
    op.create_index("ix_outbox_about", "outbox", ["about"])
    # Nobody knows any more whom those of before name.
    outbox = sa.table("outbox", sa.column("kind"), sa.column("payload"))
    named = outbox.c.payload.contains('"name":')
    op.execute(sa.delete(outbox).where(outbox.c.kind == "told", named))
