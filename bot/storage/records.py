"""Records of `flows.teams.records` as rows and back: a column for each field, nothing in between."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import (
    ColumnElement,
    Delete,
    Executable,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    func,
    select,
    update,
)

from bot.storage.schema import Topic, insert
from flows.teams.records import Appointment, Record

R = TypeVar("R", bound=Record)
Names = tuple[str, ...]

PLACES = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Shape(Generic[R]):
    """How the records of a kind lie in their table."""

    kind: type[R]
    table: Table
    readers: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    @classmethod
    def of(cls, kind: type[R], table: Table) -> "Shape[R]":
        """The shape of a kind, with a column for each field."""
        hints = get_type_hints(kind)
        return cls(kind, table, tuple((name, _reader(kind, name, hints[name])) for name in _names(kind)))

    @property
    def key(self) -> tuple[str, ...]:
        """The columns a record is known by."""
        return tuple(column.name for column in self.table.primary_key)

    def record(self, row: Iterable[Any]) -> R:
        """The record in a row; columns are in the order of the fields."""
        values = zip(self.readers, row, strict=True)
        return self.kind(**{name: read(value) if read else value for (name, read), value in values})

    def key_of(self, record: Record) -> dict[str, object]:
        """What a record is known by, as parameters of `edit` and `drop`."""
        row = row_of(record)
        return given({name: row[name] for name in self.key})

    @property
    def columns(self) -> tuple[Any, ...]:
        """The columns of the fields, in their order."""
        return tuple(self.table.c[name] for name, _ in self.readers)


class RecordTopic(Topic):
    """A part of the port `Unit` that reads records."""

    def _records(self, statement: Executable, shape: Shape[R], **values: object) -> list[R]:
        return [shape.record(row) for row in self._rows(statement, **values)]


def _names(kind: type[Record]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _reader(kind: type[Record], name: str, hint: object) -> Callable[[Any], Any] | None:
    """What makes a field's value of a column's; None where they are the same."""
    if kind is Appointment and name == "user_id":
        return lambda value: value or 0
    if get_origin(hint) is tuple:
        return tuple
    options = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    enum = next((one for one in options if isinstance(one, type) and issubclass(one, StrEnum)), None)
    return (lambda value: None if value is None else enum(value)) if enum else None


def row_of(record: Record) -> dict[str, Any]:
    """A record's columns."""
    kind = type(record)
    row = values_of(kind, {name: getattr(record, name) for name in _names(kind)})
    if isinstance(record, Appointment):
        place = zlib.crc32(record.key.encode()) & PLACES
        return {**row, "key": record.key, "place": place}
    return row


def values_of(kind: type[Record], given: Mapping[str, object]) -> dict[str, Any]:
    """What the columns hold where the fields are as given."""
    return {name: _value(kind, name, value) for name, value in given.items()}


def _value(kind: type[Record], name: str, value: object) -> object:
    if kind is Appointment and name == "user_id":
        return value or None
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def differing(before: Record, after: Record) -> dict[str, Any]:
    """The columns in which two records of one key differ, as they are in the second."""
    was, now = row_of(before), row_of(after)
    return {name: value for name, value in now.items() if value != was[name]}


@cache
def put(shape: Shape[Any]) -> Insert:
    """Store a record, unless one with its key is there."""
    return insert(shape.table).on_conflict_do_nothing(index_elements=list(shape.table.primary_key))


@cache
def edit(shape: Shape[Any], names: Names) -> Update:
    """Change these columns of the record with this key."""
    return (
        update(shape.table)
        .where(*_alike(shape.table, shape.key))
        .values({name: bindparam(name) for name in names})
    )


@cache
def drop(shape: Shape[Any]) -> Delete:
    """Delete the record with this key."""
    return delete(shape.table).where(*_alike(shape.table, shape.key))


@cache
def find(shape: Shape[Any], names: Names, unset: Names) -> Select[Any]:
    """The records of a kind with these columns as given, and nothing in those, by their key."""
    key = (shape.table.c[name] for name in shape.key)
    return select(*shape.columns).where(*_alike(shape.table, names, unset)).order_by(*key)


@cache
def count(shape: Shape[Any], names: Names, unset: Names) -> Select[Any]:
    """How many there are."""
    return select(func.count()).select_from(shape.table).where(*_alike(shape.table, names, unset))


def _alike(table: Table, names: Names, unset: Names = ()) -> Iterable[ColumnElement[bool]]:
    yield from (table.c[name] == bindparam(f"given_{name}") for name in names)
    yield from (table.c[name].is_(None) for name in unset)


def given(values: Mapping[str, object]) -> dict[str, object]:
    """Values for the parameters of `find`, `edit` and `drop`."""
    return {f"given_{name}": value for name, value in values.items()}
