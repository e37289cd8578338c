"""Who did what cannot be undone, without content."""

from dataclasses import asdict

from sqlalchemy import BigInteger, Column, Double, Index, Table, Text, bindparam, or_, select, update

from bot.services.ports.audit import AuditLine, By, Deed
from bot.storage.schema import MOST, Key, Topic, insert, metadata, pruned
from bot.storage.team_tables import teams

audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Double, nullable=False),
    Column("by", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("person", BigInteger),
    Column("about", BigInteger),
    Column("team_id", BigInteger),
    Index("ix_audit_at", "at"),
)

_LINE = tuple(audit.c[name] for name in ("at", "by", "deed", "person", "about", "team_id"))
NOTE = insert(audit)
NEWEST = select(*_LINE).order_by(audit.c.at.desc(), audit.c.id.desc()).limit(MOST)
OF_PERSON = (
    select(*_LINE)
    .where(or_(audit.c.person == bindparam("person"), audit.c.about == bindparam("person")))
    .order_by(audit.c.at, audit.c.id)
)
_of_person = or_(audit.c.person == bindparam("who"), audit.c.about == bindparam("who"))
FORGET_IN_AUDIT = (
    update(audit).where(_of_person, audit.c.team_id.not_in(select(teams.c.id))).values(team_id=None),
    *(
        update(audit).where(column == bindparam("who")).values({column.name: None})
        for column in (audit.c.person, audit.c.about)
    ),
)
"""A line stays and loses its person, and a team that is gone with them."""
PRUNE_AUDIT = pruned(audit.c.id, audit.c.at < bindparam("before"))


class AuditRows(Topic):
    """The audit trail in one transaction."""

    def note_deed(self, line: AuditLine) -> None:
        self._change(NOTE, **asdict(line))

    def deeds(self, limit: int) -> list[AuditLine]:
        return [_line(*row) for row in self._rows(NEWEST, most=limit)]

    def deeds_of(self, user_id: int) -> list[AuditLine]:
        """The lines that name somebody."""
        return [_line(*row) for row in self._rows(OF_PERSON, person=user_id)]


def _line(
    at: float, by: str, deed: str, person: int | None, about: int | None, team_id: int | None
) -> AuditLine:
    return AuditLine(at, By(by), Deed(deed), person, about, team_id)
