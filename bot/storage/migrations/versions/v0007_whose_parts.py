"""Who looks at an invitation, whose answers are in what was published, and of which team a letter tells."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# SQLite makes the key of a table its row id only if the type is called INTEGER.
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")

TOLD_WEEKS = """
    INSERT INTO parts (team_id, of, user_id)
    SELECT weeks.team_id, 'week:' || weeks.period, checkins.user_id
    FROM weeks JOIN checkins ON checkins.team_id = weeks.team_id AND checkins.period = weeks.period
    WHERE weeks.answered > 0
"""
TOLD_ROUNDS = """
    INSERT INTO parts (team_id, of, user_id)
    SELECT rounds.team_id, 'round:' || rounds.number, contributions.user_id
    FROM rounds JOIN contributions
    ON contributions.team_id = rounds.team_id AND contributions.number = rounds.number
    WHERE rounds.closed_on IS NOT NULL AND rounds.answered > 0
"""
# Who left since is not known any more: what rests on them too tells nothing from now on.
EMPTY_WEEKS = """
    UPDATE weeks SET answered = 0, median = NULL, light = NULL, barriers = NULL
    WHERE answered > (
        SELECT count(*) FROM parts WHERE parts.team_id = weeks.team_id AND parts.of = 'week:' || weeks.period
    )
"""
EMPTY_ROUNDS = """
    UPDATE rounds SET answered = 0, answers = '{}', lane = NULL, step = NULL, gaps = '[]'
    WHERE closed_on IS NOT NULL AND answered > (
        SELECT count(*) FROM parts
        WHERE parts.team_id = rounds.team_id AND parts.of = 'round:' || rounds.number
    )
"""


def upgrade() -> None:
    # Nobody knows any more of which team those of before tell.
    outbox = sa.table("outbox", sa.column("kind"), sa.column("payload"))
    of_a_team = outbox.c.payload.contains('"team":')
    op.execute(sa.delete(outbox).where(outbox.c.kind == "told", of_a_team))
    op.add_column("outbox", sa.Column("team_id", sa.BigInteger))
    op.create_index("ix_outbox_team_id", "outbox", ["team_id"])
    op.create_table(
        "guests",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("team_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("user_id"),
        sa.ForeignKeyConstraint(["user_id"], ["conversations.user_id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_guests_team_id", "guests", ["team_id"])
    op.create_table(
        "parts",
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("of", sa.Text, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "of", "user_id"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["conversations.user_id"], ondelete="CASCADE"),
    )
    op.create_index("ix_parts_user_id", "parts", ["user_id"])
    for statement in (TOLD_WEEKS, TOLD_ROUNDS, EMPTY_WEEKS, EMPTY_ROUNDS):
        op.execute(statement)
