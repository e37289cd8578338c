"""Updates: which were handled, which cannot be, and whose turn cannot come yet."""

from dataclasses import asdict

from sqlalchemy import BigInteger, Column, Double, Index, Table, Text, bindparam, delete, select

from bot.services.ports import ParkedUpdate
from bot.storage.schema import MOST, Key, Topic, insert, metadata, pruned

seen_updates = Table(
    "seen_updates",
    metadata,
    Column("update_id", Key, primary_key=True, autoincrement=False),
    Column("seen_at", Double, nullable=False),
    Index("ix_seen_updates_seen_at", "seen_at"),
)

parked_updates = Table(
    "parked_updates",
    metadata,
    Column("update_id", Key, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger),
    Column("payload", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("parked_at", Double, nullable=False),
)

kept_updates = Table(
    "kept_updates",
    metadata,
    Column("update_id", Key, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger),
    Column("payload", Text, nullable=False),
    Index("ix_kept_updates_user_id", "user_id"),
)

PARKED = select(parked_updates).order_by(parked_updates.c.parked_at.desc()).limit(MOST)
KEPT = select(kept_updates.c.update_id, kept_updates.c.payload).order_by(kept_updates.c.update_id)
PARKED_OF_PERSON = (
    select(parked_updates)
    .where(parked_updates.c.user_id == bindparam("person"))
    .order_by(parked_updates.c.parked_at)
)
KEPT_OF_PERSON = (
    select(kept_updates.c.payload)
    .where(kept_updates.c.user_id == bindparam("person"))
    .order_by(kept_updates.c.update_id)
)
DROP_PARKED = delete(parked_updates).where(parked_updates.c.update_id == bindparam("update"))
DROP_KEPT = delete(kept_updates).where(kept_updates.c.update_id == bindparam("update"))
FORGET_PARKED = delete(parked_updates).where(parked_updates.c.user_id == bindparam("person"))
FORGET_KEPT = delete(kept_updates).where(kept_updates.c.user_id == bindparam("person"))

MARK_SEEN = insert(seen_updates).on_conflict_do_nothing()
KEEP = insert(kept_updates).on_conflict_do_nothing()
_parking = insert(parked_updates)
PARK = _parking.on_conflict_do_update(
    index_elements=[parked_updates.c.update_id],
    set_={name: _parking.excluded[name] for name in ("user_id", "payload", "error", "parked_at")},
)
PRUNE_SEEN = pruned(seen_updates.c.update_id, seen_updates.c.seen_at < bindparam("before"))
PRUNE_PARKED = pruned(parked_updates.c.update_id, parked_updates.c.parked_at < bindparam("before"))


class UpdateRows(Topic):
    """Updates in one transaction."""

    def mark_seen(self, update_id: int, now: float) -> bool:
        return self._change(MARK_SEEN, update_id=update_id, seen_at=now) == 1

    def park(self, update: ParkedUpdate) -> None:
        self._change(PARK, **asdict(update))

    def parked(self, limit: int) -> list[ParkedUpdate]:
        return [ParkedUpdate(*row) for row in self._rows(PARKED, most=limit)]

    def drop_parked(self, update_id: int) -> bool:
        return self._change(DROP_PARKED, update=update_id) == 1

    def keep_update(self, update_id: int, user_id: int | None, payload: str) -> None:
        self._change(KEEP, update_id=update_id, user_id=user_id, payload=payload)

    def kept_updates(self) -> list[str]:
        return [payload for _, payload in self._rows(KEPT)]

    def drop_kept(self, update_id: int) -> None:
        self._change(DROP_KEPT, update=update_id)
