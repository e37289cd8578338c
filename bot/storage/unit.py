"""One transaction, as the use cases know it."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable

from bot.services.ports import Counts, OutboxMessage, Overtaken, ParkedUpdate, Stored, StoredConversation
from bot.storage import statements, team_statements
from bot.storage.statements import Upserts
from bot.storage.team_unit import TeamSqlUnit

Value = str | int | float | None
Rows = CursorResult[*tuple[Any, ...]]

PRUNED_AT_ONCE = 2_000
"""Appointments: a rush is forgotten over some hours, so that no turn waits long for it."""

_ALL = tuple(field.name for field in fields(StoredConversation))
_all_values = attrgetter(*_ALL)
_saved_values = attrgetter(*statements.SAVED)


class SqlUnit(TeamSqlUnit):
    """The port `Unit` on a connection; whoever makes it begins and ends the transaction."""

    def __init__(self, connection: Connection, upserts: Upserts) -> None:
        super().__init__(connection, upserts.teams)
        self._connection = connection
        self._upserts = upserts

    def _run(self, statement: Executable, **values: Value) -> Rows:
        return self._connection.execute(statement, values)

    # -- a turn
    def mark_seen(self, update_id: int, now: float) -> bool:
        marked = self._run(self._upserts.mark_seen, update_id=update_id, seen_at=now)
        return marked.rowcount == 1

    def load(self, user_id: int) -> StoredConversation | None:
        return _conversation(self._run(statements.load, person=user_id))

    def load_all(self, people: Iterable[int]) -> list[StoredConversation]:
        asked = {"people": list(people)}
        return [StoredConversation(*row) for row in self._connection.execute(statements.load_all, asked)]

    def look(self, user_id: int) -> StoredConversation | None:
        return _conversation(self._run(statements.look, person=user_id))

    def add(self, conversation: StoredConversation) -> None:
        values = dict(zip(_ALL, _all_values(conversation), strict=True))
        if self._run(self._upserts.add, **values).rowcount != 1:
            raise Overtaken("somebody was stored meanwhile")

    def save(self, conversation: StoredConversation) -> None:
        values = dict(zip(statements.SAVED, _saved_values(conversation), strict=True))
        self._run(statements.save, person=conversation.user_id, **values)

    def enqueue(self, letter: OutboxMessage, now: float) -> None:
        self._run(
            self._upserts.enqueue,
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
        found = self._run(statements.last_attempt, person=user_id, which_kind=kind, which_subject=subject)
        at: float | None = found.scalar()
        return at

    def forget(self, user_id: int) -> None:
        self.erased = True
        self._run(statements.forget_parked, person=user_id)
        self._run(statements.forget_letters, person=user_id)
        self._run(statements.forget_conversation, person=user_id)

    def stored(self, user_id: int) -> Stored:
        letters = self._run(statements.letters, person=user_id)
        parked = self._run(statements.parked_of_person, person=user_id)
        return Stored(
            conversation=self.load(user_id),
            letters=tuple(OutboxMessage(*row) for row in letters),
            parked=tuple(ParkedUpdate(*row) for row in parked),
            records=tuple(self.records_of(user_id)),
        )

    # -- delivery
    def claim(self, user_id: int, owner: str, now: float, until: float) -> StoredConversation | None:
        return _conversation(self._run(statements.claim, person=user_id, owner=owner, now=now, until=until))

    def note_delivered(
        self, user_id: int, owner: str, version: int, message_id: int | None
    ) -> StoredConversation | None:
        noted = _conversation(
            self._run(
                statements.note_delivered,
                person=user_id,
                owner=owner,
                version=version,
                message=message_id,
            )
        )
        return noted if noted and noted.lease_owner else None

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
        self._connection.execute(statements.note_edited, notes)
        people = [note["person"] for note in notes]
        waiting = self._connection.execute(statements.still_leased, {"owner": owner, "people": people})
        return [StoredConversation(*row) for row in waiting]

    def known(self, people: Iterable[int]) -> set[int]:
        return set(self._connection.execute(statements.known, {"people": list(people)}).scalars())

    def extend(self, user_id: int, owner: str, until: float) -> StoredConversation | None:
        return _conversation(self._run(statements.extend, person=user_id, owner=owner, until=until))

    def postpone(self, user_id: int, owner: str, not_before: float, *, told: bool = False) -> None:
        self._run(statements.postpone, person=user_id, owner=owner, until=not_before, told=told)

    def set_unreachable(self, user_id: int, owner: str) -> None:
        self._run(statements.set_unreachable, person=user_id, owner=owner)

    def due(self, now: float, limit: int) -> list[int]:
        return list(self._run(statements.due, now=now, most=limit).scalars())

    def waiting_letters(self, user_id: int) -> list[OutboxMessage]:
        return [OutboxMessage(*row) for row in self._run(statements.waiting_letters, person=user_id)]

    def news(self, now: float, limit: int) -> list[OutboxMessage]:
        return [OutboxMessage(*row) for row in self._run(statements.news, now=now, most=limit)]

    def unsettled_letters(self, since: float, until: float) -> list[OutboxMessage]:
        return [OutboxMessage(*row) for row in self._run(statements.unsettled, since=since, until=until)]

    def attempt_letter(self, letter: OutboxMessage, now: float) -> bool:
        attempted = self._run(statements.attempt_letter, letter=letter.id, written=letter.payload, now=now)
        return attempted.rowcount == 1

    def note_letter(self, letter_id: int, message_id: int | None, error: str | None) -> None:
        self._run(statements.note_letter, letter=letter_id, message=message_id, reason=error)

    def return_letter(self, letter_id: int, until: float = 0.0) -> None:
        # Whoever has a newer letter for them waits for their row: so none comes between.
        self._run(statements.lock_addressee, letter=letter_id)
        self._run(statements.return_letter, letter=letter_id, until=until)

    # -- updates that cannot be handled
    def park(self, update: ParkedUpdate) -> None:
        self._run(self._upserts.park, **asdict(update))

    def parked(self, limit: int) -> list[ParkedUpdate]:
        return [ParkedUpdate(*row) for row in self._run(statements.parked, most=limit)]

    # -- the whole
    def hold_lease(self, name: str, owner: str, now: float, until: float) -> bool:
        held = self._run(self._upserts.hold_lease, name=name, owner=owner, now=now, until=until)
        return held.rowcount == 1

    def release_lease(self, name: str, owner: str) -> None:
        self._run(statements.release_lease, lease=name, holder=owner)

    def set_back(self, now: float, lease_until: float) -> None:
        self._run(statements.set_back, now=now, until=lease_until)

    def free_leases(self) -> None:
        for statement in statements.free_leases:
            self._run(statement)
        self._run(team_statements.free_appointments)

    def beat(self, now: float) -> float | None:
        before: float | None = self._run(statements.last_beat).scalar()
        self._run(self._upserts.beat, id=1, at=now)
        return before

    def ask_again(self, active_since: float, active_until: float) -> int:
        return self._run(statements.ask_again, since=active_since, until=active_until).rowcount

    def prune(self, seen_before: float, parked_before: float) -> None:
        self._run(team_statements.prune, before=parked_before, most=PRUNED_AT_ONCE)
        for statement in statements.prune:
            self._run(statement, before=seen_before)
        self._run(statements.prune_parked, before=parked_before)

    def counts(self, now: float) -> Counts:
        of_people, of_teams = self._run(statements.counts), self._run(team_statements.counts, now=now)
        return Counts(*of_people.one(), *of_teams.one())


def _conversation(result: Rows) -> StoredConversation | None:
    row = result.first()
    return StoredConversation(*row) if row else None
