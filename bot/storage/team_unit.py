"""Teams in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, Update

from bot.services.ports import LONGEST_WAIT, Overtaken, is_ahead
from bot.storage import records, team_statements
from bot.storage.runner import Runner
from bot.storage.team_statements import TeamUpserts
from bot.storage.team_tables import TABLES
from flows.teams.changes import Cancel, Change, Drop, Edit, Put
from flows.teams.records import Appointment, CheckIn, Group, Member, Record, Team, Week

R = TypeVar("R", bound=Record)

Names = tuple[str, ...]
_made: dict[tuple[object, type[Record], Names, Names], Select[Any]] = {}
"""The selections made so far: there are few, and making one takes longer than running it."""

LOOKED_AT_ONCE = 20_000
"""People: whoever looks for the inactive reads each one's row, and turns wait for it on SQLite."""
CLOCKS_DIFFER = 60.0
"""Seconds that the clocks of processes may be apart, as leases suppose too; beyond it one was set back."""


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """A change as a statement; those of one statement that follow each other are executed together.
    `counts`: what each of them must find, where that is certain.
    """

    statement: Executable
    values: Mapping[str, object]
    counts: str | None = None


class TeamSqlUnit:
    """The port `TeamUnit` on a connection."""

    erased = False
    """Whether somebody was promised that something is gone, also from the database's own files."""

    def __init__(self, runner: Runner, upserts: TeamUpserts) -> None:
        self._run = runner
        self._connection = runner.connection
        self._team_upserts = upserts

    def _rows(self, statement: Executable, kind: type[R], values: Mapping[str, object]) -> list[R]:
        shape = records.shape_of(kind)
        return [shape.record(row) for row in self._run.rows(statement, values)]

    def find(self, kind: type[R], **where: object) -> list[R]:
        return self._rows(*_asking(records.find, kind, where))

    def count(self, kind: type[Record], **where: object) -> int:
        statement, _, values = _asking(records.count, kind, where)
        counted: int = self._run.value(statement, values)
        return counted

    def apply(self, changes: Iterable[Change]) -> None:
        steps = (step for change in changes for step in self._steps(change))
        for _, alike in groupby(steps, key=lambda step: id(step.statement)):
            together = list(alike)
            found = self._run.change_each(together[0].statement, [step.values for step in together])
            if together[0].counts and found != len(together):
                raise Overtaken(f"{together[0].counts} found other rows than were read")

    def _steps(self, change: Change) -> "Iterator[ChangeStep]":
        match change:
            case Put(record):
                kind = type(record)
                counts = None if kind is Appointment else f"a new {kind.__name__}"
                yield ChangeStep(self._team_upserts.put[kind], records.row_of(record), counts)
            case Edit(before, after):
                changed, kind = records.differing(before, after), type(after)
                if changed:
                    values = {**records.key_of(after), **changed}
                    yield ChangeStep(_editing((kind, tuple(changed))), values, f"a changed {kind.__name__}")
            case Drop(record):
                self.erased |= isinstance(record, Team | Member)
                if isinstance(record, Team):
                    yield ChangeStep(team_statements.drop_letters, records.key_of(record))
                yield ChangeStep(team_statements.drops[type(record)], records.key_of(record))
            case Cancel(team_id, kind, user_id, subject):
                which = {"any_kind": kind is None, "which_kind": kind or ""}
                whose = {"anybody": user_id is None, "person": user_id or 0}
                about = {"any_subject": subject is None, "which_subject": subject or ""}
                yield ChangeStep(team_statements.cancel, {"team": team_id, **which, **whose, **about})

    def lock_team(self, team_id: int) -> Team | None:
        return next(iter(self._rows(team_statements.lock_team, Team, {"team": team_id})), None)

    def lock_group(self, chat_id: int, now: float) -> Group:
        self._run.change(self._team_upserts.put[Group], records.row_of(Group(chat_id, now)))
        (group,) = self._rows(team_statements.lock_group, Group, {"chat": chat_id})
        return group

    def teams_of(self, user_id: int) -> list[Team]:
        return self._rows(team_statements.teams_of, Team, {"person": user_id})

    def checkins_of(self, team_id: int, user_id: int, limit: int) -> list[CheckIn]:
        values = {"team": team_id, "person": user_id, "most": limit}
        return self._rows(team_statements.checkins_of, CheckIn, values)

    def weeks_of(self, team_id: int, limit: int) -> list[Week]:
        return self._rows(team_statements.weeks_of, Week, {"team": team_id, "most": limit})

    def records_of(self, user_id: int) -> list[Record]:
        personal = (kind for kind, table in TABLES.items() if "user_id" in table.c)
        return [record for kind in personal for record in self.find(kind, user_id=user_id)]

    # -- what is due
    def claim_appointments(self, owner: str, now: float, until: float, limit: int) -> list[Appointment]:
        values = {"owner": owner, "now": now, "until": until, "most": limit}
        claimed = self._rows(team_statements.claim, Appointment, values)
        return sorted(claimed, key=lambda appointment: appointment.due_at)

    def delay_appointment(self, key: str, owner: str, until: float) -> None:
        self._run.change(team_statements.delay, {"which": key, "owner": owner, "until": until})

    def attempt_appointment(self, key: str, owner: str, now: float) -> bool:
        return self._run.change(team_statements.attempt, {"which": key, "owner": owner, "now": now}) == 1

    def note_appointment(self, key: str, message_id: int | None, error: str | None) -> None:
        self._run.change(team_statements.note, {"which": key, "message": message_id, "reason": error})

    def return_appointment(self, key: str, until: float) -> None:
        self._run.change(team_statements.give_back, {"which": key, "until": until})

    def said(self, team_id: int, user_id: int) -> list[Appointment]:
        return self._rows(team_statements.said, Appointment, {"team": team_id, "person": user_id})

    def shown_reminders(self, team_id: int, user_id: int) -> list[tuple[Appointment, int]]:
        found = self._run.rows(team_statements.shown_reminders, {"team": team_id, "person": user_id})
        shape = records.shape_of(Appointment)
        return [(shape.record(columns), message_id) for *columns, message_id in found]

    def let_go_of_reminder(self, user_id: int, message_id: int) -> None:
        self._run.change(team_statements.let_go, {"person": user_id, "message": message_id})

    def next_due(self, limit: int) -> list[Appointment]:
        return self._rows(team_statements.next_due, Appointment, {"most": limit})

    def allowance(self, name: str, now: float, rate: float, burst: float) -> int:
        found = self._run.rows(team_statements.left_of_budget, {"which": name})
        if not found:
            return int(burst)
        tokens, at, not_before = found[0]
        return 0 if is_ahead(not_before, now, LONGEST_WAIT) else int(_refill(tokens, at, now, rate, burst)[0])

    def spend(self, name: str, want: int, now: float, rate: float, burst: float) -> int:
        opened = {"name": name, "tokens": burst, "at": now, "not_before": 0.0}
        self._run.change(self._team_upserts.open_budget, opened)
        ((tokens, at, not_before),) = self._run.rows(team_statements.budget, {"which": name})
        if is_ahead(not_before, now, LONGEST_WAIT):
            return 0
        tokens, at = _refill(tokens, at, now, rate, burst)
        granted = min(want, int(tokens))
        left = min(burst, tokens - granted)
        self._run.change(team_statements.pay, {"which": name, "left": left, "filled": at})
        return granted

    def hold_off(self, name: str, now: float, until: float) -> None:
        values = {"name": name, "tokens": 0.0, "at": now, "not_before": until}
        self._run.change(self._team_upserts.hold_off, values)

    def reminder_since(self, user_id: int, since: float) -> tuple[Appointment, int | None] | None:
        values = {"person": user_id, "since": since}
        found = self._run.rows(team_statements.reminder_since, values)
        if not found:
            return None
        *columns, message_id = found[0]
        return records.shape_of(Appointment).record(columns), message_id

    # -- people and groups
    def mark_unreachable(self, user_id: int) -> None:
        self._run.change(team_statements.mark_unreachable, {"person": user_id})

    def inactive(self, since: float, after: float, limit: int) -> tuple[list[int], float]:
        period = {"since": since, "after": after}
        further = self._run.value(team_statements.looked_at, {**period, "most": LOOKED_AT_ONCE})
        values = {**period, "further": since if further is None else further, "most": limit}
        found = self._run.rows(team_statements.inactive, values)
        people = [user_id for user_id, _ in found]
        return people, found[-1][1] if len(found) == limit else further or 0.0

    def migrate_group(self, old: int, new: int) -> None:
        for statement in team_statements.migrate_group:
            self._run.change(statement, {"old": old, "new": new})

    def groups_to_leave(self, before: float) -> list[Group]:
        return self._rows(team_statements.groups_to_leave, Group, {"before": before})


@cache
def _editing(what: tuple[type[Record], Names]) -> Update:
    return records.edit(*what)


def _asking(
    make: Callable[[type[Record], Names, Names], Select[Any]], kind: type[R], where: Mapping[str, object]
) -> tuple[Select[Any], type[R], dict[str, object]]:
    """The selection of the records whose columns are as given, the kind, and the parameters."""
    values = records.values_of(kind, where)
    given = {name: value for name, value in values.items() if value is not None}
    wanted = (make, kind, tuple(given), tuple(values.keys() - given.keys()))
    statement = _made.get(wanted)
    if statement is None:
        statement = _made[wanted] = make(*wanted[1:])
    return statement, kind, records.given(given)


def _refill(tokens: float, at: float, now: float, rate: float, burst: float) -> tuple[float, float]:
    """What a budget holds now, and until when it was filled."""
    if at - CLOCKS_DIFFER <= now <= at:
        # A process whose clock is ahead of ours filled it until then; no moment fills twice.
        return tokens, at
    # A clock that was set back fills nothing, and begins to fill anew from there.
    return min(burst, tokens + rate * max(0.0, now - at)), now
