"""A team knows the sector of its organisation; the texts of older teams speak as to anybody."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("teams", sa.Column("sector", sa.Text, nullable=False, server_default=""))
