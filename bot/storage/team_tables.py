"""The tables of teams: one for each record of `flows.teams.records`, with a column for each of its fields."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.conversations import conversations
from bot.storage.schema import Key, metadata, partial_index
from flows.teams.records import (
    CheckIn,
    Contribution,
    Group,
    Guest,
    Invitation,
    Member,
    Ownership,
    Part,
    PlanAction,
    Record,
    Review,
    Round,
    Team,
    Week,
)


def _team() -> Column[Any]:
    return Column("team_id", Key, ForeignKey("teams.id", ondelete="CASCADE"), nullable=False)


def _of(parent: str, column: str, table: str) -> ForeignKeyConstraint:
    """What is gone with the row of its team that it belongs to."""
    columns = ("team_id", column)
    whole = [f"{parent}.{name}" for name in columns]
    return ForeignKeyConstraint(columns, whole, name=f"fk_{table}_{parent}", ondelete="CASCADE")


teams = Table(
    "teams",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("lane", Text, nullable=False),
    Column("started_on", Text, nullable=False),
    Column("review_on", Text, nullable=False),
    Column("agreed", Boolean, nullable=False),
    Column("group_id", BigInteger),
    Column("size", Text, nullable=False, server_default="small"),
    Column("moved_after", Text),
    Column("agreed_at", Double, nullable=False, server_default="0"),
    Column("sector", Text, nullable=False, server_default=""),
    Column("every", Integer, nullable=False, server_default="1"),
    Column("every_before", Integer, nullable=False, server_default="1"),
    CheckConstraint("weekday BETWEEN 1 AND 5", name="working_day"),
    CheckConstraint("hour BETWEEN 8 AND 19", name="by_day"),
    CheckConstraint("step BETWEEN 1 AND 4", name="one_of_four"),
    UniqueConstraint("group_id", name="uq_teams_group_id"),
)

members = Table(
    "members",
    metadata,
    _team(),
    Column("user_id", Key, ForeignKey(conversations.c.user_id, ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("joined_at", Double, nullable=False),
    Column("reminding", Text, nullable=False),
    Column("paused_until", Text),
    Column("cue", Text),
    Column("routine", Text),
    Column("paused_from", Text),
    PrimaryKeyConstraint("team_id", "user_id"),
    CheckConstraint("role IN ('lead', 'member')", name="known_role"),
    CheckConstraint("reminding IN ('on', 'paused', 'asked', 'off')", name="known_reminding"),
    CheckConstraint("reminding <> 'paused' OR paused_until IS NOT NULL", name="pause_ends"),
    CheckConstraint("(cue IS NULL) = (routine IS NULL)", name="whole_routine"),
    Index("ix_members_user_id", "user_id"),
)

leads = members.c.role == "lead"
partial_index("uq_members_lead", members.c.team_id, unique=True, where=leads)

plan_actions = Table(
    "plan_actions",
    metadata,
    _team(),
    Column("number", Integer, nullable=False),
    Column("action", Text, nullable=False),
    Column("dimension", Text),
    Column("because", JSON, nullable=False),
    Column("pilot", Text),
    Column("target_on", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("title", Text),
    Column("done_on", Text),
    PrimaryKeyConstraint("team_id", "number"),
    CheckConstraint("state IN ('todo', 'stuck', 'on_track', 'done')", name="known_state"),
    CheckConstraint("number >= 1", name="numbered_from_one"),
)

ownerships = Table(
    "ownerships",
    metadata,
    Column("team_id", Key, nullable=False),
    Column("number", Integer, nullable=False),
    Column("user_id", Key, nullable=False),
    PrimaryKeyConstraint("team_id", "number"),
    _of("plan_actions", "number", "ownerships"),
    _of("members", "user_id", "ownerships"),
    Index("ix_ownerships_member", "team_id", "user_id"),
)

checkins = Table(
    "checkins",
    metadata,
    Column("team_id", Key, nullable=False),
    Column("user_id", Key, nullable=False),
    Column("period", Text, nullable=False),
    Column("confidence", Integer, nullable=False),
    Column("barrier", Text, nullable=False),
    Column("at", Double, nullable=False),
    Column("number", Integer),
    Column("state", Text),
    Column("done", Text),
    Column("note", Text),
    Column("shared", Boolean, nullable=False),
    PrimaryKeyConstraint("team_id", "user_id", "period"),
    _of("members", "user_id", "checkins"),
    CheckConstraint("confidence BETWEEN 1 AND 10", name="confidence_on_scale"),
    CheckConstraint("(number IS NULL) = (state IS NULL)", name="state_of_action"),
    CheckConstraint("state IN ('todo', 'stuck', 'on_track', 'done')", name="known_state"),
    CheckConstraint("(state IS NULL) <> (done IS NULL)", name="action_or_routine"),
    CheckConstraint("note IS NOT NULL OR NOT shared", name="shared_note"),
    Index("ix_checkins_period", "team_id", "period"),
)

weeks = Table(
    "weeks",
    metadata,
    _team(),
    Column("period", Text, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("confidence", Text),
    Column("light", Text),
    Column("barrier", Text),
    Column("share", Text),
    PrimaryKeyConstraint("team_id", "period"),
    CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_percent"),
    CheckConstraint("confidence IN ('green', 'amber', 'red')", name="known_confidence"),
    CheckConstraint("light IN ('green', 'amber', 'red')", name="known_light"),
    CheckConstraint("share IN ('few', 'half', 'most')", name="known_share"),
    CheckConstraint("(confidence IS NULL) = (light IS NULL)", name="light_of_confidence"),
    CheckConstraint("told OR (light IS NULL AND barrier IS NULL AND share IS NULL)", name="told_is_marked"),
)

rounds = Table(
    "rounds",
    metadata,
    _team(),
    Column("number", Integer, nullable=False),
    Column("opened_on", Text, nullable=False),
    Column("closed_on", Text),
    Column("answered", Integer, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("lane", Text),
    Column("step", Integer),
    Column("gaps", JSON, nullable=False),
    PrimaryKeyConstraint("team_id", "number"),
    CheckConstraint("closed_on IS NOT NULL OR step IS NULL", name="told_when_closed"),
    CheckConstraint("(lane IS NULL) = (step IS NULL)", name="step_with_lane"),
    CheckConstraint("number >= 1", name="numbered_from_one"),
    CheckConstraint("answered >= 0", name="answers_counted"),
    CheckConstraint("step BETWEEN 1 AND 4", name="one_of_four"),
    CheckConstraint("answered >= 3 OR step IS NULL", name="step_from_three"),
)

open_rounds = rounds.c.closed_on.is_(None)
partial_index("uq_rounds_open", rounds.c.team_id, unique=True, where=open_rounds)

contributions = Table(
    "contributions",
    metadata,
    Column("team_id", Key, nullable=False),
    Column("number", Integer, nullable=False),
    Column("user_id", Key, nullable=False),
    Column("answers", JSON, nullable=False),
    PrimaryKeyConstraint("team_id", "number", "user_id"),
    _of("rounds", "number", "contributions"),
    _of("members", "user_id", "contributions"),
    Index("ix_contributions_member", "team_id", "user_id"),
)

reviews = Table(
    "reviews",
    metadata,
    _team(),
    Column("on", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("limiting", JSON, nullable=False),
    Column("moved", Boolean, nullable=False),
    PrimaryKeyConstraint("team_id", "on"),
    CheckConstraint("step BETWEEN 1 AND 4", name="one_of_four"),
)

invitations = Table(
    "invitations",
    metadata,
    _team(),
    Column("token_hash", Text, nullable=False),
    Column("expires_at", Double, nullable=False),
    Column("uses_left", Integer, nullable=False),
    PrimaryKeyConstraint("team_id"),
    UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    CheckConstraint("uses_left >= 0", name="uses_counted"),
)

guests = Table(
    "guests",
    metadata,
    Column("user_id", Key, ForeignKey(conversations.c.user_id, ondelete="CASCADE"), primary_key=True),
    _team(),
    Index("ix_guests_team_id", "team_id"),
)

parts = Table(
    "parts",
    metadata,
    _team(),
    Column("of", Text, nullable=False),
    Column("user_id", Key, ForeignKey(conversations.c.user_id, ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("team_id", "of", "user_id"),
    Index("ix_parts_user_id", "user_id"),
)

groups = Table(
    "groups",
    metadata,
    Column("chat_id", Key, primary_key=True, autoincrement=False),
    Column("added_at", Double, nullable=False),
    Column("team_id", Key, ForeignKey("teams.id", ondelete="SET NULL")),
    Index("ix_groups_team_id", "team_id"),
)

TABLES: Mapping[type[Record], Table] = {
    Team: teams,
    Member: members,
    PlanAction: plan_actions,
    Ownership: ownerships,
    CheckIn: checkins,
    Week: weeks,
    Round: rounds,
    Contribution: contributions,
    Review: reviews,
    Invitation: invitations,
    Guest: guests,
    Part: parts,
    Group: groups,
}
"""Where the records of a kind are kept; those of appointments have a topic of their own."""
