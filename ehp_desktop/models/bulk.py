"""Many rows into one table, fast: one compiled statement, tuples straight to the driver.

SQLAlchemy compiles the statement and says how each column's values are bound; the rows then pass
it by. Ten thousand rows of eighty columns cost about what the driver alone costs.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Table,
    bindparam,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.sql.dml import UpdateBase


class _Bound(dict[object, object]):
    """Values as the driver wants them, each converted once."""

    def __init__(self, convert: Callable[[Any], Any], blank: float | None) -> None:
        super().__init__({None: blank})
        self._convert = convert

    def __missing__(self, value: object) -> object:
        bound = self._convert(value)
        self[value] = bound
        return bound


class BulkStatement:
    """One statement over named columns, to be given rows of their values in that order."""

    def __init__(
        self,
        connection: Connection,
        statement: UpdateBase,
        columns: Sequence[tuple[str, Column[Any]]],
    ) -> None:
        self._connection = connection
        self._statement = statement
        self._names = [name for name, _ in columns]
        dialect = connection.dialect
        compiled = statement.compile(dialect=dialect, column_keys=self._names)
        self._text = str(compiled)
        self._order = (
            [self._names.index(name) for name in compiled.positiontup or ()]
            if compiled.positional
            else None
        )
        self._blank = None if self._order is None else _cheap_blank(connection)
        self._bound: list[_Bound | None] = []
        of_type: dict[type[Any], _Bound] = {}
        for _, column in columns:
            convert = column.type.dialect_impl(dialect).bind_processor(dialect)
            self._bound.append(
                None
                if convert is None
                else of_type.setdefault(type(column.type), _Bound(convert, self._blank))
            )

    def run(self, rows: Sequence[Sequence[object]]) -> None:
        """Execute with many rows."""
        if not rows:
            return
        if self._order is None:  # a driver that takes names
            named = [dict(zip(self._names, row, strict=True)) for row in rows]
            self._connection.execute(self._statement, named)
            return
        blank = self._blank
        columns: list[Iterable[object]] = [
            [blank if value is None else value for value in column]
            if bound is None
            else map(bound.__getitem__, column)
            for bound, column in zip(self._bound, zip(*rows, strict=True), strict=True)
        ]
        ordered = (columns[position] for position in self._order)
        self._connection.exec_driver_sql(self._text, list(zip(*ordered, strict=True)))


def _cheap_blank(connection: Connection) -> float | None:
    """What to bind for a blank: not-a-number, where the database itself keeps that as NULL.

    The driver looks for an adapter of every None, which costs more than all the rest of the row.
    """
    nan = float("nan")
    is_null = connection.execute(select(literal(nan, Float).is_(None))).scalar()
    return nan if is_null else None


def bulk_insert(connection: Connection, table: Table, names: Sequence[str]) -> BulkStatement:
    """An INSERT of the named columns."""
    return BulkStatement(
        connection, insert(table).inline(), [(name, table.c[name]) for name in names]
    )


def bulk_update(
    connection: Connection, table: Table, names: Sequence[str], key: str
) -> BulkStatement:
    """An UPDATE of the named columns of the row with a key; rows give the key last."""
    column = table.c[key]
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    statement = update(table).where(column == bindparam("the_key", type_=column.type))
    columns = [(f"new_{name}", table.c[name]) for name in names] + [("the_key", column)]
    return BulkStatement(connection, statement.values(values), columns)
