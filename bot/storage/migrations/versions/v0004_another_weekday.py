"""A team knows the last check-in day before it chose another weekday."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("teams", sa.Column("moved_after", sa.Text))
