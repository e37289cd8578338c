"""Runs statements on the database's own driver: SQLAlchemy writes each out once, and is not asked again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, ReturnsRows
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Row = Sequence[Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class WrittenStatement:
    """A statement as a driver takes it. `writers` make the driver's values of ours where they differ."""

    compiled: SQLCompiler
    text: str
    constants: Values
    writers: tuple[tuple[str, Convert], ...]
    columns: tuple[TypeEngine[Any], ...]
    expands: bool

    def filled(self, values: Values) -> tuple[str, Values]:
        """The text and its parameters; only what asks for a list of any length is written anew."""
        if self.expands:
            state = self.compiled.construct_expanded_state(dict(values))
            return state.statement, state.parameters
        if not self.constants and not self.writers:
            return self.text, values
        given = {**self.constants, **values}
        for name, write in self.writers:
            given[name] = write(given[name])
        return self.text, given


class Statements:
    """What was written out so far for a database; all its threads share it."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._written: dict[Executable, WrittenStatement] = {}
        self._readers: dict[Executable, tuple[tuple[int, Convert], ...]] = {}

    def written(self, statement: Executable, values: Values) -> WrittenStatement:
        """The statement, written out; of `values`, those of one execution, only the names count."""
        found = self._written.get(statement)
        if found is None:
            found = self._written[statement] = self._write(statement, values)
        return found

    def read(self, statement: Executable, rows: Sequence[Row], description: Sequence[Any]) -> Sequence[Row]:
        """Rows in our values; `description`: what the driver says of their columns."""
        readers = self._readers.get(statement)
        if readers is None:
            told = enumerate(zip(self._written[statement].columns, description, strict=True))
            made = ((place, kind.result_processor(self._dialect, of[1])) for place, (kind, of) in told)
            readers = self._readers[statement] = tuple((place, read) for place, read in made if read)
        return [_read(row, readers) for row in rows] if readers else rows

    def _write(self, statement: Any, values: Values) -> WrittenStatement:  # noqa: ANN401 - each kind has its own
        dialect = self._dialect
        compiled = statement.compile(dialect=dialect, column_keys=list(values))
        kinds = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
        writers = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
        returned = statement.exported_columns if isinstance(statement, ReturnsRows) else ()
        constants = {name: value for name, value in compiled.params.items() if name not in values}
        return WrittenStatement(
            compiled,
            str(compiled),
            {name: write(value) if (write := writers[name]) else value for name, value in constants.items()},
            tuple((name, write) for name, write in writers.items() if write and name in values),
            tuple(column.type.dialect_impl(dialect) for column in returned),
            any(bind.expanding for bind in compiled.bind_names),
        )


class Runner:
    """Runs statements in the transaction of a connection."""

    def __init__(self, connection: Connection, statements: Statements) -> None:
        self.connection = connection
        self._statements = statements
        self._driver = connection.connection
        self._dialect = connection.dialect
        self._errors = self._dialect.loaded_dbapi.Error

    def rows(self, statement: Executable, values: Values) -> Sequence[Row]:
        """What it returns."""
        cursor = self._driver.cursor()
        try:
            cursor.execute(*self._statements.written(statement, values).filled(values))
            found = cursor.fetchall()
        except self._errors as error:
            raise self._refused(error, cursor) from error
        return self._statements.read(statement, found, cursor.description)

    def value(self, statement: Executable, values: Values) -> Any:  # noqa: ANN401 - a column's
        """The first value it returns, None where it returns no row."""
        found = self.rows(statement, values)
        return found[0][0] if found else None

    def change(self, statement: Executable, values: Values) -> int:
        """How many rows it concerned."""
        cursor = self._driver.cursor()
        try:
            cursor.execute(*self._statements.written(statement, values).filled(values))
        except self._errors as error:
            raise self._refused(error, cursor) from error
        return cursor.rowcount

    def change_each(self, statement: Executable, rows: Sequence[Values]) -> int:
        """How many rows it concerned, executed with each of these."""
        written = self._statements.written(statement, rows[0])
        cursor = self._driver.cursor()
        try:
            cursor.executemany(written.text, [written.filled(values)[1] for values in rows])
        except self._errors as error:
            raise self._refused(error, cursor) from error
        return cursor.rowcount

    def _refused(self, error: Any, cursor: DBAPICursor) -> DBAPIError:  # noqa: ANN401 - any DBAPI's
        """The error as SQLAlchemy tells it; a connection that broke is replaced by the next transaction."""
        lost = self._dialect.is_disconnect(error, self._driver, cursor)
        if lost:
            self.connection.invalidate(error)
        return DBAPIError(None, None, error, hide_parameters=True, connection_invalidated=lost)


def _read(row: Row, readers: tuple[tuple[int, Convert], ...]) -> Row:
    values = list(row)
    for place, read in readers:
        values[place] = read(values[place])
    return values
