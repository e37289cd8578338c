"""A team keeps the size of its organisation, and no longer the answers of its lead."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("teams", sa.Column("size", sa.Text, nullable=False, server_default="small"))
    teams = sa.table("teams", sa.column("id"), sa.column("basis", sa.JSON), sa.column("size"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(teams.c.id, teams.c.basis)).all():
        of_row = sa.update(teams).where(teams.c.id == row.id)
        connection.execute(of_row.values(size=row.basis["size"]))
    op.drop_column("teams", "basis")
