"""One transaction, as the use cases know it."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from operator import attrgetter

from sqlalchemy import Executable

from bot.services.ports import (
    Counts,
    OutboxMessage,
    Overtaken,
    ParkedUpdate,
    Stored,
    StoredConversation,
)
from bot.storage import statements, team_statements
from bot.storage.runner import Runner
from bot.storage.statements import Upserts
from bot.storage.team_unit import TeamSqlUnit

PRUNED_AT_ONCE = 2_000
"""Appointments: a rush is forgotten over some hours, so that no turn waits long for it."""

_ALL = tuple(field.name for field in fields(StoredConversation))
_all_values = attrgetter(*_ALL)
_saved_values = attrgetter(*statements.SAVED)


class SqlUnit(TeamSqlUnit):
    """The port `Unit` on a connection; whoever makes it begins and ends the transaction."""

    def __init__(self, runner: Runner, upserts: Upserts) -> None:
        super().__init__(runner, upserts.teams)
        self._upserts = upserts

    def _people(self, statement: Executable, **values: object) -> list[StoredConversation]:
        return [StoredConversation(*row) for row in self._run.rows(statement, values)]

    def _person(self, statement: Executable, **values: object) -> StoredConversation | None:
        return next(iter(self._people(statement, **values)), None)

    def _letters(self, statement: Executable, **values: object) -> list[OutboxMessage]:
        return [OutboxMessage(*row) for row in self._run.rows(statement, values)]

    def _numbers(self, statement: Executable, **values: object) -> list[int]:
        return [number for (number,) in self._run.rows(statement, values)]

    def _change(self, statement: Executable, **values: object) -> int:
        return self._run.change(statement, values)

    # -- a turn
    def mark_seen(self, update_id: int, now: float) -> bool:
        return self._change(self._upserts.mark_seen, update_id=update_id, seen_at=now) == 1

    def load(self, user_id: int) -> StoredConversation | None:
        return self._person(statements.load, person=user_id)

    def load_all(self, people: Iterable[int]) -> list[StoredConversation]:
        return self._people(statements.load_all, people=list(people))

    def look(self, user_id: int) -> StoredConversation | None:
        return self._person(statements.look, person=user_id)

    def add(self, conversation: StoredConversation) -> None:
        values = dict(zip(_ALL, _all_values(conversation), strict=True))
        if self._run.change(self._upserts.add, values) != 1:
            raise Overtaken("somebody was stored meanwhile")

    def save(self, conversation: StoredConversation) -> None:
        values = dict(zip(statements.SAVED, _saved_values(conversation), strict=True))
        self._run.change(statements.save, {"person": conversation.user_id, **values})

    def enqueue(self, letter: OutboxMessage, now: float) -> None:
        self._change(
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
        values = {"person": user_id, "which_kind": kind, "which_subject": subject}
        at: float | None = self._run.value(statements.last_attempt, values)
        return at

    def forget(self, user_id: int) -> None:
        self.erased = True
        self._change(statements.forget_parked, person=user_id)
        self._change(statements.forget_kept, person=user_id)
        self._change(statements.forget_letters, person=user_id)
        self._change(statements.forget_conversation, person=user_id)

    def stored(self, user_id: int) -> Stored:
        parked = self._run.rows(statements.parked_of_person, {"person": user_id})
        kept = self._run.rows(statements.kept_of_person, {"person": user_id})
        return Stored(
            conversation=self.load(user_id),
            letters=tuple(self._letters(statements.letters, person=user_id)),
            parked=tuple(ParkedUpdate(*row) for row in parked),
            kept=tuple(payload for (payload,) in kept),
            records=tuple(self.records_of(user_id)),
        )

    # -- delivery
    def claim(self, user_id: int, owner: str, now: float, until: float) -> StoredConversation | None:
        return self._person(statements.claim, person=user_id, owner=owner, now=now, until=until)

    def note_delivered(
        self, user_id: int, owner: str, version: int, message_id: int | None
    ) -> StoredConversation | None:
        noted = self._person(
            statements.note_delivered, person=user_id, owner=owner, version=version, message=message_id
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
        self._run.change_each(statements.note_edited, notes)
        return self._people(statements.still_leased, owner=owner, people=[note["person"] for note in notes])

    def known(self, people: Iterable[int]) -> set[int]:
        return set(self._numbers(statements.known, people=list(people)))

    def extend(self, user_id: int, owner: str, until: float) -> StoredConversation | None:
        return self._person(statements.extend, person=user_id, owner=owner, until=until)

    def postpone(self, user_id: int, owner: str, not_before: float, *, told: bool = False) -> None:
        self._change(statements.postpone, person=user_id, owner=owner, until=not_before, told=told)

    def set_unreachable(self, user_id: int, owner: str) -> None:
        self._change(statements.set_unreachable, person=user_id, owner=owner)

    def due(self, now: float, limit: int) -> list[int]:
        return self._numbers(statements.due, now=now, most=limit)

    def waiting_letters(self, user_id: int, now: float) -> list[OutboxMessage]:
        return self._letters(statements.waiting_letters, person=user_id, now=now)

    def news(self, now: float, limit: int) -> list[OutboxMessage]:
        return self._letters(statements.news, now=now, most=limit)

    def unsettled_letters(self, since: float, until: float) -> list[OutboxMessage]:
        return self._letters(statements.unsettled, since=since, until=until)

    def attempt_letter(self, letter: OutboxMessage, now: float) -> bool:
        return self._change(statements.attempt_letter, letter=letter.id, written=letter.payload, now=now) == 1

    def note_letter(self, letter_id: int, message_id: int | None, error: str | None) -> bool:
        return self._change(statements.note_letter, letter=letter_id, message=message_id, reason=error) == 1

    def return_letter(self, letter_id: int, until: float) -> None:
        # Whoever has a newer letter for them waits for their row: so none comes between.
        self._run.rows(statements.lock_addressee, {"letter": letter_id})
        self._change(statements.return_letter, letter=letter_id, until=until)

    # -- updates that cannot be handled
    def park(self, update: ParkedUpdate) -> None:
        self._run.change(self._upserts.park, asdict(update))

    def parked(self, limit: int) -> list[ParkedUpdate]:
        return [ParkedUpdate(*row) for row in self._run.rows(statements.parked, {"most": limit})]

    # -- updates whose turn cannot come yet
    def keep_update(self, update_id: int, user_id: int | None, payload: str) -> None:
        self._change(self._upserts.keep, update_id=update_id, user_id=user_id, payload=payload)

    def kept_updates(self) -> list[str]:
        return [payload for _, payload in self._run.rows(statements.kept, {})]

    def drop_kept(self, update_id: int) -> None:
        self._change(statements.drop_kept, update=update_id)

    # -- the whole
    def hold_lease(self, name: str, owner: str, now: float, until: float) -> bool:
        return self._change(self._upserts.hold_lease, name=name, owner=owner, now=now, until=until) == 1

    def release_lease(self, name: str, owner: str) -> None:
        self._change(statements.release_lease, lease=name, holder=owner)

    def set_back(self, now: float, lease_until: float) -> None:
        self._change(statements.set_back, now=now, until=lease_until)

    def show_life(self, owner: str) -> None:
        """Nobody else is there to see it."""

    def silent_owners(self, owner: str) -> list[str]:  # noqa: ARG002 - here is nobody but the owner
        return []

    def free_leases_of(self, owner: str) -> None:
        self._change(statements.free_leases_of, owner=owner)

    def free_leases(self) -> None:
        for statement in statements.free_leases:
            self._change(statement)
        self._change(team_statements.free_appointments)

    def beat(self, now: float) -> float | None:
        before: float | None = self._run.value(statements.last_beat, {})
        self._change(self._upserts.beat, id=1, at=now)
        return before

    def ask_again(self, active_since: float, active_until: float) -> int:
        return self._change(statements.ask_again, since=active_since, until=active_until)

    def prune(self, seen_before: float, parked_before: float) -> None:
        self._change(team_statements.prune, before=parked_before, most=PRUNED_AT_ONCE)
        for statement in statements.prune:
            self._change(statement, before=seen_before)
        self._change(statements.prune_parked, before=parked_before)

    def counts(self, now: float) -> Counts:
        (of_people,) = self._run.rows(statements.counts, {})
        (of_teams,) = self._run.rows(team_statements.counts, {"now": now})
        return Counts(*of_people, *of_teams)
