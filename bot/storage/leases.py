"""What one process does at a time, and that one was there."""

from sqlalchemy import CheckConstraint, Column, Double, Table, Text, bindparam, delete, or_, select

from bot.services.ports import LONGEST_LEASE
from bot.storage.schema import Key, Topic, insert, is_past, metadata

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("until", Double, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

RELEASE_LEASE = delete(leases).where(
    leases.c.name == bindparam("lease"), leases.c.owner == bindparam("holder")
)
LAST_BEAT = select(heartbeat.c.at).with_for_update()

FREE_ALL = delete(leases)
_lease = insert(leases)
HOLD_LEASE = _lease.on_conflict_do_update(
    index_elements=[leases.c.name],
    set_={"owner": _lease.excluded.owner, "until": _lease.excluded.until},
    where=or_(leases.c.owner == _lease.excluded.owner, is_past(leases.c.until, LONGEST_LEASE)),
)
_beat = insert(heartbeat)
BEAT = _beat.on_conflict_do_update(index_elements=[heartbeat.c.id], set_={"at": _beat.excluded.at})


class LeaseRows(Topic):
    """Leases in one transaction."""

    def hold_lease(self, name: str, owner: str, now: float, until: float) -> bool:
        return self._change(HOLD_LEASE, name=name, owner=owner, now=now, until=until) == 1

    def release_lease(self, name: str, owner: str) -> None:
        self._change(RELEASE_LEASE, lease=name, holder=owner)

    def beat(self, now: float) -> float | None:
        before: float | None = self._run.value(LAST_BEAT, {})
        self._change(BEAT, id=1, at=now)
        return before
