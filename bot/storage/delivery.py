"""Who delivers what to whom: the leases of screens, and what is due."""

from collections.abc import Iterable
from operator import attrgetter

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, union_all, update

from bot.services.ports import LONGEST_LEASE, LONGEST_WAIT, StoredConversation
from bot.storage.conversations import (
    ConversationRows,
    conversation_columns,
    conversations,
    this_person,
    undelivered,
)
from bot.storage.outbox import asked_for, may_go, outbox, their_letters, unattempted
from bot.storage.schema import MOST, NOW, RELEASED, is_past

_ours = and_(this_person, conversations.c.lease_owner == bindparam("owner"))
_sendable = and_(
    conversations.c.reachable,
    is_past(conversations.c.not_before, LONGEST_WAIT),
    is_past(conversations.c.lease_until, LONGEST_LEASE),
)
_letter_waits = exists().where(their_letters, unattempted, asked_for, may_go)
# A row that somebody else holds has its turn again.
_claimable = (
    select(conversations.c.user_id)
    .where(
        this_person,
        _sendable,
        or_(conversations.c.delivered_version < conversations.c.screen_version, _letter_waits),
    )
    .with_for_update(key_share=True, skip_locked=True)
)
CLAIM = (
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
NOTE_DELIVERED = (
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
NOTE_EDITED = (
    update(conversations)
    .where(
        _ours_still,
        conversations.c.message_id == bindparam("message"),
        conversations.c.delivered_version == bindparam("before"),
    )
    .values(**_noted, delivered_version=bindparam("version"))
)
STILL_LEASED = select(*conversation_columns).where(
    conversations.c.user_id.in_(bindparam("people", expanding=True)),
    conversations.c.lease_owner == bindparam("owner"),
)
EXTEND = (
    update(conversations).where(_ours).values(lease_until=bindparam("until")).returning(*conversation_columns)
)
POSTPONE = (
    update(conversations)
    .where(_ours)
    .values(
        **RELEASED,
        not_before=bindparam("until"),
        attempts=case((bindparam("told"), 0), else_=conversations.c.attempts + 1),
    )
)
SET_UNREACHABLE = update(conversations).where(_ours).values(**RELEASED, reachable=False)
_screens_due = (
    select(conversations.c.user_id, conversations.c.active_at.label("since"))
    .where(undelivered, _sendable)
    .order_by(conversations.c.active_at)
    .limit(MOST)
    .subquery()
)
_letters_due = (
    select(outbox.c.user_id, outbox.c.created_at.label("since"))
    .join(conversations)
    .where(unattempted, asked_for, may_go, _sendable)
    .order_by(outbox.c.created_at)
    .limit(MOST)
    .subquery()
)
_due = union_all(select(_screens_due), select(_letters_due)).subquery()
DUE = select(_due.c.user_id).group_by(_due.c.user_id).order_by(func.min(_due.c.since)).limit(MOST)
_leased = conversations.c.lease_owner.is_not(None)
_has_letter_of_unknown_fate = conversations.c.user_id.in_(
    select(outbox.c.user_id).where(outbox.c.message_id.is_(None), outbox.c.error.is_(None))
)
FREE_LEASES_OF = (
    update(conversations).where(undelivered, conversations.c.lease_owner == bindparam("owner"))
).values(**RELEASED)
FREE_LEASES = (
    # Two ways to find the leased, each by an index, instead of one that reads everybody.
    update(conversations).where(_leased, undelivered).values(**RELEASED),
    update(conversations).where(_leased, _has_letter_of_unknown_fate).values(**RELEASED),
)
_waiting_too_long = (
    select(conversations.c.user_id)
    .where(or_(conversations.c.not_before > NOW, conversations.c.lease_until > bindparam("until")))
    .order_by(conversations.c.user_id)
    .with_for_update(key_share=True, skip_locked=True)
)
SET_BACK = (
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
ASK_AGAIN = (
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


class DeliveryRows(ConversationRows):
    """Deliveries in one transaction."""

    def claim(self, user_id: int, owner: str, now: float, until: float) -> StoredConversation | None:
        return self._person(CLAIM, person=user_id, owner=owner, now=now, until=until)

    def note_delivered(
        self, user_id: int, owner: str, version: int, message_id: int | None
    ) -> StoredConversation | None:
        return self._person(NOTE_DELIVERED, person=user_id, owner=owner, version=version, message=message_id)

    def note_edited(self, owner: str, edited: Iterable[StoredConversation]) -> list[StoredConversation]:
        notes = [
            {
                "person": row.user_id,
                "owner": owner,
                "version": row.screen_version,
                "message": row.message_id,
                "before": row.delivered_version,
            }
            for row in sorted(edited, key=attrgetter("user_id"))
        ]
        self._run.change_each(NOTE_EDITED, notes)
        return self._people(STILL_LEASED, owner=owner, people=[note["person"] for note in notes])

    def extend(self, user_id: int, owner: str, until: float) -> StoredConversation | None:
        return self._person(EXTEND, person=user_id, owner=owner, until=until)

    def postpone(self, user_id: int, owner: str, not_before: float, *, told: bool = False) -> None:
        self._change(POSTPONE, person=user_id, owner=owner, until=not_before, told=told)

    def set_unreachable(self, user_id: int, owner: str) -> None:
        self._change(SET_UNREACHABLE, person=user_id, owner=owner)

    def due(self, now: float, limit: int) -> list[int]:
        return self._numbers(DUE, now=now, most=limit)

    def set_back(self, now: float, lease_until: float) -> None:
        self._change(SET_BACK, now=now, until=lease_until)

    def show_life(self, owner: str) -> None:
        """Nobody else is there to see it."""

    def silent_owners(self, owner: str) -> list[str]:  # noqa: ARG002 - here is nobody but the owner
        return []

    def free_leases_of(self, owner: str) -> None:
        self._change(FREE_LEASES_OF, owner=owner)

    def ask_again(self, active_since: float, active_until: float) -> int:
        return self._change(ASK_AGAIN, since=active_since, until=active_until)
