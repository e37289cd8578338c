"""Messages that are sent once: what waits, was attempted, and came of it."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    Executable,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    not_,
    null,
    or_,
    select,
    update,
)

from bot.services.ports import LONGEST_WAIT, OutboxMessage
from bot.storage.conversations import conversations
from bot.storage.schema import MOST, NOW, Key, Topic, insert, is_past, metadata, partial_index, pruned

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column(
        "user_id",
        Key,
        ForeignKey("conversations.user_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("attempted_at", Double),
    Column("message_id", BigInteger),
    Column("error", Text),
    Column("about", BigInteger),
    Column("subject", Text, nullable=False, server_default=""),
    Column("not_before", Double, nullable=False, server_default="0"),
    Column("team_id", BigInteger),
    Column("retry_at", Double, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    CheckConstraint(
        "attempted_at IS NOT NULL OR (message_id IS NULL AND error IS NULL)",
        name="fate_after_attempt",
    ),
    CheckConstraint("message_id IS NULL OR error IS NULL", name="one_fate"),
    Index("ix_outbox_user_id", "user_id"),
    Index("ix_outbox_about", "about"),
    Index("ix_outbox_team_id", "team_id"),
    # A number that came back could give a forgotten letter's fate to a new one.
    sqlite_autoincrement=True,
)

unattempted = outbox.c.attempted_at.is_(None)
partial_index("ix_outbox_unattempted", outbox.c.created_at, where=unattempted)
partial_index(
    "uq_outbox_waiting", outbox.c.user_id, outbox.c.kind, outbox.c.subject, unique=True, where=unattempted
)

FARTHEST = 7 * 86_400.0
"""Seconds: longer nobody has to wait for what is said to them."""

their_letters = outbox.c.user_id == bindparam("person")
asked_for = outbox.c.not_before == 0
# What nobody asked for is taken up by itself, so that no screen waits behind it.
may_go = is_past(outbox.c.retry_at, LONGEST_WAIT)
_letter_columns = tuple(outbox.c[name] for name in ("user_id", "kind", "payload", "subject", "id", "tries"))
LETTERS = select(*_letter_columns).where(their_letters).order_by(outbox.c.id)
WAITING_LETTERS = (
    select(*_letter_columns).where(their_letters, unattempted, asked_for, may_go).order_by(outbox.c.id)
)
_oldest_news = (
    select(func.min(outbox.c.id))
    .where(unattempted, not_(asked_for))
    # What lies further ahead than any rule puts it is of before a clock was set back.
    .where(or_(outbox.c.not_before <= NOW, outbox.c.not_before > NOW + FARTHEST))
    .group_by(outbox.c.user_id)
)
NEWS = (
    select(*_letter_columns, outbox.c.about, outbox.c.not_before)
    .join(conversations)
    .where(outbox.c.id.in_(_oldest_news), conversations.c.reachable)
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(MOST)
)
PASS_OVER = update(outbox).where(unattempted).values(attempted_at=NOW, error="restored")
UNSETTLED = (
    select(*_letter_columns)
    .where(asked_for, outbox.c.message_id.is_(None), outbox.c.error.is_(None))
    .where(outbox.c.attempted_at.between(bindparam("since"), bindparam("until")))
    .order_by(outbox.c.id)
)
LAST_ATTEMPT = select(func.max(outbox.c.attempted_at)).where(
    their_letters,
    outbox.c.kind == bindparam("which_kind"),
    outbox.c.subject == bindparam("which_subject"),
    outbox.c.error.is_(None),
)
ATTEMPT_LETTER = (
    update(outbox)
    .where(outbox.c.id == bindparam("letter"), outbox.c.payload == bindparam("written"), unattempted)
    .values(attempted_at=NOW)
)
_attempted_letter = and_(outbox.c.id == bindparam("letter"), outbox.c.attempted_at.is_not(None))
NOTE_LETTER = (
    update(outbox).where(_attempted_letter).values(message_id=bindparam("message"), error=bindparam("reason"))
)
LOCK_ADDRESSEE = (
    select(conversations.c.user_id)
    .where(
        conversations.c.user_id
        == select(outbox.c.user_id).where(outbox.c.id == bindparam("letter")).scalar_subquery()
    )
    .with_for_update()
)
_newer = outbox.alias()
_newer_waits = exists().where(
    _newer.c.user_id == outbox.c.user_id,
    _newer.c.kind == outbox.c.kind,
    _newer.c.subject == outbox.c.subject,
    _newer.c.attempted_at.is_(None),
)
RETURN_LETTER = (
    update(outbox)
    .where(_attempted_letter, outbox.c.message_id.is_(None), outbox.c.error.is_(None), not_(_newer_waits))
    .values(
        attempted_at=null(),
        not_before=case((asked_for, 0.0), else_=bindparam("until")),
        retry_at=case((asked_for, bindparam("until")), else_=0.0),
        tries=outbox.c.tries + 1,
    )
)

DROP_LETTERS = delete(outbox).where(outbox.c.team_id == bindparam("given_id"))

FORGET_LETTERS = delete(outbox).where(outbox.c.about == bindparam("person"))

_enqueued = insert(outbox).inline()
ENQUEUE = _enqueued.on_conflict_do_update(
    index_elements=[outbox.c.user_id, outbox.c.kind, outbox.c.subject],
    index_where=unattempted,
    set_={name: _enqueued.excluded[name] for name in ("payload", "about", "team_id")},
)
PRUNE_OUTBOX = pruned(outbox.c.id, outbox.c.attempted_at < bindparam("before"))


class OutboxRows(Topic):
    """The outbox in one transaction."""

    def _letters(self, statement: Executable, **values: object) -> list[OutboxMessage]:
        return [OutboxMessage(*row) for row in self._rows(statement, **values)]

    def enqueue(self, letter: OutboxMessage, now: float) -> None:
        self._change(
            ENQUEUE,
            user_id=letter.user_id,
            kind=letter.kind,
            payload=letter.payload,
            subject=letter.subject,
            about=letter.about,
            not_before=letter.not_before,
            team_id=letter.team,
            created_at=now,
        )

    def last_attempt(self, user_id: int, kind: str, subject: str) -> float | None:
        values = {"person": user_id, "which_kind": kind, "which_subject": subject}
        at: float | None = self._run.value(LAST_ATTEMPT, values)
        return at

    def waiting_letters(self, user_id: int, now: float) -> list[OutboxMessage]:
        return self._letters(WAITING_LETTERS, person=user_id, now=now)

    def news(self, now: float, limit: int) -> list[OutboxMessage]:
        return self._letters(NEWS, now=now, most=limit)

    def pass_over_letters(self, now: float) -> None:
        self._change(PASS_OVER, now=now)

    def unsettled_letters(self, since: float, until: float) -> list[OutboxMessage]:
        return self._letters(UNSETTLED, since=since, until=until)

    def attempt_letter(self, letter: OutboxMessage, now: float) -> bool:
        return self._change(ATTEMPT_LETTER, letter=letter.id, written=letter.payload, now=now) == 1

    def note_letter(self, letter_id: int, message_id: int | None, error: str | None) -> bool:
        return self._change(NOTE_LETTER, letter=letter_id, message=message_id, reason=error) == 1

    def return_letter(self, letter_id: int, until: float) -> None:
        # Whoever has a newer letter for them waits for their row: so none comes between.
        self._rows(LOCK_ADDRESSEE, letter=letter_id)
        self._change(RETURN_LETTER, letter=letter_id, until=until)
