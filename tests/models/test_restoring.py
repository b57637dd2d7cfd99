"""Restoring: checked beside, swapped whole, the old store kept; killed at each step."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ehp_desktop.models import audit, backups, checking, errors, restoring, swapping
from ehp_desktop.models.keys import read_key_file, unlock
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.models.store_opening import open_store
from ehp_desktop.review.opening import OpenStore

NOON = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
Clock = Callable[[], dt.datetime]
RESTORER = """
import datetime as dt, sys
from pathlib import Path
from ehp_desktop.models.restoring import restore_store
folder, file, passphrase = sys.argv[1:]
then = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
restore_store(Path(folder), Path(file), passphrase, user=None, clock=lambda: then,
              action="restored", allow=lambda _: None)
"""


def restore(folder: Path, file: Path, passphrase: str, **more: object) -> restoring.Restored:
    usual: dict[str, object] = {"user": None, "clock": lambda: NOON, "action": "restored"}
    usual |= {"allow": lambda _: None}
    return restoring.restore_store(folder, file, passphrase, **(usual | more))  # type: ignore[arg-type]


def children(folder: Path, passphrase: str, clock: Clock) -> int:
    store = open_store(folder, passphrase, write=False, clock=clock)
    with store, store.reading() as session:
        assert store.loss is None
        found: int = session.connection().exec_driver_sql("SELECT count(*) FROM child").scalar_one()
        return found


@pytest.fixture
def two(
    opened_wales: OpenStore,
    make_child: Callable[..., ChildRow],
    put_children: Callable[..., None],
    tmp_path: Path,
) -> tuple[Path, Path]:
    """A closed store with two children, and a backup of it with one."""
    put_children(opened_wales, make_child(child_id="1"))
    backups.make_backup(opened_wales.store, tmp_path / "one.ehpbackup", NOON)
    put_children(opened_wales, make_child(child_id="2"))
    opened_wales.close()
    return opened_wales.store.folder, tmp_path / "one.ehpbackup"


def test_the_backup_stands_in_the_stores_place_and_the_old_one_opens_beside(
    two: tuple[Path, Path], passphrase: str, clock: Clock
) -> None:
    folder, file = two
    (folder / "backups" / "mine").write_bytes(b"stays")
    done = restore(folder, file, passphrase)
    assert done.kept == folder / "replaced-2021-09-30T120000Z"
    assert (done.person.name, done.made_at) == ("Rhiannon Evans", NOON)
    assert children(folder, passphrase, clock) == 1
    assert children(done.kept, passphrase, clock) == 2
    for place in (folder, done.kept):
        assert checking.check_store(place, passphrase) == ()
    assert (folder / "backups" / "mine").exists()
    assert not (folder / swapping.WORK).exists()
    assert restore(folder, file, passphrase).kept == Path(f"{done.kept}-1")


def test_the_audit_goes_on_with_what_was_done(
    two: tuple[Path, Path], passphrase: str, clock: Clock
) -> None:
    folder, file = two
    done = restore(folder, file, passphrase)
    keys = unlock(read_key_file(folder), passphrase).keys.audit_private
    with (
        open_store(folder, passphrase, write=False, clock=clock) as store,
        store.reading() as session,
    ):
        query = "SELECT seq, key_id, sealed FROM audit ORDER BY seq DESC LIMIT 1"
        seq, key_id, sealed = session.connection().exec_driver_sql(query).one()
    told = audit.opened_text(seq, sealed, keys[key_id])
    assert (seq, told.action) == (done.records + 1, "restored")
    assert told.about == {"records": done.records, "made_at": NOON.isoformat()}


def test_a_store_is_restored_where_there_was_none(
    two: tuple[Path, Path], tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    done = restore(tmp_path / "new", two[1], passphrase)
    assert done.kept is None
    assert children(tmp_path / "new", passphrase, clock) == 1
    assert not [path for path in (tmp_path / "new").iterdir() if "replaced" in path.name]


@pytest.mark.parametrize("harm", ["keys", "database", "gone", "head"])
def test_a_damaged_store_is_replaced(
    two: tuple[Path, Path], passphrase: str, clock: Clock, harm: str
) -> None:
    folder, file = two
    name = {"keys": "keys.json", "head": "head.bin"}.get(harm, "caseload.db")
    if harm == "gone":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(b"harm" * 2000)
    done = restore(folder, file, passphrase)
    assert children(folder, passphrase, clock) == 1
    assert done.kept is not None
    assert (done.kept / name).exists() == (harm != "gone")


def test_the_copy_that_a_migration_made_is_restored_too(
    two: tuple[Path, Path], passphrase: str, clock: Clock
) -> None:
    from ehp_desktop.models.migrations.backup import back_up

    folder, _ = two
    key = unlock(read_key_file(folder), passphrase).store_keys[0]
    copy = back_up(folder, key, at=NOON)
    assert restore(folder, copy, passphrase).made_at is None
    assert children(folder, passphrase, clock) == 2


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        ("passphrase", errors.WrongPassphraseError),
        ("user", errors.NotFoundError),
        ("other store", errors.RefusedError),
        ("open", errors.StoreHeldError),
        ("not a backup", errors.RefusedError),
        ("not allowed", errors.RefusedError),
    ],
)
def test_what_is_refused_leaves_the_store_as_it_was(
    two: tuple[Path, Path],
    make_store: Callable[..., Path],
    tmp_path: Path,
    passphrase: str,
    clock: Clock,
    spoil: str,
    error: type[errors.EhpError],
) -> None:
    folder, file = two
    more: dict[str, object] = {}
    holder = None
    if spoil == "user":
        more["user"] = "Nobody"
    if spoil == "not a backup":
        file.write_bytes(b"text")
    if spoil == "open":
        holder = open_store(folder, passphrase, write=False, clock=clock)
    if spoil == "not allowed":
        more["allow"] = _refuse
    if spoil == "other store":  # every store of the fixtures is a copy of one
        text = (folder / "keys.json").read_text("utf-8")
        from ehp_desktop.models import key_file

        kept = key_file.read_key_file(folder)
        other = key_file.KeyFile("ff" * 16, kept.keys, kept.slots)
        key_file.write_key_file(folder, other)
    before = (folder / "caseload.db").read_bytes()
    with pytest.raises(error):
        restore(folder, file, "wrong words here" if spoil == "passphrase" else passphrase, **more)
    if holder is not None:
        holder.close()
    if spoil == "other store":
        (folder / "keys.json").write_text(text, "utf-8")
    assert (folder / "caseload.db").read_bytes() == before
    assert not (folder / swapping.WORK).exists()
    assert children(folder, passphrase, clock) == 2


def _refuse(_: object) -> None:
    raise errors.RefusedError("no")


@pytest.mark.parametrize("write", [True, False])
def test_a_store_that_another_program_has_open_is_left_alone(
    two: tuple[Path, Path], passphrase: str, write: bool
) -> None:
    folder, file = two
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import datetime as dt, sys; from pathlib import Path;"
            "from ehp_desktop.models.store_opening import open_store;"
            "now = dt.datetime(2021, 9, 30, tzinfo=dt.UTC);"
            "s = open_store(Path(sys.argv[1]), sys.argv[2], write=sys.argv[3] == 'True',"
            " clock=lambda: now); print('open', flush=True); sys.stdin.read(); s.close()",
            str(folder),
            passphrase,
            str(write),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(errors.StoreHeldError):
            restore(folder, file, passphrase)
        holder.communicate("")
    restore(folder, file, passphrase)


def test_a_folder_of_other_things_is_no_place_for_a_store(
    two: tuple[Path, Path], tmp_path: Path, passphrase: str
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter").write_text("Annwyl")
    with pytest.raises(errors.StoreFolderError, match="holds no store"):
        restore(tmp_path / "letters", two[1], passphrase)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["letter"]


def killed_at(step: int, folder: Path, file: Path, passphrase: str) -> int:
    """Restore in a process that ends at a step; returns 9, or 0 where it came to its end."""
    steps: list[str] = []

    def on_step(name: str) -> None:
        steps.append(name)
        if len(steps) == step:
            os._exit(9)

    process = os.fork()
    if process == 0:
        try:
            restore(folder, file, passphrase, on_step=on_step)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
def test_killed_at_each_step_the_old_or_the_new_store_is_there(
    two: tuple[Path, Path], tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    folder, file = two
    found = []
    for step in range(1, 30):
        place = Path(shutil.copytree(folder, tmp_path / f"killed{step}"))
        status = killed_at(step, place, file, passphrase)
        assert status in (0, 9)
        found.append(children(place, passphrase, clock))
        assert checking.check_store(place, passphrase) == ()
        for kept in place.glob("replaced-*"):
            assert children(kept, passphrase, clock) == 2
        assert restore(place, file, passphrase).kept is not None
        assert not (place / swapping.WORK).exists()
        if status == 0:
            break
    assert found == sorted(found, reverse=True)
    assert {1, 2} == set(found)
    assert len(found) > len(restoring.STEPS)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of a file's size")
def test_a_full_disk_leaves_the_store_and_no_half_of_a_backup(
    two: tuple[Path, Path], tmp_path: Path, passphrase: str, clock: Clock
) -> None:
    folder, file = two
    limited = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
    words = [sys.executable, "-c", limited + RESTORER, str(folder), str(file), passphrase]
    ran = subprocess.run(words, check=False, capture_output=True, text=True)
    assert "DiskError" in ran.stderr.splitlines()[-1]
    assert children(folder, passphrase, clock) == 2
    assert not (folder / swapping.WORK).exists()
    backup = (
        "import datetime as dt, sys; from pathlib import Path;"
        "from ehp_desktop.models.store_opening import open_store;"
        "from ehp_desktop.models.backups import make_backup;"
        "now = dt.datetime(2021, 9, 30, tzinfo=dt.UTC);"
        "s = open_store(Path(sys.argv[1]), sys.argv[3], write=False, clock=lambda: now);"
        "make_backup(s, Path(sys.argv[2]), now)"
    )
    target = tmp_path / "out" / "copy"
    target.parent.mkdir()
    words = [sys.executable, "-c", limited + backup, str(folder), str(target), passphrase]
    ran = subprocess.run(words, check=False, capture_output=True, text=True)
    assert "DiskError" in ran.stderr.splitlines()[-1]
    assert list(target.parent.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_may_only_be_read_is_said_so(
    two: tuple[Path, Path], passphrase: str, clock: Clock
) -> None:
    folder, file = two
    folder.chmod(0o500)
    try:
        with pytest.raises(errors.DiskError):
            restore(folder, file, passphrase)
    finally:
        folder.chmod(0o700)
    assert children(folder, passphrase, clock) == 2
