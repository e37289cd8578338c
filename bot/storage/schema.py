"""What the tables have in common, and their topics. Times are seconds since the epoch, UTC."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Delete,
    Double,
    Executable,
    Index,
    Integer,
    MetaData,
    bindparam,
    delete,
    null,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql

from bot.storage.runner import Runner

insert = postgresql.insert
"""SQLite writes an insertion that gives way to what is there in the same words."""

NOW: BindParameter[float] = bindparam("now", type_=Double)
MOST = bindparam("most", type_=Integer)
RELEASED = {"lease_owner": null(), "lease_until": 0.0}


def is_past(moment: Column[float], farthest: float) -> ColumnElement[bool]:
    """Whether a stored moment is over; the opposite of `bot.services.ports.is_ahead`."""
    return or_(moment <= NOW, moment > NOW + farthest)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# SQLite makes the key of a table its row id only if the type is called INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")


def partial_index(
    name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False
) -> Index:
    """An index of the rows for which something holds."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def pruned(key: Column[Any], old: ColumnElement[bool]) -> Delete:
    """Delete what is old and in nobody's hands: whoever has the rest may wait for something of ours."""
    return delete(key.table).where(key.in_(select(key).where(old).with_for_update(skip_locked=True)))


class Topic:
    """A part of the port `Unit` on a connection; whoever makes it begins and ends the transaction."""

    erased = False
    """Whether somebody was promised that something is gone, also from the database's own files."""

    def __init__(self, runner: Runner) -> None:
        self._run = runner
        self._connection = runner.connection

    def _rows(self, statement: Executable, **values: object) -> Sequence[Sequence[Any]]:
        return self._run.rows(statement, values)

    def _change(self, statement: Executable, **values: object) -> int:
        return self._run.change(statement, values)
