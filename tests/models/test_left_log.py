import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import left_log
from ehp_desktop.models.errors import DamagedStoreError
from ehp_desktop.models.head import HEAD_FILE
from ehp_desktop.models.store_opening import open_store

MakeStore = Callable[..., Path]
Clock = Callable[[], dt.datetime]
KILLED = """
import datetime as dt, os, signal, sys
from pathlib import Path
from ehp_desktop.models.store_opening import open_store
then = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
opened = open_store(Path(sys.argv[1]), sys.argv[2], write=True, clock=lambda: then)
for number in range(5):
    with opened.writing("tested") as session:
        session.connection().exec_driver_sql("INSERT INTO child (child_id) VALUES (?)", (number,))
os.kill(os.getpid(), signal.SIGKILL)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a store that hold what is stored."""
    names = ("caseload.db", "caseload.db-wal", HEAD_FILE, "keys.json")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


@pytest.fixture
def left(make_store: MakeStore, passphrase: str) -> Path:
    """A store whose program was killed after five changes."""
    folder = make_store()
    command = [sys.executable, "-c", KILLED, str(folder), passphrase]
    assert subprocess.run(command, check=False).returncode == -9
    (folder / "caseload.db-shm").unlink()  # as after the computer was started anew
    return folder


def flip(path: Path, at: int) -> None:
    kept = bytearray(path.read_bytes())
    kept[at] ^= 1
    path.write_bytes(kept)


def test_what_a_killed_program_left_whole_is_brought_in(
    left: Path, passphrase: str, clock: Clock
) -> None:
    assert (left / "caseload.db-wal").stat().st_size
    with open_store(left, passphrase, write=True, clock=clock) as opened:
        assert (opened.loss, opened.writable) == (None, True)
    assert not (left / "caseload.db-wal").exists()


@pytest.mark.parametrize("write", [True, False])
def test_a_log_that_lost_changes_stays_as_it_lies(
    left: Path, passphrase: str, clock: Clock, write: bool
) -> None:
    """The last connection to close would bring the rest in and take the log away for good."""
    flip(left / "caseload.db-wal", (left / "caseload.db-wal").stat().st_size // 2)
    before = contents(left)
    with open_store(left, passphrase, write=write, clock=clock) as opened:
        assert opened.loss is not None
        assert "The last" in opened.loss.sentence
        assert not opened.writable
    assert contents(left) == before


@pytest.mark.parametrize("write", [True, False])
def test_a_log_beside_a_database_of_no_bytes_stays_as_it_lies(
    left: Path, passphrase: str, clock: Clock, write: bool
) -> None:
    (left / "caseload.db").write_bytes(b"")
    before = contents(left)
    with pytest.raises(DamagedStoreError):
        open_store(left, passphrase, write=write, clock=clock)
    assert contents(left) == before


def test_a_log_is_not_brought_into_a_broken_database(
    left: Path, passphrase: str, clock: Clock
) -> None:
    pages = (left / "caseload.db").stat().st_size // 4096
    for page in range(3, pages):
        flip(left / "caseload.db", page * 4096 + 100)
    before = contents(left)
    with pytest.raises(DamagedStoreError):
        open_store(left, passphrase, write=True, clock=clock)
    assert contents(left) == before


def test_nothing_is_tried_where_the_log_is_empty_or_the_store_is_open(
    make_store: MakeStore, passphrase: str, clock: Clock
) -> None:
    folder = make_store()
    assert left_log.loss_with_log(folder, (b"no key",)) is None
    with open_store(folder, passphrase, write=True, clock=clock) as opened:
        with opened.writing("tested"):
            pass
        assert os.stat(folder / "caseload.db-wal").st_size
        assert left_log.loss_with_log(folder, (b"no key",)) is None
