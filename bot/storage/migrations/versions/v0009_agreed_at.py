"""A team knows when its plan was agreed: which weeks it has had then follows from no answer."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("teams", sa.Column("agreed_at", sa.Double, nullable=False, server_default="0"))
