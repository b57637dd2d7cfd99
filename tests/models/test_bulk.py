import datetime as dt
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, select

from ehp_desktop.models.base import Base
from ehp_desktop.models.bulk import bulk_insert, bulk_update
from ehp_desktop.models.child import Child

CHILD = Base.metadata.tables["child"]
NAMES = ("child_id", "date_of_birth", "long_term", "reviews_held")


@pytest.fixture(params=["by position", "by name"])
def connection(request: pytest.FixtureRequest) -> Any:
    """A database in memory whose driver takes values one way or the other."""
    how = {} if request.param == "by position" else {"paramstyle": "named"}
    engine = create_engine("sqlite://", **how)
    with engine.begin() as connection:
        Child.metadata.create_all(connection, tables=[CHILD])
        yield connection
    engine.dispose()


def stored(connection: Connection) -> list[tuple[Any, ...]]:
    columns = [CHILD.c[name] for name in NAMES]
    return [tuple(row) for row in connection.execute(select(*columns).order_by(CHILD.c.child_id))]


ROWS: list[tuple[Any, ...]] = [
    ("1", dt.date(2012, 2, 29), True, 1),
    ("2", None, False, 0),
    ("3", dt.date(2012, 2, 29), None, None),
]


def test_rows_come_back_as_they_were_given(connection: Connection) -> None:
    bulk_insert(connection, CHILD, NAMES).run(ROWS)

    assert stored(connection) == ROWS


def test_columns_may_come_in_any_order(connection: Connection) -> None:
    bulk_insert(connection, CHILD, NAMES[::-1]).run([row[::-1] for row in ROWS])

    assert stored(connection) == ROWS


def test_an_update_changes_its_columns_of_its_rows_alone(connection: Connection) -> None:
    bulk_insert(connection, CHILD, NAMES).run(ROWS)

    update = bulk_update(connection, CHILD, ["reviews_held", "date_of_birth"], "child_id")
    update.run([(7, dt.date(2013, 1, 1), "2"), (None, None, "3")])

    assert stored(connection) == [
        ROWS[0],
        ("2", dt.date(2013, 1, 1), False, 7),
        ("3", None, None, None),
    ]


def test_no_rows_are_no_statement(connection: Connection) -> None:
    bulk_insert(connection, CHILD, NAMES).run([])

    assert stored(connection) == []
