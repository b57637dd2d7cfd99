import datetime as dt
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import NullPool, QueuePool, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ehp_desktop.models import errors, keys, making, reads, sealing, store, store_opening
from ehp_desktop.models.child import Child
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.opening import OpenStore

Clock = Callable[[], dt.datetime]
MakeStore = Callable[..., Path]
MakeChild = Callable[..., ChildRow]
MARKER = "Zzyxgwenllian"


@pytest.fixture
def weak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MEMORY_KIB", 64)
    monkeypatch.setattr(sealing, "PASSES", 1)


@pytest.fixture
def make_new(weak: None, passphrase: str) -> Callable[..., str]:
    def make(folder: Path, **other: str) -> str:
        return making.create_store(
            folder,
            authority="Cyngor Môn",
            code_set=CodeSet.ENGLAND,
            person_name="S. Puw",
            passphrase=other.get("passphrase", passphrase),
        )

    return make


def add(session: Session, *rows: ChildRow) -> None:
    session.execute(insert(Child), [row._asdict() for row in rows])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not modes")
def test_everything_in_the_folder_is_the_owners_alone(
    opened_wales: OpenStore, make_child: MakeChild
) -> None:
    with opened_wales.store.writing("tested") as session:
        add(session, make_child())
    folder = opened_wales.store.folder
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    assert modes.pop("backups") == 0o700
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {"caseload.db", "caseload.db-wal", "caseload.db-shm", "writer.txt"} <= set(modes)
    assert set(modes.values()) == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not modes")
def test_rights_that_a_copy_widened_are_narrowed_before_writing(
    make_store: MakeStore, passphrase: str, clock: Clock
) -> None:
    folder = make_store()
    folder.chmod(0o755)
    (folder / "caseload.db").chmod(0o644)
    store_opening.open_store(folder, passphrase, write=True, clock=clock).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "caseload.db").stat().st_mode) == 0o600


def test_nothing_of_a_child_is_in_clear(opened_wales: OpenStore, make_child: MakeChild) -> None:
    rows = [make_child(child_id=f"{MARKER}{n}", surname=f"{MARKER}-{n:04}") for n in range(300)]
    with opened_wales.store.writing("tested") as session:
        add(session, *rows)
        session.connection().exec_driver_sql("CREATE TEMP TABLE t AS SELECT * FROM child")
        while_writing = contents(opened_wales.store.folder)
    with opened_wales.store.reading() as session:
        assert reads.children(session) == sorted(rows)
    after = contents(opened_wales.store.folder)
    opened_wales.close()
    closed = contents(opened_wales.store.folder)
    assert len(after["caseload.db-wal"]) > 100_000
    assert len(closed["caseload.db"]) > 100_000
    for files in (while_writing, after, closed):
        for name, content in files.items():
            assert MARKER.encode() not in content, name
            assert not content.startswith(b"SQLite format 3"), name
            assert b"2012-05-14" not in content, name


def test_the_key_is_in_no_text_of_the_program(opened_wales: OpenStore) -> None:
    key = keys.unlock(
        keys.read_key_file(opened_wales.store.folder), "tri llyffant gwyrdd 47"
    ).store_keys[0]
    engine = opened_wales.store._engine
    assert key.hex() not in f"{engine!r} {engine.url} {opened_wales!r}"


@pytest.mark.parametrize("write", [True, False])
def test_every_connection_is_set_as_it_must_be(
    make_store: MakeStore, passphrase: str, clock: Clock, write: bool
) -> None:
    wanted = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "synchronous": 2,  # FULL
        "temp_store": 2,  # MEMORY
        "trusted_schema": 0,
        "journal_mode": "wal",
        "query_only": 0 if write else 1,
    }
    with (
        store_opening.open_store(make_store(), passphrase, write=write, clock=clock) as opened,
        opened.reading() as one,
        opened.reading() as another,
    ):
        for session in (one, another):
            connection = session.connection()
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
            assert found == wanted


def test_opening_loads_no_migrations(make_store: MakeStore, passphrase: str) -> None:
    script = (
        "import sys, datetime as dt; from pathlib import Path\n"
        "from ehp_desktop.review import opening\n"
        "then = dt.datetime(2021, 9, 30, tzinfo=dt.UTC)\n"
        "opening.unlock(Path(sys.argv[1]), sys.argv[2], clock=lambda: then).close()\n"
        "print({'alembic', 'mako', 'zxcvbn', 'PySide6', 'reportlab'} & set(sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script, str(make_store()), passphrase],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "set()"


# --- what is wrong with a store


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"x" * len(whole),
        lambda whole: b"",
        lambda whole: whole[:20] + bytes([whole[20] ^ 1]) + whole[21:],
        lambda whole: whole[:5000],
        lambda whole: b"SQLite format 3\0" + whole[16:],
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_a_damaged_database_is_said_after_the_right_passphrase(
    make_store: MakeStore,
    passphrase: str,
    clock: Clock,
    damage: Callable[[bytes], bytes],
    write: bool,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = make_store()
    path = folder / "caseload.db"
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(errors.WrongPassphraseError):
        store_opening.open_store(folder, "pedwar llyffant 48", write=write, clock=clock)
    with pytest.raises(errors.DamagedStoreError, match="is damaged"):
        store_opening.open_store(folder, passphrase, write=write, clock=clock)
    assert path.read_bytes() == damaged
    assert capfd.readouterr() == ("", "")
    # and the right to write was given back
    path.write_bytes(make_store(name="again").joinpath("caseload.db").read_bytes())
    store_opening.open_store(folder, passphrase, write=write, clock=clock).close()


def test_a_page_that_was_changed_is_noticed_when_it_is_read(
    opened_wales: OpenStore, make_child: MakeChild, passphrase: str, clock: Clock
) -> None:
    with opened_wales.store.writing("tested") as session:
        add(session, *(make_child(child_id=str(n)) for n in range(500)))
    opened_wales.close()
    path = opened_wales.store.folder / "caseload.db"
    whole = bytearray(path.read_bytes())
    whole[len(whole) - 3000] ^= 1
    path.write_bytes(whole)
    with (
        store_opening.open_store(path.parent, passphrase, write=False, clock=clock) as opened,
        pytest.raises(errors.DamagedStoreError),
        opened.reading() as session,
    ):
        reads.children(session)


def test_another_stores_database_is_not_opened(
    make_store: MakeStore,
    make_new: Callable[..., str],
    tmp_path: Path,
    passphrase: str,
    clock: Clock,
) -> None:
    folder = make_store()
    make_new(tmp_path / "other")
    shutil.copy(tmp_path / "other" / "caseload.db", folder / "caseload.db")
    with pytest.raises(errors.DamagedStoreError):
        store_opening.open_store(folder, passphrase, write=True, clock=clock)


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_store_is_refused(
    opened_wales: OpenStore, passphrase: str, clock: Clock, write: bool
) -> None:
    with opened_wales.store.writing("tested") as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    opened_wales.close()
    with pytest.raises(errors.NewerStoreError, match="newer program"):
        store_opening.open_store(opened_wales.store.folder, passphrase, write=write, clock=clock)


# --- who reads and who writes


def test_readers_read_while_one_writes_and_a_second_writer_is_told(
    opened_wales: OpenStore, make_child: MakeChild, passphrase: str, clock: Clock
) -> None:
    folder = opened_wales.store.folder
    with store_opening.open_store(folder, passphrase, write=False, clock=clock) as reader:
        with opened_wales.store.writing("tested") as session:
            add(session, make_child())
            with reader.reading() as other:
                assert reads.children(other) == []
        with reader.reading() as other:
            assert len(reads.children(other)) == 1
    with pytest.raises(errors.StoreHeldError, match=r"Rhiannon Evans on .* 2021-09-30 12:00"):
        store_opening.open_store(folder, passphrase, write=True, clock=clock)


def test_a_reading_store_never_writes(
    make_store: MakeStore, make_child: MakeChild, passphrase: str, clock: Clock
) -> None:
    folder = make_store()
    before = (folder / "caseload.db").read_bytes()
    with store_opening.open_store(folder, passphrase, write=False, clock=clock) as reader:
        with pytest.raises(errors.RefusedError, match="reading only"), reader.writing("tested"):
            pytest.fail("a reading store let somebody write")
        with pytest.raises(errors.DiskError), reader.reading() as session:
            add(session, make_child())
    assert (folder / "caseload.db").read_bytes() == before
    store_opening.open_store(folder, passphrase, write=True, clock=clock).close()


def test_a_reading_sees_one_state_of_the_store(
    opened_wales: OpenStore, make_child: MakeChild
) -> None:
    with opened_wales.store.reading() as before:
        assert reads.children(before) == []
        with opened_wales.store.writing("tested") as session:
            add(session, make_child())
        assert reads.children(before) == []
    with opened_wales.store.reading() as after:
        assert len(reads.children(after)) == 1


def test_sessions_inside_one_another_lose_no_committed_row(
    opened_wales: OpenStore, make_child: MakeChild
) -> None:
    """With the dialect's own pool the inner session's end rolls back the outer one's work."""
    with opened_wales.store.writing("tested") as outer:
        add(outer, make_child(child_id="1"))
        with opened_wales.store.reading() as inner:
            assert reads.children(inner) == []
        add(outer, make_child(child_id="2"))
    with opened_wales.store.reading() as session:
        assert [row.child_id for row in reads.children(session)] == ["1", "2"]


def test_the_pool_is_one_that_gives_each_session_its_own_connection(
    opened_wales: OpenStore,
) -> None:
    assert type(opened_wales.store._engine.pool) in {QueuePool, NullPool}


def test_threads_read_and_write_at_once(opened_wales: OpenStore, make_child: MakeChild) -> None:
    def write(first: int) -> None:
        for n in range(first, first + 5):
            with opened_wales.store.writing("tested") as session:
                add(session, make_child(child_id=str(n)))
            with opened_wales.store.reading() as session:
                assert str(n) in {row.child_id for row in reads.children(session)}

    threads = [threading.Thread(target=write, args=(n * 100,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with opened_wales.store.reading() as session:
        assert len(reads.children(session)) == 20


def test_work_that_fails_is_not_kept(opened_wales: OpenStore, make_child: MakeChild) -> None:
    def work() -> None:
        with opened_wales.store.writing("tested") as session:
            add(session, make_child())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    with opened_wales.store.reading() as session:
        assert reads.children(session) == []


def test_reading_keeps_nothing_that_was_written(
    opened_wales: OpenStore, make_child: MakeChild
) -> None:
    with opened_wales.store.reading() as session:
        add(session, make_child())
    with opened_wales.store.reading() as session:
        assert reads.children(session) == []


def test_a_writer_inside_a_writer_is_told_to_wait(
    make_store: MakeStore, passphrase: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_BUSY_SECONDS", 0.1)
    with store_opening.open_store(make_store(), passphrase, write=True, clock=clock) as opened:
        with opened.writing("tested") as session:
            assert reads.children(session) == []
            with (
                pytest.raises(errors.StoreHeldError, match="busy"),
                opened.writing("tested") as inner,
            ):
                reads.children(inner)
        with opened.writing("tested") as session:
            assert reads.children(session) == []


def test_a_bug_is_not_worded_away_and_names_no_child(
    opened_wales: OpenStore, make_child: MakeChild
) -> None:
    child = make_child(surname=MARKER)
    with pytest.raises(IntegrityError) as told, opened_wales.store.writing("tested") as session:
        add(session, child, child)
    assert MARKER not in str(told.value)


def test_a_closed_store_stays_closed(opened_wales: OpenStore) -> None:
    opened_wales.close()
    opened_wales.close()
    store_of = opened_wales.store
    for using in (store_of.reading(), store_of.writing("tested"), store_of.keeping()):
        with pytest.raises(errors.RefusedError, match="closed"), using:
            pytest.fail("a closed store was used")
    assert not (opened_wales.store.folder / "caseload.db-wal").exists()


# --- what may happen to the disk and the process

PARTS = """
import datetime as dt, os, signal, sys
from pathlib import Path
from sqlalchemy import insert
from ehp_desktop.models import reads, store, store_opening
from ehp_desktop.models.child import Child
from ehp_desktop.models.errors import DiskError

def rows(first):
    return [{"child_id": f"{n:06}", "surname": "x" * 400} for n in range(first, first + 2000)]

then = dt.datetime(2021, 9, 30, tzinfo=dt.UTC)
opened = store_opening.open_store(Path(sys.argv[1]), sys.argv[2], write=True, clock=lambda: then)
with opened.writing("tested") as session:
    session.execute(insert(Child), rows(0))
"""
FULL = (
    PARTS
    + """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
try:
    with opened.writing("tested") as session:
        session.execute(insert(Child), rows(2000))
except DiskError as error:
    print(error, flush=True)
with opened.reading() as session:
    print(len(reads.children(session)), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
)
KILLED = (
    PARTS
    + """
with opened.writing("tested") as session:
    session.execute(insert(Child), rows(2000))
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_full_disk_leaves_the_store_as_it_was(
    make_store: MakeStore, passphrase: str, clock: Clock
) -> None:
    folder = make_store()
    told = subprocess.run(
        [sys.executable, "-c", FULL, str(folder), passphrase],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stderr == ""
    sentence, count = told.stdout.splitlines()
    assert "the store is as it was before" in sentence
    assert count == "2000"
    with (
        store_opening.open_store(folder, passphrase, write=True, clock=clock) as opened,
        opened.reading() as session,
    ):
        assert len(reads.children(session)) == 2000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_writer_leaves_all_of_a_transaction_or_none(
    make_store: MakeStore, passphrase: str, clock: Clock
) -> None:
    folder = make_store()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), passphrase], capture_output=True, check=False
    )
    assert done.returncode == -9, done.stderr
    assert (folder / "caseload.db-wal").exists()
    with (
        store_opening.open_store(folder, passphrase, write=False, clock=clock) as reader,
        reader.reading() as session,
    ):
        assert len(reads.children(session)) == 2000
    with (
        store_opening.open_store(folder, passphrase, write=True, clock=clock) as opened,
        opened.reading() as session,
    ):
        assert len(reads.children(session)) == 2000
    assert not os.listdir(folder / "backups")
