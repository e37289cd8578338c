"""Who was forgotten stays so when a backup from before is restored: keyed hashes, and no ids."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("seal", name="pk_forgotten"),
    )
