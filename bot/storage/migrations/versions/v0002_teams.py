"""Teams: plan, check-ins, figures, appointments."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# SQLite makes the key of a table its row id only if the type is called INTEGER.
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("tokens", sa.Double, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("not_before", sa.Double, nullable=False),
        sa.CheckConstraint("tokens >= 0", name="tokens_counted"),
    )
    op.create_table(
        "teams",
        sa.Column("id", KEY, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("basis", sa.JSON, nullable=False),
        sa.Column("started_on", sa.Text, nullable=False),
        sa.Column("review_on", sa.Text, nullable=False),
        sa.Column("agreed", sa.Boolean, nullable=False),
        sa.Column("group_id", sa.BigInteger),
        sa.CheckConstraint("weekday BETWEEN 1 AND 5", name="working_day"),
        sa.CheckConstraint("hour BETWEEN 8 AND 19", name="by_day"),
        sa.CheckConstraint("step BETWEEN 1 AND 4", name="one_of_four"),
        sa.UniqueConstraint("group_id", name="uq_teams_group_id"),
    )
    op.create_table(
        "appointments",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("user_id", KEY, sa.ForeignKey("conversations.user_id", ondelete="CASCADE")),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("due_at", sa.Double, nullable=False),
        sa.Column("not_before", sa.Double, nullable=False, server_default="0"),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("lease_owner", sa.Text),
        sa.Column("lease_until", sa.Double, nullable=False, server_default="0"),
        sa.Column("attempted_at", sa.Double),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("error", sa.Text),
        sa.CheckConstraint("(lease_owner IS NULL) = (lease_until = 0)", name="lease_has_owner"),
        sa.CheckConstraint(
            "attempted_at IS NOT NULL OR (message_id IS NULL AND error IS NULL)", name="fate_after_attempt"
        ),
    )
    _partial_index("ix_appointments_due", "appointments", ["due_at", "place"], "attempted_at IS NULL")
    _partial_index("ix_appointments_past", "appointments", ["attempted_at"], "attempted_at IS NOT NULL")
    op.create_index("ix_appointments_team_id", "appointments", ["team_id", "user_id"])
    op.create_index("ix_appointments_user_id", "appointments", ["user_id"])
    op.create_table(
        "groups",
        sa.Column("chat_id", KEY, primary_key=True, autoincrement=False),
        sa.Column("added_at", sa.Double, nullable=False),
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="SET NULL")),
    )
    op.create_index("ix_groups_team_id", "groups", ["team_id"])
    op.create_table(
        "invitations",
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("expires_at", sa.Double, nullable=False),
        sa.Column("uses_left", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("team_id"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
        sa.CheckConstraint("uses_left >= 0", name="uses_counted"),
    )
    op.create_table(
        "members",
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("user_id", KEY, sa.ForeignKey("conversations.user_id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("joined_at", sa.Double, nullable=False),
        sa.Column("reminding", sa.Text, nullable=False),
        sa.Column("paused_until", sa.Text),
        sa.Column("cue", sa.Text),
        sa.Column("routine", sa.Text),
        sa.PrimaryKeyConstraint("team_id", "user_id"),
        sa.CheckConstraint("role IN ('lead', 'member')", name="known_role"),
        sa.CheckConstraint("reminding IN ('on', 'paused', 'asked', 'off')", name="known_reminding"),
        sa.CheckConstraint("reminding <> 'paused' OR paused_until IS NOT NULL", name="pause_ends"),
        sa.CheckConstraint("(cue IS NULL) = (routine IS NULL)", name="whole_routine"),
    )
    op.create_index("ix_members_user_id", "members", ["user_id"])
    _partial_index("uq_members_lead", "members", ["team_id"], "role = 'lead'", unique=True)
    op.create_table(
        "plan_actions",
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("dimension", sa.Text),
        sa.Column("because", sa.JSON, nullable=False),
        sa.Column("pilot", sa.Text),
        sa.Column("target_on", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
        sa.CheckConstraint("state IN ('todo', 'stuck', 'on_track', 'done')", name="known_state"),
        sa.CheckConstraint("number >= 1", name="numbered_from_one"),
    )
    op.create_table(
        "reviews",
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("on", sa.Text, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("limiting", sa.JSON, nullable=False),
        sa.Column("moved", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "on"),
        sa.CheckConstraint("step BETWEEN 1 AND 4", name="one_of_four"),
    )
    op.create_table(
        "rounds",
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("opened_on", sa.Text, nullable=False),
        sa.Column("closed_on", sa.Text),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.Column("lane", sa.Text),
        sa.Column("step", sa.Integer),
        sa.Column("gaps", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
        sa.CheckConstraint("closed_on IS NOT NULL OR step IS NULL", name="told_when_closed"),
        sa.CheckConstraint("(lane IS NULL) = (step IS NULL)", name="step_with_lane"),
        sa.CheckConstraint("number >= 1", name="numbered_from_one"),
        sa.CheckConstraint("answered >= 0", name="answers_counted"),
        sa.CheckConstraint("step BETWEEN 1 AND 4", name="one_of_four"),
        sa.CheckConstraint("answered >= 3 OR step IS NULL", name="step_from_three"),
    )
    _partial_index("uq_rounds_open", "rounds", ["team_id"], "closed_on IS NULL", unique=True)
    op.create_table(
        "weeks",
        sa.Column("team_id", KEY, sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("members", sa.Integer, nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("median", sa.Integer),
        sa.Column("light", sa.Text),
        sa.Column("barriers", sa.JSON(none_as_null=True)),
        sa.PrimaryKeyConstraint("team_id", "period"),
        sa.CheckConstraint("answered >= 3 OR (median IS NULL AND light IS NULL)", name="light_from_three"),
        sa.CheckConstraint("answered >= 5 OR barriers IS NULL", name="barriers_from_five"),
        sa.CheckConstraint("answered BETWEEN 0 AND members", name="members_answered"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_percent"),
        sa.CheckConstraint("median BETWEEN 1 AND 10", name="median_on_scale"),
        sa.CheckConstraint("light IN ('green', 'amber', 'red')", name="known_light"),
        sa.CheckConstraint("(median IS NULL) = (light IS NULL)", name="light_of_median"),
    )
    op.create_table(
        "checkins",
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("confidence", sa.Integer, nullable=False),
        sa.Column("barrier", sa.Text, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("number", sa.Integer),
        sa.Column("state", sa.Text),
        sa.Column("done", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("shared", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", "period"),
        sa.ForeignKeyConstraint(
            ["team_id", "user_id"],
            ["members.team_id", "members.user_id"],
            name="fk_checkins_members",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("confidence BETWEEN 1 AND 10", name="confidence_on_scale"),
        sa.CheckConstraint("(number IS NULL) = (state IS NULL)", name="state_of_action"),
        sa.CheckConstraint("state IN ('todo', 'stuck', 'on_track', 'done')", name="known_state"),
        sa.CheckConstraint("(state IS NULL) <> (done IS NULL)", name="action_or_routine"),
        sa.CheckConstraint("note IS NOT NULL OR NOT shared", name="shared_note"),
    )
    op.create_index("ix_checkins_period", "checkins", ["team_id", "period"])
    op.create_table(
        "contributions",
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("answers", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number", "user_id"),
        sa.ForeignKeyConstraint(
            ["team_id", "number"],
            ["rounds.team_id", "rounds.number"],
            name="fk_contributions_rounds",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "user_id"],
            ["members.team_id", "members.user_id"],
            name="fk_contributions_members",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_contributions_member", "contributions", ["team_id", "user_id"])
    op.create_table(
        "ownerships",
        sa.Column("team_id", KEY, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "number"),
        sa.ForeignKeyConstraint(
            ["team_id", "number"],
            ["plan_actions.team_id", "plan_actions.number"],
            name="fk_ownerships_plan_actions",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id", "user_id"],
            ["members.team_id", "members.user_id"],
            name="fk_ownerships_members",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_ownerships_member", "ownerships", ["team_id", "user_id"])


def _partial_index(
    name: str, table: str, columns: Sequence[str], where: str, *, unique: bool = False
) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)
