"""Teams: their records, found, locked and changed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Executable, bindparam, case, delete, exists, not_, null, select, update

from bot.services.ports import Overtaken
from bot.storage import appointments, records
from bot.storage.outbox import DROP_LETTERS
from bot.storage.records import Names, RecordTopic, Shape
from bot.storage.schema import MOST
from bot.storage.team_tables import TABLES, checkins, groups, members, teams, weeks
from flows.teams.changes import Cancel, Change, Drop, Edit, Put
from flows.teams.records import Appointment, CheckIn, Group, Member, Record, Team, Week

R = TypeVar("R", bound=Record)

SHAPES: Mapping[type[Record], Shape[Any]] = {
    **{kind: Shape.of(kind, table) for kind, table in TABLES.items()},
    Appointment: appointments.SHAPE,
}


def shape_of(kind: type[R]) -> Shape[R]:
    """How the records of a kind lie in their table."""
    return SHAPES[kind]


LOCK_TEAM = (
    select(*shape_of(Team).columns).where(teams.c.id == bindparam("team")).with_for_update(key_share=True)
)
LOCK_GROUP = select(*shape_of(Group).columns).where(groups.c.chat_id == bindparam("chat")).with_for_update()
TEAMS_OF = (
    select(*shape_of(Team).columns)
    .join(members, members.c.team_id == teams.c.id)
    .where(members.c.user_id == bindparam("person"))
    .order_by(members.c.joined_at, teams.c.id)
)
CHECKINS_OF = (
    select(*shape_of(CheckIn).columns)
    .where(checkins.c.team_id == bindparam("team"), checkins.c.user_id == bindparam("person"))
    .order_by(checkins.c.period.desc())
    .limit(MOST)
)
WEEKS_OF = (
    select(*shape_of(Week).columns)
    .where(weeks.c.team_id == bindparam("team"))
    .order_by(weeks.c.period.desc())
    .limit(MOST)
)
_former, _new = bindparam("old", type_=BigInteger), bindparam("new", type_=BigInteger)
_other_team, _other_group = teams.alias(), groups.alias()
_taken = exists().where(_other_team.c.group_id == _new)
_was_known = exists().where(_other_group.c.chat_id == _former)
_is_known = exists().where(_other_group.c.chat_id == _new)
# We may have been told of the new number before we hear that it is the same group.
MIGRATE_GROUP = (
    update(teams).where(teams.c.group_id == _former).values(group_id=case((_taken, null()), else_=_new)),
    delete(groups).where(groups.c.chat_id == _new, groups.c.team_id.is_(None), _was_known),
    update(groups).where(groups.c.chat_id == _former, not_(_is_known)).values(chat_id=_new),
    delete(groups).where(groups.c.chat_id == _former),
)
GROUPS_TO_LEAVE = (
    select(*shape_of(Group).columns)
    # By what the teams say: a team that took another group left this one behind.
    .where(not_(exists().where(teams.c.group_id == groups.c.chat_id)))
    .where(groups.c.added_at < bindparam("before"))
    .order_by(groups.c.chat_id)
    .with_for_update(skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """A change as a statement; those of one statement that follow each other are executed together.
    `counts`: what each of them must find, where that is certain.
    """

    statement: Executable
    values: Mapping[str, object]
    counts: str | None = None


class TeamRows(RecordTopic):
    """Teams in one transaction."""

    def find(self, kind: type[R], **where: object) -> list[R]:
        names, unset, values = _asked(kind, where)
        shape = shape_of(kind)
        return self._records(records.find(shape, names, unset), shape, **values)

    def count(self, kind: type[Record], **where: object) -> int:
        names, unset, values = _asked(kind, where)
        counted: int = self._run.value(records.count(shape_of(kind), names, unset), values)
        return counted

    def apply(self, changes: Iterable[Change]) -> None:
        steps = (step for change in changes for step in self._steps(change))
        for _, alike in groupby(steps, key=lambda step: id(step.statement)):
            together = list(alike)
            found = self._run.change_each(together[0].statement, [step.values for step in together])
            if together[0].counts and found != len(together):
                raise Overtaken(f"{together[0].counts} found other rows than were read")

    def _steps(self, change: Change) -> Iterator[ChangeStep]:
        match change:
            case Put(record):
                kind = type(record)
                counts = None if kind is Appointment else f"a new {kind.__name__}"
                yield ChangeStep(records.put(shape_of(kind)), records.row_of(record), counts)
            case Edit(before, after):
                shape, changed = shape_of(type(after)), records.differing(before, after)
                if changed:
                    values = {**shape.key_of(after), **changed}
                    counts = f"a changed {shape.kind.__name__}"
                    yield ChangeStep(records.edit(shape, tuple(changed)), values, counts)
            case Drop(record):
                shape = shape_of(type(record))
                self.erased |= isinstance(record, Team | Member)
                if isinstance(record, Team):
                    yield ChangeStep(DROP_LETTERS, shape.key_of(record))
                yield ChangeStep(records.drop(shape), shape.key_of(record))
            case Cancel(team_id, kind, user_id, subject):
                which = {"any_kind": kind is None, "which_kind": kind or ""}
                whose = {"anybody": user_id is None, "person": user_id or 0}
                about = {"any_subject": subject is None, "which_subject": subject or ""}
                yield ChangeStep(appointments.CANCEL, {"team": team_id, **which, **whose, **about})

    def lock_team(self, team_id: int) -> Team | None:
        return next(iter(self._records(LOCK_TEAM, shape_of(Team), team=team_id)), None)

    def lock_group(self, chat_id: int, now: float) -> Group:
        self._change(records.put(shape_of(Group)), **records.row_of(Group(chat_id, now)))
        (group,) = self._records(LOCK_GROUP, shape_of(Group), chat=chat_id)
        return group

    def teams_of(self, user_id: int) -> list[Team]:
        return self._records(TEAMS_OF, shape_of(Team), person=user_id)

    def checkins_of(self, team_id: int, user_id: int, limit: int) -> list[CheckIn]:
        return self._records(CHECKINS_OF, shape_of(CheckIn), team=team_id, person=user_id, most=limit)

    def weeks_of(self, team_id: int, limit: int) -> list[Week]:
        return self._records(WEEKS_OF, shape_of(Week), team=team_id, most=limit)

    def records_of(self, user_id: int) -> list[Record]:
        personal = (kind for kind, shape in SHAPES.items() if "user_id" in shape.table.c)
        return [record for kind in personal for record in self.find(kind, user_id=user_id)]

    def migrate_group(self, old: int, new: int) -> None:
        for statement in MIGRATE_GROUP:
            self._change(statement, old=old, new=new)

    def groups_to_leave(self, before: float) -> list[Group]:
        return self._records(GROUPS_TO_LEAVE, shape_of(Group), before=before)


def _asked(kind: type[Record], where: Mapping[str, object]) -> tuple[Names, Names, dict[str, object]]:
    """The columns that are as given, those with nothing in them, and the parameters."""
    values = records.values_of(kind, where)
    given = {name: value for name, value in values.items() if value is not None}
    return tuple(given), tuple(values.keys() - given.keys()), records.given(given)
