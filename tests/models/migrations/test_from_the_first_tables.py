"""A store of the first version: what is in it becomes evidence, and checks."""

from pathlib import Path

from sqlalchemy import NullPool
from sqlalchemy.orm import Session

from ehp_desktop.models.court_outcomes import outcome_gaps
from ehp_desktop.models.evidence_check import chain_problems, evidence_problems, surgery_problems
from ehp_desktop.models.files import make_private_file
from ehp_desktop.models.migrations import integrity, runner
from ehp_desktop.models.store import BEGIN, make_engine

FIRST = (
    "INSERT INTO child (child_id) VALUES ('1'), ('2')",
    "INSERT INTO import_run VALUES (1, 'extract', '2021-09-01', '2021-09-01', 'x', 2, 0, 0, 0)",
    "INSERT INTO source_file VALUES (1, 1, 'a.csv', 'ab', 'UTF-8', 2)",
    "INSERT INTO change_record (child_id, import_id, as_of, at, by, changes, confirmed) VALUES "
    """('1', 1, '2021-09-01', '2021-09-01', 'x', '{"outcomes":["0","2"]}', '[]'), """
    """('1', 1, '2021-09-01', '2021-09-01', 'x', '{"team":"T"}', '[]')""",
    "INSERT INTO court_outcome VALUES (1, '1', 'order_made', '2021-08-01', 'C', NULL, 1, 2)",
    "INSERT INTO court_outcome VALUES (2, '1', 'order_refused', '2021-08-02', NULL, 'ŵ', 1, 3)",
    "INSERT INTO surgery VALUES (1, '2021-10-05', '10:00:00.000000', NULL, 'ŵ', NULL, NULL, 20, "
    "'draft', '2021-09-01 12:00:00', 'x')",
    "INSERT INTO surgery_case VALUES "
    "(1, '2', 1, '2021-09-01', 'x'), (1, '1', 2, '2021-09-01', 'x')",
)


def test_what_is_there_becomes_evidence_and_checks(tmp_path: Path) -> None:
    make_private_file(tmp_path / "old.db")
    engine = make_engine(tmp_path / "old.db", bytes(32), mode="rw", pool=NullPool)
    with engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"}).connect() as connection:
        runner.without_references(connection)
        with connection.begin():
            runner.make_tables(connection, "0001")
            for statement in FIRST:
                connection.exec_driver_sql(statement)
        runner.bring_up_to_date(connection)
        assert integrity.structure_problems(connection) == []
        assert [*chain_problems(connection), *evidence_problems(connection)] == []
        with Session(connection) as session:
            assert (outcome_gaps(session), surgery_problems(session)) == ({}, [])
        told = connection.exec_driver_sql("SELECT changes FROM change_record").scalars().all()
        assert ["outcome:" in one for one in told] == [True, False]
    engine.dispose()
