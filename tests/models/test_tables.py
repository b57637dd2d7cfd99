"""The tables against the list of fields, against PostgreSQL, and against the migrations."""

import datetime as dt

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Table, insert, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from ehp_desktop.models import audit, child, hidden, life, setting, source, surgery
from ehp_desktop.models.base import Base
from ehp_desktop.models.evidence import Evidence, add
from ehp_desktop.models.fields import CONFIRMED_FIELDS, FIELDS
from ehp_desktop.models.migrations.triggers import APPEND_ONLY, EVIDENCE
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore

TABLES = Base.metadata.sorted_tables
MODULES = (audit, child, hidden, life, setting, source, surgery)
BY_TABLE: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Evidence)
}


def test_the_wide_row_the_frozen_row_and_the_list_of_fields_agree() -> None:
    keys = [field.key for field in FIELDS] + [f"{key}_confirmed_on" for key in CONFIRMED_FIELDS]
    assert [column.name for column in child.Child.__table__.columns] == keys
    assert list(ChildRow._fields) == keys


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_every_table_can_be_made_on_a_server(table: Table) -> None:
    dialect = postgresql.dialect()
    made = str(CreateTable(table).compile(dialect=dialect))
    assert made.strip().startswith(f"CREATE TABLE {table.name}")
    for index in table.indexes:
        assert "INDEX" in str(CreateIndex(index).compile(dialect=dialect))


def test_no_model_names_a_kind_of_database() -> None:
    for table in TABLES:
        options = [key for key in table.kwargs if table.kwargs[key]]
        assert options == []


def test_the_migrations_make_what_the_models_say(opened_wales: OpenStore) -> None:
    with opened_wales.store.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_surgerys_number_is_never_used_again(opened_wales: OpenStore) -> None:
    add = text(
        "INSERT INTO surgery (date, time, minutes_per_case, state, made_at, made_by) "
        "VALUES ('2021-10-05', '10:00:00', 20, 'planned', '2021-09-30 12:00:00', 'x')"
    )
    with opened_wales.store.writing("tested") as session:
        session.execute(add)
        session.execute(add)
        session.execute(text("DELETE FROM surgery"))
        session.execute(add)
        assert session.execute(text("SELECT id FROM surgery")).scalars().all() == [3]


ANY = {sa.String: "x", sa.Integer: 1, sa.Boolean: False, sa.LargeBinary: b"x"} | {
    sa.Date: dt.date(2021, 9, 30),
    sa.DateTime: dt.datetime(2021, 9, 30, 12),  # noqa: DTZ001 - as it is kept
}


@pytest.fixture
def with_records(opened_wales: OpenStore) -> OpenStore:
    """A store with one row in every table of evidence, and what they refer to."""
    with opened_wales.store.writing("tested") as session:
        connection = session.connection()
        connection.exec_driver_sql("INSERT INTO child (child_id) VALUES ('x')")
        connection.exec_driver_sql(
            "INSERT INTO surgery (date, time, minutes_per_case, state, made_at, made_by) "
            "VALUES ('2021-10-05', '10:00:00', 20, 'draft', '2021-09-30 12:00:00', 'x')"
        )
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for model in BY_TABLE.values():
            table = model.__table__
            assert isinstance(table, Table)
            given = {"id", "seq", "salt", "digest"}
            columns = [one for one in table.columns if one.name not in given]
            add(session, model, {one.name: ANY[type(one.type)] for one in columns})
    return opened_wales


def test_the_list_of_evidence_is_of_all_its_tables() -> None:
    assert tuple(sorted(BY_TABLE)) == EVIDENCE


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {key} = 7",
        "DELETE FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
        "UPDATE OR REPLACE {table} SET {key} = 1",
    ],
)
def test_what_was_recorded_is_only_added_to(
    with_records: OpenStore, table: str, statement: str
) -> None:
    key = "seq" if table == "audit" else "id"
    with with_records.store.reading() as session:
        before = session.execute(text(f"SELECT {key} FROM {table}")).scalars().all()  # noqa: S608
    with with_records.store.keeping() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))  # or they would refuse it first
        with pytest.raises(IntegrityError, match="only ever added to"):
            session.execute(text(statement.format(table=table, key=key)))
    with with_records.store.reading() as session:
        after = session.execute(text(f"SELECT {key} FROM {table}")).scalars().all()  # noqa: S608
    assert before == after != []


def test_rows_refer_to_rows_that_are_there(opened_wales: OpenStore) -> None:
    with (
        pytest.raises(IntegrityError, match="FOREIGN KEY"),
        opened_wales.store.writing("tested") as session,
    ):
        session.execute(
            insert(surgery.SurgeryCase),
            {"surgery_id": 1, "child_id": "1", "position": 1, "added_by": "x"}
            | {"added_at": opened_wales.clock().replace(tzinfo=None)},
        )
