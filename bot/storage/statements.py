"""The statements, built once: a database's compiled form of them is then found in a cache."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Delete,
    Double,
    Integer,
    Table,
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
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.services.ports import LONGEST_LEASE, LONGEST_WAIT
from bot.storage.due_tables import budgets
from bot.storage.tables import (
    NOW,
    conversation_columns,
    conversations,
    heartbeat,
    is_past,
    kept_updates,
    leases,
    outbox,
    parked_updates,
    seen_updates,
    unattempted,
    undelivered,
    unreachable,
)
from bot.storage.team_statements import TeamUpserts

# Set when a conversation is made; not writing them again spares their indexes.
LASTING = frozenset({"user_id", "created_at"})
SAVED = tuple(column.name for column in conversation_columns if column.name not in LASTING)

FARTHEST = 7 * 86_400.0
"""Seconds: longer nobody has to wait for what is said to them."""

_most = bindparam("most", type_=Integer)
_now = bindparam("now", type_=Double)
_this_person = conversations.c.user_id == bindparam("person")
_ours = and_(_this_person, conversations.c.lease_owner == bindparam("owner"))
_their_letters = outbox.c.user_id == bindparam("person")
_asked_for = outbox.c.not_before == 0
# What nobody asked for is taken up by itself, so that no screen waits behind it.
_may_go = is_past(outbox.c.retry_at, LONGEST_WAIT)
_letter_waits = exists().where(_their_letters, unattempted, _asked_for, _may_go)
_sendable = and_(
    conversations.c.reachable,
    is_past(conversations.c.not_before, LONGEST_WAIT),
    is_past(conversations.c.lease_until, LONGEST_LEASE),
)
_released = {"lease_owner": null(), "lease_until": 0.0}

# -- a turn

look = select(*conversation_columns).where(_this_person)
# The weaker of PostgreSQL's locks: who only refers to a row, such as a letter to somebody, waits for nobody.
load = look.with_for_update(key_share=True)
load_all = (
    select(*conversation_columns)
    .where(conversations.c.user_id.in_(bindparam("people", expanding=True)))
    .order_by(conversations.c.user_id)
    .with_for_update(key_share=True)
)
save = update(conversations).where(_this_person).values({name: bindparam(name) for name in SAVED})
forget_parked = delete(parked_updates).where(parked_updates.c.user_id == bindparam("person"))
forget_kept = delete(kept_updates).where(kept_updates.c.user_id == bindparam("person"))
forget_letters = delete(outbox).where(outbox.c.about == bindparam("person"))
forget_conversation = delete(conversations).where(_this_person)

_letter_columns = tuple(outbox.c[name] for name in ("user_id", "kind", "payload", "subject", "id", "tries"))
letters = select(*_letter_columns).where(_their_letters).order_by(outbox.c.id)
parked_of_person = (
    select(parked_updates)
    .where(parked_updates.c.user_id == bindparam("person"))
    .order_by(parked_updates.c.parked_at)
)

# -- delivery

# A row that somebody else holds has its turn again.
_claimable = (
    select(conversations.c.user_id)
    .where(
        _this_person,
        _sendable,
        or_(conversations.c.delivered_version < conversations.c.screen_version, _letter_waits),
    )
    .with_for_update(key_share=True, skip_locked=True)
)
claim = (
    update(conversations)
    .where(conversations.c.user_id.in_(_claimable))
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"))
    .returning(*conversation_columns)
)

_more_waits = conversations.c.screen_version > bindparam("version")
_noted = {
    "lease_owner": case((_more_waits, conversations.c.lease_owner)),
    "lease_until": case((_more_waits, conversations.c.lease_until), else_=0.0),
    "not_before": 0.0,
    "attempts": 0,
}
# Who was forgotten and began anew has lower versions, and nothing of them is delivered by this.
_ours_still = and_(_ours, conversations.c.screen_version >= bindparam("version"))
note_delivered = (
    update(conversations)
    .where(_ours_still)
    .values(
        **_noted,
        delivered_version=case(
            (conversations.c.delivered_version > bindparam("version"), conversations.c.delivered_version),
            else_=bindparam("version"),
        ),
        message_id=func.coalesce(bindparam("message"), conversations.c.message_id),
    )
    .returning(*conversation_columns)
)
# Whoever saw something else since lowered the version, or the screen is in another message by now.
note_edited = (
    update(conversations)
    .where(
        _ours_still,
        conversations.c.message_id == bindparam("message"),
        conversations.c.delivered_version == bindparam("before"),
    )
    .values(**_noted, delivered_version=bindparam("version"))
)
still_leased = select(*conversation_columns).where(
    conversations.c.user_id.in_(bindparam("people", expanding=True)),
    conversations.c.lease_owner == bindparam("owner"),
)
known = select(conversations.c.user_id).where(
    conversations.c.user_id.in_(bindparam("people", expanding=True))
)

extend = (
    update(conversations).where(_ours).values(lease_until=bindparam("until")).returning(*conversation_columns)
)
postpone = (
    update(conversations)
    .where(_ours)
    .values(
        **_released,
        not_before=bindparam("until"),
        attempts=case((bindparam("told"), 0), else_=conversations.c.attempts + 1),
    )
)
set_unreachable = update(conversations).where(_ours).values(**_released, reachable=False)

_screens_due = (
    select(conversations.c.user_id, conversations.c.active_at.label("since"))
    .where(undelivered, _sendable)
    .order_by(conversations.c.active_at)
    .limit(_most)
    .subquery()
)
_letters_due = (
    select(outbox.c.user_id, outbox.c.created_at.label("since"))
    .join(conversations)
    .where(unattempted, _asked_for, _may_go, _sendable)
    .order_by(outbox.c.created_at)
    .limit(_most)
    .subquery()
)
_due = union_all(select(_screens_due), select(_letters_due)).subquery()
due = select(_due.c.user_id).group_by(_due.c.user_id).order_by(func.min(_due.c.since)).limit(_most)

waiting_letters = (
    select(*_letter_columns).where(_their_letters, unattempted, _asked_for, _may_go).order_by(outbox.c.id)
)
_oldest_news = (
    select(func.min(outbox.c.id))
    .where(unattempted, not_(_asked_for))
    # What lies further ahead than any rule puts it is of before a clock was set back.
    .where(or_(outbox.c.not_before <= _now, outbox.c.not_before > _now + FARTHEST))
    .group_by(outbox.c.user_id)
)
news = (
    select(*_letter_columns, outbox.c.about, outbox.c.not_before)
    .join(conversations)
    .where(outbox.c.id.in_(_oldest_news), conversations.c.reachable)
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(_most)
)
unsettled = (
    select(*_letter_columns)
    .where(_asked_for, outbox.c.message_id.is_(None), outbox.c.error.is_(None))
    .where(outbox.c.attempted_at.between(bindparam("since"), bindparam("until")))
    .order_by(outbox.c.id)
)
last_attempt = select(func.max(outbox.c.attempted_at)).where(
    _their_letters,
    outbox.c.kind == bindparam("which_kind"),
    outbox.c.subject == bindparam("which_subject"),
    outbox.c.error.is_(None),
)
attempt_letter = (
    update(outbox)
    .where(outbox.c.id == bindparam("letter"), outbox.c.payload == bindparam("written"), unattempted)
    .values(attempted_at=bindparam("now"))
)
_attempted_letter = and_(outbox.c.id == bindparam("letter"), outbox.c.attempted_at.is_not(None))
note_letter = (
    update(outbox).where(_attempted_letter).values(message_id=bindparam("message"), error=bindparam("reason"))
)
lock_addressee = (
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
return_letter = (
    update(outbox)
    .where(_attempted_letter, outbox.c.message_id.is_(None), outbox.c.error.is_(None), not_(_newer_waits))
    .values(
        attempted_at=null(),
        not_before=case((_asked_for, 0.0), else_=bindparam("until")),
        retry_at=case((_asked_for, bindparam("until")), else_=0.0),
        tries=outbox.c.tries + 1,
    )
)

# -- updates that cannot be handled

parked = select(parked_updates).order_by(parked_updates.c.parked_at.desc()).limit(_most)

# -- updates whose turn cannot come yet

kept = select(kept_updates.c.update_id, kept_updates.c.payload).order_by(kept_updates.c.update_id)
kept_of_person = (
    select(kept_updates.c.payload)
    .where(kept_updates.c.user_id == bindparam("person"))
    .order_by(kept_updates.c.update_id)
)
drop_kept = delete(kept_updates).where(kept_updates.c.update_id == bindparam("update"))

# -- the whole

release_lease = delete(leases).where(
    leases.c.name == bindparam("lease"), leases.c.owner == bindparam("holder")
)
_leased = conversations.c.lease_owner.is_not(None)
_has_letter_of_unknown_fate = conversations.c.user_id.in_(
    select(outbox.c.user_id).where(outbox.c.message_id.is_(None), outbox.c.error.is_(None))
)
free_leases_of = (
    update(conversations).where(undelivered, conversations.c.lease_owner == bindparam("owner"))
).values(**_released)
free_leases = (
    # Two ways to find the leased, each by an index, instead of one that reads everybody.
    update(conversations).where(_leased, undelivered).values(**_released),
    update(conversations).where(_leased, _has_letter_of_unknown_fate).values(**_released),
    delete(leases),
)
_waiting_too_long = (
    select(conversations.c.user_id)
    .where(or_(conversations.c.not_before > NOW, conversations.c.lease_until > bindparam("until")))
    .order_by(conversations.c.user_id)
    .with_for_update(key_share=True, skip_locked=True)
)
set_back = (
    update(conversations)
    .where(conversations.c.user_id.in_(_waiting_too_long))
    .values(
        not_before=case((conversations.c.not_before > NOW, 0.0), else_=conversations.c.not_before),
        lease_until=case(
            (conversations.c.lease_until > bindparam("until"), bindparam("until")),
            else_=conversations.c.lease_until,
        ),
    )
)
last_beat = select(heartbeat.c.at).with_for_update()

# The version stays, so that the buttons of both copies hold; the one delivered is lowered as by a doubt.
_answering = (
    select(conversations.c.user_id)
    .where(
        conversations.c.active_at.between(bindparam("since"), bindparam("until")),
        conversations.c.question_open,
        conversations.c.reachable,
        conversations.c.screen_version > 0,
    )
    .order_by(conversations.c.user_id)
    # Whoever is being served at this moment is not lost.
    .with_for_update(key_share=True, skip_locked=True)
)
ask_again = (
    update(conversations)
    .where(conversations.c.user_id.in_(_answering))
    .values(
        fresh_version=conversations.c.screen_version,
        delivered_version=case(
            (conversations.c.delivered_version > 0, conversations.c.delivered_version - 1), else_=0
        ),
        # Whatever failed did so in the outage; what Telegram told us stands.
        not_before=case((conversations.c.attempts > 0, 0.0), else_=conversations.c.not_before),
    )
)


def _prune(key: Column[Any], old: ColumnElement[bool]) -> Delete:
    """Delete what is old and in nobody's hands: whoever has the rest may wait for something of ours."""
    return delete(key.table).where(key.in_(select(key).where(old).with_for_update(skip_locked=True)))


prune = (
    _prune(seen_updates.c.update_id, seen_updates.c.seen_at < bindparam("before")),
    _prune(outbox.c.id, outbox.c.attempted_at < bindparam("before")),
    # By then a budget is full again, as one is that is opened anew.
    _prune(
        budgets.c.name, and_(budgets.c.at < bindparam("before"), budgets.c.not_before < bindparam("before"))
    ),
)
prune_parked = _prune(parked_updates.c.update_id, parked_updates.c.parked_at < bindparam("before"))

counts = select(
    select(func.count()).select_from(conversations).scalar_subquery(),
    select(func.count()).select_from(conversations).where(undelivered).scalar_subquery(),
    select(func.count()).select_from(conversations).where(unreachable).scalar_subquery(),
    select(func.count()).select_from(outbox).where(unattempted).scalar_subquery(),
    select(func.count()).select_from(parked_updates).scalar_subquery(),
    select(func.min(conversations.c.active_at)).where(undelivered).scalar_subquery(),
)


class Upserts:
    """Insertions that give way to, or replace, what is there: each database writes them its own way."""

    def __init__(self, insert: Callable[[Table], sqlite.Insert | postgresql.Insert]) -> None:
        self.teams = TeamUpserts(insert)
        self.add = insert(conversations).on_conflict_do_nothing()
        self.mark_seen = insert(seen_updates).on_conflict_do_nothing()
        letter = insert(outbox).inline()
        self.enqueue = letter.on_conflict_do_update(
            index_elements=[outbox.c.user_id, outbox.c.kind, outbox.c.subject],
            index_where=unattempted,
            set_={name: letter.excluded[name] for name in ("payload", "about", "team_id")},
        )

        self.keep = insert(kept_updates).on_conflict_do_nothing()

        parking = insert(parked_updates)
        self.park = parking.on_conflict_do_update(
            index_elements=[parked_updates.c.update_id],
            set_={name: parking.excluded[name] for name in ("user_id", "payload", "error", "parked_at")},
        )

        lease = insert(leases)
        self.hold_lease = lease.on_conflict_do_update(
            index_elements=[leases.c.name],
            set_={"owner": lease.excluded.owner, "until": lease.excluded.until},
            where=or_(leases.c.owner == lease.excluded.owner, is_past(leases.c.until, LONGEST_LEASE)),
        )

        beat = insert(heartbeat)
        self.beat = beat.on_conflict_do_update(index_elements=[heartbeat.c.id], set_={"at": beat.excluded.at})
