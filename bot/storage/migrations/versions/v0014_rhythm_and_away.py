"""A team checks in every week or every two, and who is away is so from a day; who paused before was not."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    for name in ("every", "every_before"):
        op.add_column("teams", sa.Column(name, sa.Integer, nullable=False, server_default="1"))
    op.add_column("members", sa.Column("paused_from", sa.Text))
