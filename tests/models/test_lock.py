import datetime as dt
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import lock
from ehp_desktop.models.errors import DiskError, StoreHeldError

Clock = Callable[[], dt.datetime]
HOLDER = """
import datetime as dt, sys
from pathlib import Path
from ehp_desktop.models.lock import take_lock
then = dt.datetime(2021, 9, 28, 9, 5, tzinfo=dt.UTC)
held = take_lock(Path(sys.argv[1]), name="M. Davies", clock=lambda: then)
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_is_told_who_where_and_since_when(tmp_path: Path, clock: Clock) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        machine = json.loads((tmp_path / lock.NOTE_FILE).read_text("utf-8"))["machine"]
        with pytest.raises(StoreHeldError) as told:
            lock.take_lock(tmp_path, name="S. Puw", clock=clock)
        assert f"M. Davies on {machine} since 2021-09-28 09:05 UTC" in str(told.value)
        assert lock.try_quiet_lock(tmp_path) is None
        holder.kill()
    # its note still lies there, and means nothing without the lock
    assert (tmp_path / lock.NOTE_FILE).exists()
    lock.take_lock(tmp_path, name="S. Puw", clock=clock).release()
    assert not (tmp_path / lock.NOTE_FILE).exists()


def test_one_process_too_has_one_writer(tmp_path: Path, clock: Clock) -> None:
    first = lock.take_lock(tmp_path, name="S. Puw", clock=clock)
    with pytest.raises(StoreHeldError, match=r"S\. Puw"):
        lock.take_lock(tmp_path, name="M. Davies", clock=clock)
    first.release()
    first.release()
    lock.take_lock(tmp_path, name="M. Davies", clock=clock).release()


@pytest.mark.parametrize("note", ["", "{}", '{"name": "x", "machine": "y", "since": "then"}'])
def test_a_note_that_says_nothing_is_no_failure(tmp_path: Path, clock: Clock, note: str) -> None:
    held = lock.take_lock(tmp_path, name="S. Puw", clock=clock)
    (tmp_path / lock.NOTE_FILE).write_text(note)
    with pytest.raises(StoreHeldError, match="only just opened"):
        lock.take_lock(tmp_path, name="M. Davies", clock=clock)
    held.release()


def test_a_note_that_cannot_be_written_gives_the_lock_back(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _content: bytes) -> None:
        raise DiskError(f"{path}: full")

    with monkeypatch.context() as patch:
        patch.setattr(lock, "write_private", full)
        with pytest.raises(DiskError):
            lock.take_lock(tmp_path, name="S. Puw", clock=clock)
    lock.take_lock(tmp_path, name="S. Puw", clock=clock).release()


def test_keeping_writers_out_quietly_writes_nothing(tmp_path: Path, clock: Clock) -> None:
    assert lock.try_quiet_lock(tmp_path) is not None
    assert list(tmp_path.iterdir()) == []
    lock.take_lock(tmp_path, name="S. Puw", clock=clock).release()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    let_in = lock.try_quiet_lock(tmp_path)
    assert let_in is not None
    with pytest.raises(StoreHeldError):
        lock.take_lock(tmp_path, name="S. Puw", clock=clock)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    let_in()
    lock.take_lock(tmp_path, name="S. Puw", clock=clock).release()
