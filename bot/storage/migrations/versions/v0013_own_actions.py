"""A plan can hold actions in a team's own words, and knows when an action was done."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("plan_actions", sa.Column("title", sa.Text))
    op.add_column("plan_actions", sa.Column("done_on", sa.Text))
