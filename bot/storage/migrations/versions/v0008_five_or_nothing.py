"""Of fewer than five answers nothing is kept, and of more no numbers: a week has bands, a round no count."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.execute("CREATE TABLE weeks_with_numbers AS SELECT * FROM weeks")
    op.drop_table("weeks")
    op.create_table(
        "weeks",
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("confidence", sa.Text),
        sa.Column("light", sa.Text),
        sa.Column("barrier", sa.Text),
        sa.Column("share", sa.Text),
        sa.PrimaryKeyConstraint("team_id", "period"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_percent"),
        sa.CheckConstraint("confidence IN ('green', 'amber', 'red')", name="known_confidence"),
        sa.CheckConstraint("light IN ('green', 'amber', 'red')", name="known_light"),
        sa.CheckConstraint("share IN ('few', 'half', 'most')", name="known_share"),
        sa.CheckConstraint("(confidence IS NULL) = (light IS NULL)", name="light_of_confidence"),
        sa.CheckConstraint(
            "told OR (light IS NULL AND barrier IS NULL AND share IS NULL)", name="told_is_marked"
        ),
    )
    op.execute(
        """
        INSERT INTO weeks (team_id, period, progress, told, confidence, light)
        SELECT team_id, period, progress, answered >= 5,
            CASE WHEN answered < 5 THEN NULL WHEN median >= 8 THEN 'green' WHEN median <= 3 THEN 'red'
                ELSE 'amber' END,
            CASE WHEN answered >= 5 THEN light END
        FROM weeks_with_numbers
        """
    )
    op.drop_table("weeks_with_numbers")
    op.execute(
        """
        UPDATE rounds SET answered = 0, answers = '{}', lane = NULL, step = NULL, gaps = '[]'
        WHERE answered < 5
        """
    )
    op.execute("UPDATE rounds SET gaps = '[]' WHERE answered < 9")
    op.execute("UPDATE rounds SET answered = 5 WHERE answered > 5")
