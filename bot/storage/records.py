"""Records of `flows.teams.records` as rows and back: a column for each field, nothing in between."""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
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
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.team_tables import TABLES
from flows.teams.records import Appointment, Record

R = TypeVar("R", bound=Record)

Inserting = Callable[[Table], sqlite.Insert | postgresql.Insert]
"""How a database writes an insertion that gives way to what is there."""

PLACES = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Shape(Generic[R]):
    """How the records of a kind lie in their table."""

    kind: type[R]
    table: Table
    readers: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns a record is known by."""
        return tuple(column.name for column in self.table.primary_key)

    def record(self, row: Iterable[Any]) -> R:
        """The record in a row; columns are in the order of the fields."""
        values = zip(self.readers, row, strict=True)
        return self.kind(**{name: read(value) if read else value for (name, read), value in values})

    @property
    def columns(self) -> tuple[Any, ...]:
        """The columns of the fields, in their order."""
        return tuple(self.table.c[name] for name, _ in self.readers)


def _shape_of(kind: type[Any]) -> Shape[Any]:
    hints = get_type_hints(kind)
    readers = tuple((field.name, _reader(kind, field.name, hints[field.name])) for field in fields(kind))
    return Shape(kind, TABLES[kind], readers)


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
    row = values_of(kind, {name: getattr(record, name) for name, _ in shape_of(kind).readers})
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


SHAPES: Mapping[type[Record], Shape[Any]] = {kind: _shape_of(kind) for kind in TABLES}


def shape_of(kind: type[R]) -> Shape[R]:
    """The shape of a kind of record."""
    return SHAPES[kind]


def put(kind: type[Record], insert: Inserting) -> Insert:
    """Store a record, unless one with its key is there."""
    table = shape_of(kind).table
    return insert(table).on_conflict_do_nothing(index_elements=list(table.primary_key))


def edit(kind: type[Record], names: tuple[str, ...]) -> Update:
    """Change these columns of the record with this key."""
    shape = shape_of(kind)
    keyed = (shape.table.c[name] == _given(name) for name in shape.key)
    return update(shape.table).where(*keyed).values({name: bindparam(name) for name in names})


def differing(before: Record, after: Record) -> dict[str, Any]:
    """The columns in which two records of one key differ, as they are in the second."""
    was, now = row_of(before), row_of(after)
    return {name: value for name, value in now.items() if value != was[name]}


def key_of(record: Record) -> dict[str, object]:
    """What a record is known by, as parameters of `edit` and `drop`."""
    row = row_of(record)
    return given({name: row[name] for name in shape_of(type(record)).key})


def find(kind: type[Record], names: tuple[str, ...], unset: tuple[str, ...]) -> Select[Any]:
    """The records of a kind with these columns as given, and nothing in those, by their key."""
    shape = shape_of(kind)
    key = (shape.table.c[name] for name in shape.key)
    return select(*shape.columns).where(*_alike(shape.table, names, unset)).order_by(*key)


def count(kind: type[Record], names: tuple[str, ...], unset: tuple[str, ...]) -> Select[Any]:
    """How many there are."""
    table = shape_of(kind).table
    return select(func.count()).select_from(table).where(*_alike(table, names, unset))


def _alike(table: Table, names: tuple[str, ...], unset: tuple[str, ...]) -> Iterable[ColumnElement[bool]]:
    yield from (table.c[name] == _given(name) for name in names)
    yield from (table.c[name].is_(None) for name in unset)


def drop(kind: type[Record]) -> Delete:
    """Delete the record with this key."""
    shape = shape_of(kind)
    gone = delete(shape.table)
    for name in shape.key:
        gone = gone.where(shape.table.c[name] == _given(name))
    return gone


def _given(name: str) -> BindParameter[Any]:
    return bindparam(f"given_{name}")


def given(values: Mapping[str, object]) -> dict[str, object]:
    """Values for the parameters of `find`, `edit` and `drop`."""
    return {f"given_{name}": value for name, value in values.items()}
