import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from ehp_desktop.models import checking, errors
from ehp_desktop.models.base import Base
from ehp_desktop.models.checking import check_store
from ehp_desktop.models.evidence import add
from ehp_desktop.models.life_writes import Pen
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.source import ChangeRecord, ImportRun, SourceFile
from ehp_desktop.review import opening
from ehp_desktop.review.opening import OpenStore

MakeStore = Callable[..., Path]
HOLDER = """
import datetime as dt, os, signal, sys
from pathlib import Path
from sqlalchemy import insert
from ehp_desktop.models.child import Child
from ehp_desktop.models.evidence import add
from ehp_desktop.models.source import ChangeRecord
from ehp_desktop.models.store_opening import open_store
then = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
opened = open_store(Path(sys.argv[1]), sys.argv[2], write=True, clock=lambda: then)
with opened.writing("tested") as session:
    session.execute(insert(Child), [{"child_id": str(n)} for n in range(500)])
    for n in range(500):
        record = {"child_id": str(n), "as_of": then.date(), "at": then, "by": "x", "changes": "{}"}
        add(session, ChangeRecord, record | {"confirmed": "[]"})
print("written", flush=True)
if sys.argv[3] == "die":
    os.kill(os.getpid(), signal.SIGKILL)
sys.stdin.read()
opened.close()
"""


def seen(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file's mode, time of change and bytes."""
    found = {}
    for path in [folder, *folder.rglob("*")]:
        told = path.stat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (told.st_mode, told.st_mtime_ns, content)
    return found


@pytest.fixture
def filled(
    opened_wales: OpenStore,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
) -> OpenStore:
    put_children(opened_wales, *(make_child(child_id=f"{n:04}") for n in range(400)))
    return opened_wales


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


def run_holder(folder: Path, passphrase: str, then: str) -> "subprocess.Popen[str]":
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), passphrase, then],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "written\n"
    return holder


def test_a_whole_store_has_no_problems_and_no_byte_of_it_changes(
    filled: OpenStore, passphrase: str, tmp_path: Path
) -> None:
    folder = filled.store.folder
    filled.close()
    before = seen(folder)
    assert opening.check(folder, passphrase) == ()
    assert seen(folder) == before
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_writer_left_is_checked_where_it_lies(
    make_store: MakeStore, passphrase: str
) -> None:
    folder = make_store()
    with run_holder(folder, passphrase, "die"):
        pass
    before = seen(folder)
    assert {Path(name).name for name in before} >= {"caseload.db-wal", "caseload.db-shm"}
    assert check_store(folder, passphrase) == ()
    assert seen(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_a_killed_writer_had_finished_is_checked_with_the_rest(
    make_store: MakeStore, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_store()
    with run_holder(folder, passphrase, "die"):
        pass
    counted = []

    def count(connection: Connection, _unlocked: object) -> list[str]:
        counted.append(connection.execute(text("SELECT count(*) FROM child")).scalar())
        return []

    monkeypatch.setattr(checking, "_content_problems", count)
    assert check_store(folder, passphrase) == ()
    assert counted == [500]


def test_a_store_that_another_program_writes_is_checked_beside_it(
    make_store: MakeStore, passphrase: str
) -> None:
    folder = make_store()
    with run_holder(folder, passphrase, "wait") as holder:
        before = seen(folder)
        assert check_store(folder, passphrase) == ()
        after = seen(folder)
        holder.communicate("")
    shared_memory = str(folder / "caseload.db-shm")  # where readers note that they read
    assert before.pop(shared_memory)
    assert after.pop(shared_memory)
    assert after == before


@pytest.mark.parametrize("write", [True, False])
def test_a_store_that_is_open_here_is_checked_and_stays_open(
    filled: OpenStore, passphrase: str, write: bool, clock: Callable[[], dt.datetime]
) -> None:
    folder = filled.store.folder
    filled.close()
    opened = opening.unlock(folder, passphrase, write=write, clock=clock)
    assert check_store(folder, passphrase) == ()
    with opened.store.reading() as session:
        assert session.execute(text("SELECT count(*) FROM child")).scalar() == 400
    opened.close()


def test_a_wrong_passphrase_cannot_check(make_store: MakeStore, tmp_path: Path) -> None:
    with pytest.raises(errors.WrongPassphraseError):
        check_store(make_store(), "pedwar llyffant 48")
    with pytest.raises(errors.StoreFolderError):
        check_store(tmp_path / "none", "pedwar llyffant 48")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ["keys.json", "caseload.db"])
def test_a_damaged_file_is_a_problem_that_names_it(
    filled: OpenStore, passphrase: str, name: str, tmp_path: Path
) -> None:
    filled.close()
    path = filled.store.folder / name
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    before = seen(path.parent)
    (problem,) = check_store(path.parent, passphrase)
    assert name in problem or "encryption does not fit" in problem
    assert seen(path.parent) == before
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"x" * 8192, b"SQLite format 3\0" + b"\0" * 4080])
def test_a_database_that_is_none_is_a_problem(
    make_store: MakeStore, passphrase: str, content: bytes
) -> None:
    folder = make_store()
    (folder / "caseload.db").write_bytes(content)
    assert len(check_store(folder, passphrase)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not modes")
def test_what_others_may_read_is_a_problem(make_store: MakeStore, passphrase: str) -> None:
    folder = make_store()
    (folder / "keys.json").chmod(0o644)
    (problem,) = check_store(folder, passphrase)
    assert "keys.json may be read by other accounts" in problem
    assert os.stat(folder / "keys.json").st_mode & 0o777 == 0o644


SURGERY = (
    "INSERT INTO surgery (date, time, minutes_per_case, state, made_at, made_by) "
    "VALUES ('2021-10-05', '10:00:00', 20, 'planned', '2021-09-30 12:00:00', 'x')"
)
CASE = "INSERT INTO surgery_case VALUES (1, '000{0}', {0}, '2021-09-30 12:00:00', 'x')"
AT = dt.datetime(2021, 9, 30, 12)  # noqa: DTZ001 - as it is kept
DAY = dt.date(2021, 9, 30)
RUN = (
    ImportRun,
    {"profile": "ssda903", "as_of": DAY, "at": AT, "by": "x", "new": 1}
    | {"changed": 0, "unchanged": 0, "refused": 0},
)
FILE = (
    SourceFile,
    {"import_id": 1, "name": "a.csv", "sha256": "ab", "encoding": "UTF-8", "rows_read": 1},
)
EPISODE = "INSERT INTO episode VALUES ('0001', {}, {}, 'S', 'C2', 'P1', NULL, 1, 2)"


def changed(changes: str) -> tuple[type[Base], dict[str, Any]]:
    """A record of change of child 0001."""
    values = {"child_id": "0001", "as_of": DAY, "at": AT, "by": "x", "changes": changes}
    return ChangeRecord, values | {"confirmed": "[]"}


def put(session: Any, what: Any) -> None:
    """Write a statement, or a row of evidence."""
    if isinstance(what, str):
        session.connection().exec_driver_sql(what)
    else:
        add(session, *what)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (["DROP TRIGGER change_record_refuses_update"], "trigger change_record_refuses_update is"),
        (
            ["CREATE TRIGGER other BEFORE DELETE ON child BEGIN SELECT 1; END"],
            "trigger other is not this program's",
        ),
        (
            [
                "DROP TRIGGER import_run_refuses_delete",
                "CREATE TRIGGER import_run_refuses_delete BEFORE DELETE ON import_run "
                "BEGIN SELECT 1; END",
            ],
            "import_run_refuses_delete is not as",
        ),
        (["UPDATE alembic_version SET version_num = '0999'"], "version 0999"),
        ([SURGERY, CASE.format(1), CASE.format(3)], "Surgery 1: the agenda's positions"),
        (
            ["PRAGMA defer_foreign_keys = ON", SURGERY, "DELETE FROM setting"],
            "cannot be read",
        ),
        (["UPDATE child SET date_of_birth = '14/05/2012'"], "cannot be read"),
        (["UPDATE child SET placement_code = 'U1' WHERE child_id = '0007'"], "Child 0007: placeme"),
        (
            [RUN, FILE, EPISODE.format("'2021-09-02'", "'2021-09-01'")],
            "Child 0001: an episode ends before",
        ),
        (
            [
                RUN,
                FILE,
                EPISODE.format("'2021-09-02'", "NULL"),
                EPISODE.format("'2021-09-03'", "NULL"),
            ],
            "Child 0001: an open episode is not the last",
        ),
        (
            [changed('{"surname": [null, "Rhys"], "episodes": [null, "1"]}')],
            "Child 0001: surname is not what was last recorded",
        ),
    ],
)
def test_what_does_not_fit_together_is_a_problem(
    filled: OpenStore, passphrase: str, statements: list[Any], sentence: str
) -> None:
    folder = filled.store.folder
    with filled.store.writing("tested") as session:
        for statement in statements:
            put(session, statement)
    filled.close()
    found = check_store(folder, passphrase)
    assert sentence in found[0]
    assert "Rhys" not in " ".join(found)


def test_a_row_that_refers_to_nothing_is_a_problem(filled: OpenStore, passphrase: str) -> None:
    folder = filled.store.folder
    connection = filled.store._engine.raw_connection()
    connection.cursor().execute("PRAGMA foreign_keys = OFF")
    connection.cursor().execute(CASE.format(1))
    connection.close()
    filled.close()
    (problem,) = check_store(folder, passphrase)
    assert problem == "1 rows of surgery_case refer to rows of surgery that are not there."


def test_what_was_recorded_and_is_stored_is_no_problem(filled: OpenStore, passphrase: str) -> None:
    with filled.store.writing("tested") as session:
        for statement in (
            changed('{"surname": [null, "x"], "long_term": [null, "yes"]}'),
            changed('{"surname": ["x", "ap Rhys"], "weekly_cost": [null, "0.00"]}'),
            RUN,
            FILE,
            EPISODE.format("'2021-09-01'", "'2021-09-02'"),
            EPISODE.format("'2021-09-02'", "NULL"),
            SURGERY,
            CASE.format(1),
            CASE.format(2),
        ):
            put(session, statement)
        Pen(session, filled.store.signer, filled.clock()).surgery_event(1, "made")
    filled.close()
    assert check_store(filled.store.folder, passphrase) == ()


def test_many_problems_of_a_kind_are_counted(filled: OpenStore, passphrase: str) -> None:
    with filled.store.writing("tested") as session:
        session.execute(text("UPDATE child SET legal_status = 'W9'"))
    filled.close()
    problems = check_store(filled.store.folder, passphrase)
    assert len(problems) == 42  # it is not what was recorded either
    assert problems[0] == "Child 0000: legal status is not a code of wales."
    assert problems[-1] == "And 380 more of that kind."
