"""People: the facts of their conversation, and the screen they should see."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    Executable,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    not_,
    select,
    update,
)

from bot.services.ports import Overtaken, StoredConversation
from bot.storage.schema import MOST, Key, Topic, insert, metadata, partial_index

conversations = Table(
    "conversations",
    metadata,
    Column("user_id", Key, primary_key=True, autoincrement=False),
    Column("language", Text, nullable=False),
    Column("session", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("active_at", Double, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("question_open", Boolean, nullable=False),
    Column("screen", Text, nullable=False),
    Column("screen_version", Integer, nullable=False),
    Column("fresh_version", Integer, nullable=False),
    Column("delivered_version", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("lease_owner", Text),
    Column("lease_until", Double, nullable=False),
    Column("not_before", Double, nullable=False),
    Column("attempts", Integer, nullable=False),
    CheckConstraint("delivered_version BETWEEN 0 AND screen_version", name="delivered_was_made"),
    CheckConstraint("fresh_version BETWEEN 0 AND screen_version", name="fresh_was_made"),
    CheckConstraint("(lease_owner IS NULL) = (lease_until = 0)", name="lease_has_owner"),
    CheckConstraint("attempts >= 0", name="attempts_counted"),
)

conversation_columns = tuple(conversations.c[field.name] for field in fields(StoredConversation))

undelivered = and_(
    conversations.c.delivered_version < conversations.c.screen_version, conversations.c.reachable
)
partial_index("ix_conversations_undelivered", conversations.c.active_at, where=undelivered)

unreachable = not_(conversations.c.reachable)
partial_index("ix_conversations_unreachable", conversations.c.user_id, where=unreachable)

# Counting everybody reads this narrow index instead of every stored screen; it never changes.
Index("ix_conversations_created_at", conversations.c.created_at)

# Set when a conversation is made; not writing them again spares their indexes.
_LASTING = frozenset({"user_id", "created_at"})
_ALL = tuple(column.name for column in conversation_columns)
_SAVED = tuple(name for name in _ALL if name not in _LASTING)
_all_values = attrgetter(*_ALL)
_saved_values = attrgetter(*_SAVED)

LOWEST = -(2**63)
"""No id is below it."""
READ_AT_ONCE = 1_000
"""People whose facts are in memory at a time."""
LOOKED_AT_ONCE = 20_000
"""People: whoever looks for the inactive reads each one's row, and turns wait for it on SQLite."""

this_person = conversations.c.user_id == bindparam("person")
LOOK = select(*conversation_columns).where(this_person)
# The weaker of PostgreSQL's locks: who only refers to a row, such as a letter to somebody, waits for nobody.
LOAD = LOOK.with_for_update(key_share=True)
LOAD_ALL = (
    select(*conversation_columns)
    .where(conversations.c.user_id.in_(bindparam("people", expanding=True)))
    .order_by(conversations.c.user_id)
    .with_for_update(key_share=True)
)
PEOPLE = select(conversations.c.user_id, conversations.c.created_at)
SESSIONS = (
    select(conversations.c.user_id, conversations.c.session, conversations.c.active_at)
    .where(conversations.c.user_id > bindparam("after"))
    .order_by(conversations.c.user_id)
    .limit(MOST)
)
KNOWN = select(conversations.c.user_id).where(
    conversations.c.user_id.in_(bindparam("people", expanding=True))
)
SAVE = update(conversations).where(this_person).values({name: bindparam(name) for name in _SAVED})
FORGET_CONVERSATION = delete(conversations).where(this_person)

ADD = insert(conversations).on_conflict_do_nothing()

MARK_UNREACHABLE = update(conversations).where(this_person).values(reachable=False)
# Who was not here since then was stored before it; that index is narrow, and there is none on activity.
_stored_between = and_(
    conversations.c.created_at > bindparam("after"), conversations.c.created_at < bindparam("since")
)
LOOKED_AT = (
    select(conversations.c.created_at)
    .where(_stored_between)
    .order_by(conversations.c.created_at)
    .limit(1)
    .offset(MOST)
)
INACTIVE = (
    select(conversations.c.user_id, conversations.c.created_at)
    .where(_stored_between, conversations.c.created_at <= bindparam("further", type_=Double))
    .where(conversations.c.active_at < bindparam("since"))
    .order_by(conversations.c.created_at)
    .limit(MOST)
)


class ConversationRows(Topic):
    """People in one transaction."""

    def _people(self, statement: Executable, **values: object) -> list[StoredConversation]:
        return [StoredConversation(*row) for row in self._rows(statement, **values)]

    def _person(self, statement: Executable, **values: object) -> StoredConversation | None:
        return next(iter(self._people(statement, **values)), None)

    def _numbers(self, statement: Executable, **values: object) -> list[int]:
        return [number for (number,) in self._rows(statement, **values)]

    def load(self, user_id: int) -> StoredConversation | None:
        return self._person(LOAD, person=user_id)

    def load_all(self, people: Iterable[int]) -> list[StoredConversation]:
        return self._people(LOAD_ALL, people=list(people))

    def look(self, user_id: int) -> StoredConversation | None:
        return self._person(LOOK, person=user_id)

    def add(self, conversation: StoredConversation) -> None:
        values = dict(zip(_ALL, _all_values(conversation), strict=True))
        if self._run.change(ADD, values) != 1:
            raise Overtaken("somebody was stored meanwhile")

    def save(self, conversation: StoredConversation) -> None:
        values = dict(zip(_SAVED, _saved_values(conversation), strict=True))
        self._run.change(SAVE, {"person": conversation.user_id, **values})

    def people(self) -> dict[int, float]:
        return dict(map(tuple, self._rows(PEOPLE)))

    def sessions(self) -> Iterator[tuple[str, float]]:
        after = LOWEST
        while found := self._rows(SESSIONS, after=after, most=READ_AT_ONCE):
            for user_id, session, active_at in found:
                after = user_id
                yield session, active_at

    def known(self, people: Iterable[int]) -> set[int]:
        return set(self._numbers(KNOWN, people=list(people)))

    def mark_unreachable(self, user_id: int) -> None:
        self._change(MARK_UNREACHABLE, person=user_id)

    def inactive(self, since: float, after: float, limit: int) -> tuple[list[int], float]:
        period = {"since": since, "after": after}
        further = self._run.value(LOOKED_AT, {**period, "most": LOOKED_AT_ONCE})
        values = {**period, "further": since if further is None else further, "most": limit}
        found = self._run.rows(INACTIVE, values)
        people = [user_id for user_id, _ in found]
        return people, found[-1][1] if len(found) == limit else further or 0.0
